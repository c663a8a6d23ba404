"""A domain of a business's own: what its name may look like before anybody asks DNS about it (product 10.1)."""

import re
from typing import Final

from latchkey.errors import InvalidError
from media.outside import is_public_name

PROOF: Final = "_portal-proof"
LONGEST: Final = 253 - len(PROOF) - 1  # so that the name of its proof is one too
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def domain_of(text: str, platform_domain: str) -> str:
    """The name as DNS compares it. Raises InvalidError (field `domain`) with what is wrong, in one sentence.

    Only plain letters pass and no punycode, as in names of the platform's own (ADR 0057): no look-alike gets to a key.
    """
    if not text.isascii():
        raise _malformed("Only the letters a to z, digits, dashes and dots, please.")
    name = text.strip().lower().removesuffix(".")
    if "/" in name or ":" in name or "@" in name:
        raise _malformed("Only the name, please, such as photos.example.com.")
    labels = name.split(".")
    if len(name) > LONGEST or not all(_LABEL.fullmatch(label) for label in labels) or len(labels) < 2:
        raise _malformed("This does not look like a domain. It should read like photos.example.com.")
    if any(label[2:4] == "--" for label in labels):
        raise _malformed("Names that begin with xn-- are not taken. Please use one with the letters a to z.")
    if name == platform_domain or name.endswith(f".{platform_domain}"):
        raise _malformed("This belongs to the platform. Please use a domain of your own.")
    if len(labels) == 2:
        raise _malformed(f"A CNAME record cannot stand at {name} itself. Please use a name below it: photos.{name}.")
    if not is_public_name(name):
        raise _malformed("This is not a domain of the public internet.")
    return name


def proof_name(domain: str) -> str:
    """Where the proof's TXT record stands."""
    return f"{PROOF}.{domain}"


def _malformed(sentence: str) -> InvalidError:
    return InvalidError(sentence, field="domain")
