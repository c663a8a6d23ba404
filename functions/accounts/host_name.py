"""The name of a business's host: what it may look like, and which names nobody gets (product 10.1)."""

import re
from typing import Final

from latchkey.errors import InvalidError

SHORTEST: Final = 3
LONGEST: Final = 50
_LETTERS = re.compile(r"[a-z0-9-]+")
# What the platform or its visitors could take for the platform itself, a mail server or a protocol's own name.
_WORDS = """
    about abuse account accounts admin administrator api app apps assets auth autoconfig autodiscover beta billing blog
    calendar careers cdn cloud code community config contact dashboard demo dev developer developers dns docs download
    email faq feedback files ftp help home host hostmaster hosts imap info invoice invoices internal jobs latchkey legal
    localhost login logout mail mailer marketing media mobile mta-sts my news noreply no-reply ns1 ns2 official order
    orders owner pay payment payments platform pop pop3 portal portals postmaster press privacy prod production public
    root sales secure security server service services settings shop sign-in sign-up signin signup sitemap smtp ssl
    staff staging start stage static stats status store stripe studio support sys sysadmin system team terms test
    testing tls trust update upload uploads user users webhook webhooks webmail webmaster wpad www www1 www2
"""
RESERVED: Final = frozenset(_WORDS.split())


def label_of(text: str) -> str:
    """The name as it stands before the domain. Raises InvalidError (field `label`) with what is wrong, in one sentence.

    Only plain letters pass, so no look-alike, no punycode and no second spelling of a name ever gets to a key.
    """
    if not SHORTEST <= len(text) <= LONGEST:
        raise _malformed(f"A name has {SHORTEST} to {LONGEST} letters and digits.")
    if not _LETTERS.fullmatch(text):
        raise _malformed("Only the small letters a to z, digits and dashes, please.")
    if not "a" <= text[0] <= "z":
        raise _malformed("A name begins with a letter.")
    if text.endswith("-") or "--" in text:
        raise _malformed("A dash stands alone between letters or digits.")
    return text


def is_reserved(label: str, domain: str, platform_host: str) -> bool:
    """Whether the name is kept for the platform."""
    return label in RESERVED or host_of(label, domain) == platform_host


def host_of(label: str, domain: str) -> str:
    """The whole host of a name on this deployment."""
    return f"{label}.{domain}"


def _malformed(sentence: str) -> InvalidError:
    return InvalidError(sentence, field="label")
