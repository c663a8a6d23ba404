"""E-mail addresses: one canonical form, by which accounts and customers of a business are told apart (product 2.4)."""

import re

from latchkey.errors import InvalidError

MAX_LENGTH = 254  # RFC 5321's limit on a forward path, angle brackets taken off
# Controls, spaces, and what would quote, group or chain addresses in a header; everything else is the owner's business.
_FORBIDDEN = re.compile(r'[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff<>()\[\]\\,;:"#]')
_DOMAIN = re.compile(r"[^.@]+(?:\.[^.@]+)+")


def canonical(text: str) -> str:
    """`text` trimmed and lower-cased; `+tags` and dots are kept, look-alike letters stay different letters.

    Raises InvalidError (field `email`) for what is no address, holds control characters, or is over 254 characters.
    """
    address = text.strip().lower()
    local, _, domain = address.rpartition("@")
    sound = (
        local
        and "@" not in local
        and len(address) <= MAX_LENGTH
        and len(address.encode(errors="replace")) <= MAX_LENGTH
        and not _FORBIDDEN.search(address)
        and _DOMAIN.fullmatch(domain)
    )
    if not sound or any("\ud800" <= letter <= "\udfff" for letter in address):
        raise InvalidError("Please give an e-mail address, like name@example.com.", field="email")
    return address
