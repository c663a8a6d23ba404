"""Signs links to media: cookies per order for pictures and bundles, short URLs for single downloads (guarantees 30).

One ECDSA P-256 signature opens one folder of one order for a few minutes; nothing here decides who gets it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from latchkey.clock import epoch
from latchkey.secrets import secret_json
from latchkey.settings import settings

if TYPE_CHECKING:  # loaded with the first signature: most cold starts make none
    from cryptography.hazmat.primitives.asymmetric import ec

COOKIES_LAST: Final = timedelta(minutes=10)
LINK_LASTS: Final = timedelta(minutes=5)
_HASH: Final = "SHA256"
_ALPHABET: Final = str.maketrans("+=/", "-_~")


def cookies(origin: str, folders: Iterable[str], now: datetime) -> list[tuple[str, str, str]]:
    """Name, value and Path of the cookies that open these folders (`/media/…`) on `origin` until now + COOKIES_LAST."""
    expires = epoch(now + COOKIES_LAST)
    made = []
    for folder in folders:
        policy = _policy(f"{origin}{folder}/*", expires)
        parts = {
            "CloudFront-Policy": _encoded(policy),
            "CloudFront-Signature": _signature(policy),
            "CloudFront-Key-Pair-Id": _key_pair_id(),
            "CloudFront-Hash-Algorithm": _HASH,
        }
        made += [(name, value, folder) for name, value in parts.items()]
    return made


def link(origin: str, path: str, now: datetime, lasts: timedelta = LINK_LASTS) -> str:
    """A URL for exactly this path (with its query, if any) that dies at now + `lasts`."""
    expires = epoch(now + lasts)
    url = f"{origin}{path}"
    signature = _signature(_policy(url, expires))
    joint = "&" if "?" in path else "?"
    return f"{url}{joint}Expires={expires}&Signature={signature}&Key-Pair-Id={_key_pair_id()}&Hash-Algorithm={_HASH}"


def _policy(resource: str, expires: int) -> bytes:
    condition = {"DateLessThan": {"AWS:EpochTime": expires}}
    return json.dumps({"Statement": [{"Resource": resource, "Condition": condition}]}, separators=(",", ":")).encode()


def _signature(policy: bytes) -> str:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    return _encoded(_key(_secret()["private_key"]).sign(policy, ec.ECDSA(hashes.SHA256())))


def _key_pair_id() -> str:
    return str(_secret()["key_pair_id"])


def _secret() -> Any:
    return secret_json(settings().signing_secret_id)


@lru_cache(maxsize=2)
def _key(pem: str) -> ec.EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = serialization.load_pem_private_key(pem.encode(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("media links are signed with an elliptic curve key")
    return key


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode().translate(_ALPHABET)
