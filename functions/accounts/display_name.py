"""A name in a browser's tab, in a mail's sender and on a bill: nothing unseen in it (guarantees 61)."""

import unicodedata

from latchkey.errors import InvalidError


def display_name(text: str) -> str:
    """The name in composed form. Raises InvalidError (field `name`) for controls and unseen letters."""
    name = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for letter in name):
        raise InvalidError("A business's name is one line of 1 to 80 characters.", field="name")
    return name
