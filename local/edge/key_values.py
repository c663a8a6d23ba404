"""The KeyValueStore of the local cloud: signed requests to its data plane, for the edge (async) and for seeds."""

import json
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote

import aiohttp
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from yarl import URL

from local.places import REGION, credentials

SERVICE = "cloudfront-keyvaluestore"
FRESH_SECONDS = 2.0


def _signed(method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None) -> dict[str, str]:
    request = AWSRequest(method, url, data=body, headers=headers or {})
    keys = credentials()
    identity = Credentials(keys["AWS_ACCESS_KEY_ID"], keys["AWS_SECRET_ACCESS_KEY"])
    SigV4Auth(identity, SERVICE, REGION).add_auth(request)
    return dict(request.headers.items())


def _url(endpoint: str, arn: str, key: str = "") -> str:
    store = f"{endpoint}/key-value-stores/{quote(arn, safe='')}"
    return f"{store}/keys/{quote(key, safe='')}" if key else store


def put(endpoint: str, arn: str, key: str, value: str) -> None:
    """Write one key; the edge sees it within FRESH_SECONDS."""
    body = json.dumps({"Value": value}).encode()
    for attempt in range(10):
        tag = _call("GET", _url(endpoint, arn))[1]
        try:
            _call("PUT", _url(endpoint, arn, key), body, {"If-Match": tag})
        except urllib.error.HTTPError as error:
            if error.code != 409 or attempt == 9:  # the function that publishes hosts may be a moment faster
                raise
        else:
            return


def delete(endpoint: str, arn: str, key: str) -> None:
    """Take one key away."""
    tag = _call("GET", _url(endpoint, arn))[1]
    _call("DELETE", _url(endpoint, arn, key), b"", {"If-Match": tag})


def _call(method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None) -> tuple[Any, str]:
    sent = {"Content-Type": "application/json", **(headers or {})}
    request = urllib.request.Request(url, body or None, _signed(method, url, body, sent), method=method)
    with urllib.request.urlopen(request, timeout=10) as response:
        text = response.read()
        return json.loads(text) if text else None, response.headers.get("ETag", "")


class KeyValues:
    """What the edge knows of the store: each key asked for, with its age."""

    def __init__(self, session: aiohttp.ClientSession, endpoint: str, arn: str) -> None:
        self._session, self._endpoint, self._arn = session, endpoint, arn
        self._known: dict[str, tuple[float, str | None]] = {}

    def fresh(self) -> dict[str, str | None]:
        """The values young enough to be used."""
        oldest = time.monotonic() - FRESH_SECONDS
        return {key: value for key, (at, value) in self._known.items() if at > oldest}

    async def fetch(self, key: str) -> None:
        """Ask the store for one key and remember the answer, also that there is none."""
        if len(self._known) > 10_000:
            self._known.clear()
        url = _url(self._endpoint, self._arn, key)
        async with self._session.get(URL(url, encoded=True), headers=_signed("GET", url)) as response:
            if response.status not in (200, 404):
                raise aiohttp.ClientError(f"the key value store answered {response.status}")
            value = (await response.json())["Value"] if response.status == 200 else None
        self._known[key] = (time.monotonic(), value)
