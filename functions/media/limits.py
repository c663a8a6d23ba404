"""How much is taken of what comes from outside; apart from its readers, because answers name limits and read nothing."""

from typing import Final

# Letters of a web address.
LONGEST_ADDRESS: Final = 2000
# Bytes of captions, three hours of speech; as JSON it stays within what one request may bring.
LARGEST_CAPTIONS: Final = 200_000
