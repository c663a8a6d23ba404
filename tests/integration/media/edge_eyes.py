"""What the edge would let through, by its own verifier with a clock that tests move."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from cryptography.hazmat.primitives import serialization

from latchkey.clock import utc_now
from latchkey.secrets import secret_json
from latchkey.settings import settings
from local.edge.verifier import may_read
from tests.building import Answer
from tests.integration.media.life import (
    Life,
    media_keys,
)

MINUTES = 60


class Edge:
    """Verifies signatures as the edge does, with a clock of its own."""

    def __init__(self, life: Life) -> None:
        kept = secret_json(settings().signing_secret_id)
        key = serialization.load_pem_private_key(kept["private_key"].encode(), None).public_key()
        self.keys = {kept["key_pair_id"]: key}
        self.origin = f"https://{life.business.host}"
        self.now = utc_now().timestamp()

    def lets(self, answer: Answer, path: str, after: float = 0) -> bool:
        """Whether the cookies of this answer open the path `after` seconds."""
        return may_read(self.origin + path, {}, cookies_for(answer, path), self.keys, now=self.now + after)

    def lets_link(self, url: str, after: float = 0) -> bool:
        split = urlsplit(url)
        query = dict(parse_qsl(split.query))
        bare = url.partition("&Expires=")[0].partition("?Expires=")[0]
        return may_read(bare, query, {}, self.keys, now=self.now + after)


def cookies_for(answer: Answer, path: str) -> dict[str, str]:
    """What a browser would send with a request for this path."""
    sent = {}
    for text in answer.set_cookies:
        pair, *attributes = text.split("; ")
        scope = next(part for part in attributes if part.startswith("Path=")).removeprefix("Path=")
        if path.startswith(scope + "/"):
            sent.update([pair.split("=", 1)])
    return sent


def paths_in(document: object) -> Iterator[str]:
    if isinstance(document, dict):
        for value in document.values():
            yield from paths_in(value)
    elif isinstance(document, list):
        for value in document:
            yield from paths_in(value)
    elif isinstance(document, str) and "/media/" in document:
        yield urlsplit(document).path


def clean_keys() -> set[str]:
    return {"/" + key for key in media_keys() if "/clean/" in key}
