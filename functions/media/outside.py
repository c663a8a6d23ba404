"""Which addresses may be asked at all: sites of the public internet, and nothing that only this machine can reach (SSRF).

Pure. A name is judged before it is looked up, and every address that the look-up found is judged before it is called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final, Literal
from urllib.parse import quote, urlsplit

from latchkey.errors import InvalidError
from media.limits import LONGEST_ADDRESS

Scheme = Literal["http", "https"]
_PORTS: Final = {"https": 443, "http": 80}
# The last label holds a letter, so that no spelling of a number (127.1, 0x7f.0.0.1) is taken for a name.
_NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
# Names that mean something inside a network only, by standard or by habit.
_INSIDE: Final = frozenset(
    [
        "localhost",
        "local",
        "localdomain",
        "internal",
        "intranet",
        "private",
        "corp",
        "home",
        "lan",
        "arpa",
        "onion",
        "invalid",
    ]
)
_PLAIN: Final = "/%:@!$&'()*+,;=-._~?[]"
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\\]")
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
# IPv6 addresses with an IPv4 one inside, which a gateway would call. Python 3.12 takes them for global at first.
_CARRIERS: Final = IPv6Network("2002::/16")


@dataclass(frozen=True, slots=True)
class Target:
    """A page to ask for: `path` with its query, percent-encoded; `fragment` stays in the browser."""

    scheme: Scheme
    host: str
    port: int
    path: str
    fragment: str = ""

    @property
    def url(self) -> str:
        """As a browser opens it, at the scheme's usual port."""
        return f"{self.scheme}://{self.host}{self.path}" + (f"#{self.fragment}" if self.fragment else "")


def web_address(text: str) -> Target:
    """The address of a link as staff type it. Raises InvalidError with one sentence for the field `url`."""
    if not re.match(r"(?i)https://", text):
        raise _invalid("The address has to start with https://.")
    return redirect_target(text)


def redirect_target(text: str) -> Target:
    """Where a site leads on to: http too, at the scheme's usual port. Raises InvalidError for all else."""
    if len(text) > LONGEST_ADDRESS:
        raise _invalid(f"At most {LONGEST_ADDRESS} characters.")
    if _UNSEEN.search(text):
        raise _invalid("There is a space in this address, or a character that has no place there.")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode().rstrip(".").lower()
    except ValueError as error:
        raise _invalid("This does not look like an address.") from error
    if parts.scheme not in _PORTS:
        raise _invalid("The address has to start with https://.")
    scheme: Scheme = "https" if parts.scheme == "https" else "http"
    if "@" in parts.netloc:
        raise _invalid("The address may not hold a user name or a password.")
    if port not in (None, _PORTS[scheme]):
        raise _invalid("The address may not name a port.")
    if not is_public_name(host):
        raise _invalid("This address is not on the public internet.")
    path = quote(parts.path or "/", safe=_PLAIN) + (f"?{quote(parts.query, safe=_PLAIN)}" if parts.query else "")
    return Target(scheme, host, port or _PORTS[scheme], path, quote(parts.fragment, safe=_PLAIN))


def is_public_name(host: str) -> bool:
    """Whether a lower-case host is a name that everybody can look up; an address in numbers is none."""
    return _NAME.fullmatch(host) is not None and host.rpartition(".")[2] not in _INSIDE


def is_public_address(text: str) -> bool:
    """Whether an address that a look-up found belongs to the public internet; False for what is no address."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return False
    if address.is_multicast or not address.is_global:
        return False
    if isinstance(address, IPv4Address):
        return True
    return address in _GLOBAL_UNICAST and address not in _CARRIERS


def _invalid(sentence: str) -> InvalidError:
    return InvalidError(sentence, field="url")
