"""The edge's verifier: what a signature of CloudFront opens and what it does not (guarantees 30)."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from local.edge.verifier import may_read

KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
KEYS = {"K1": KEY.public_key(), "K2": ec.generate_private_key(ec.SECP256R1()).public_key()}
HOST = "http://harbor.localhost:8400"
URL = f"{HOST}/media/lst_1/ord_1/marked/a.jpg"
NOW = 1_800_000_000


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode().translate(str.maketrans("+=/", "-_~"))


def policy(resource: str = f"{HOST}/media/lst_1/ord_1/marked/*", **condition: Any) -> dict[str, Any]:
    until = {"DateLessThan": {"AWS:EpochTime": NOW + 300}}
    return {"Statement": [{"Resource": resource, "Condition": {**until, **condition}}]}


def signed(
    document: dict[str, Any], key: ec.EllipticCurvePrivateKey = KEY, key_id: str = "K1", algorithm: Any = None
) -> dict[str, str]:
    text = json.dumps(document).encode()
    signature = key.sign(text, ec.ECDSA(algorithm or hashes.SHA1()))
    return {"Policy": encoded(text), "Signature": encoded(signature), "Key-Pair-Id": key_id}


def canned(url: str, expires: int = NOW + 300) -> dict[str, str]:
    text = '{"Statement":[{"Resource":"URL","Condition":{"DateLessThan":{"AWS:EpochTime":END}}}]}'
    text = text.replace("URL", url).replace("END", str(expires))
    return {
        "Expires": str(expires),
        "Signature": encoded(KEY.sign(text.encode(), ec.ECDSA(hashes.SHA1()))),
        "Key-Pair-Id": "K1",
    }


def by_cookies(parts: dict[str, str], url: str = URL, now: float = NOW, source_ip: str = "127.0.0.1") -> bool:
    cookies = {f"CloudFront-{name}": value for name, value in parts.items()}
    return may_read(url, {}, cookies, KEYS, now=now, source_ip=source_ip)


def by_url(parts: dict[str, str], url: str = URL, now: float = NOW) -> bool:
    return may_read(url, parts, {}, KEYS, now=now)


SHA256 = {**signed(policy(), algorithm=hashes.SHA256()), "Hash-Algorithm": "SHA256"}
LATER = {"DateGreaterThan": {"AWS:EpochTime": NOW + 10}}
ELSEWHERE = {"IpAddress": {"AWS:SourceIp": "192.0.2.0/24"}}

OPENS = {
    "a custom policy in cookies": by_cookies(signed(policy())),
    "a custom policy in the URL": by_url(signed(policy())),
    "a canned policy in the URL": by_url(canned(URL)),
    "a canned policy in cookies": by_cookies(canned(URL)),
    "a canned policy whose URL has a query": by_url(
        canned(f"{URL}?response-content-disposition=x"), f"{URL}?response-content-disposition=x"
    ),
    "SHA-256 when it says so": by_url(SHA256),
    "the last second": by_cookies(signed(policy()), now=NOW + 299),
    "a star over slashes": by_cookies(signed(policy(f"{HOST}/media/*"))),
    "a question mark for one character": by_cookies(signed(policy(f"{HOST}/media/lst_?/ord_1/marked/a.jpg"))),
    "either scheme by a star": by_cookies(signed(policy("http*://harbor.localhost:8400/media/lst_1/*"))),
    "the address it names": by_cookies(signed(policy(**ELSEWHERE)), source_ip="192.0.2.7"),
    "a start that has passed": by_cookies(signed(policy(**LATER)), now=NOW + 10),
}
CLOSED = {
    "nothing at all": by_cookies({}),
    "the second after the end": by_cookies(signed(policy()), now=NOW + 300),
    "a canned policy after its end": by_url(canned(URL), now=NOW + 300),
    "a start that has not come": by_cookies(signed(policy(**LATER))),
    "another address": by_cookies(signed(policy(**ELSEWHERE))),
    "another order": by_cookies(signed(policy()), f"{HOST}/media/lst_1/ord_2/marked/a.jpg"),
    "the clean files by a marked signature": by_cookies(signed(policy()), f"{HOST}/media/lst_1/ord_1/clean/a.jpg"),
    "another host": by_cookies(signed(policy()), URL.replace("harbor", "summit")),
    "another file by a canned policy": by_url(canned(URL), URL.replace("a.jpg", "b.jpg")),
    "another query by a canned policy": by_url(canned(URL), f"{URL}?response-content-disposition=x"),
    "somebody else's key": by_cookies(signed(policy(), OTHER)),
    "a key under another's id": by_cookies(signed(policy(), key_id="K2")),
    "an id that nobody has": by_cookies(signed(policy(), key_id="K3")),
    "a changed policy": by_cookies({**signed(policy()), "Policy": encoded(json.dumps(policy(f"{HOST}/*")).encode())}),
    "a changed end": by_url({**canned(URL), "Expires": str(NOW + 900)}),
    "a policy and an end at once": by_url({**signed(policy()), "Expires": str(NOW + 300)}),
    "SHA-256 that does not say so": by_url(signed(policy(), algorithm=hashes.SHA256())),
    "two statements": by_cookies(signed({"Statement": policy()["Statement"] * 2})),
    "no end": by_cookies(signed({"Statement": [{"Resource": "*", "Condition": {}}]})),
    "no condition": by_cookies(signed({"Statement": [{"Resource": "*"}]})),
    "a list for a policy": by_cookies({**signed(policy()), "Policy": encoded(b"[]")}),
    "words for a signature": by_cookies({**signed(policy()), "Signature": "not base64!"}),
    "an empty signature": by_cookies({**signed(policy()), "Signature": ""}),
    "words for an end": by_url({**canned(URL), "Expires": "tomorrow"}),
}


@pytest.mark.parametrize("case", OPENS)
def test_it_opens(case: str) -> None:
    assert OPENS[case]


@pytest.mark.parametrize("case", CLOSED)
def test_it_stays_closed(case: str) -> None:
    assert not CLOSED[case]


def test_a_signed_url_wins_over_cookies() -> None:
    good = {f"CloudFront-{name}": value for name, value in signed(policy()).items()}
    assert not may_read(URL, signed(policy(), OTHER), good, KEYS, now=NOW)
