"""Signed cookies and signed URLs, checked as CloudFront checks them."""

import json
import re
import time
from base64 import b64decode
from collections.abc import Mapping
from ipaddress import ip_address, ip_network

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

SIGNATURE_PARAMETERS = ("Policy", "Expires", "Signature", "Key-Pair-Id", "Hash-Algorithm")


def may_read(
    url: str,
    query: Mapping[str, str],
    cookies: Mapping[str, str],
    keys: Mapping[str, ec.EllipticCurvePublicKey],
    *,
    now: float | None = None,
    source_ip: str = "127.0.0.1",
) -> bool:
    """Whether a valid signature allows this read (guarantees 30).

    `url` comes without the signature's own parameters, `keys` maps key pair ids to public keys. A signed URL wins over
    cookies. A canned policy carries `Expires`, a custom one `Policy`; both at once are nobody's signature.
    """
    moment = time.time() if now is None else now
    from_url = "Signature" in query

    def part(name: str) -> str | None:
        return query.get(name) if from_url else cookies.get(f"CloudFront-{name}")

    signature, key = part("Signature"), keys.get(part("Key-Pair-Id") or "")
    policy, expires = part("Policy"), part("Expires")
    if not signature or key is None or bool(policy) == bool(expires):
        return False
    try:
        text = _decoded(policy) if policy else _canned(url, int(expires or ""))
        algorithm = hashes.SHA256() if part("Hash-Algorithm") == "SHA256" else hashes.SHA1()
        key.verify(_decoded(signature), text, ec.ECDSA(algorithm))
        (statement,) = json.loads(text)["Statement"]
        condition = statement["Condition"]
        return (
            _matches(statement.get("Resource", "*"), url)
            and moment < condition["DateLessThan"]["AWS:EpochTime"]
            and moment >= condition.get("DateGreaterThan", {}).get("AWS:EpochTime", 0)
            and ip_address(source_ip) in ip_network(condition.get("IpAddress", {}).get("AWS:SourceIp", "0.0.0.0/0"))
        )
    except (InvalidSignature, ValueError, KeyError, TypeError, AttributeError):
        return False


def _canned(url: str, expires: int) -> bytes:
    statement = {"Resource": url, "Condition": {"DateLessThan": {"AWS:EpochTime": expires}}}
    return json.dumps({"Statement": [statement]}, separators=(",", ":")).encode()


def _decoded(text: str) -> bytes:
    return b64decode(text.translate(str.maketrans("-_~", "+=/")), validate=True)


def _matches(pattern: str, url: str) -> bool:
    return bool(re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), url))
