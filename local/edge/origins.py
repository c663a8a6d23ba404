"""The two kinds of origins, reached in the local cloud: the HTTP API's stage and buckets by signed requests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from fnmatch import fnmatchcase

import aiohttp
from aiohttp import web
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from multidict import CIMultiDict
from yarl import URL

from local.edge.behaviors import Origin
from local.places import REGION, credentials

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class Origins:
    """Opens requests to an origin; one connection pool for all."""

    def __init__(self, session: aiohttp.ClientSession, endpoint: str) -> None:
        self._session = session
        self._endpoint = endpoint
        keys = credentials()
        self._identity = Credentials(keys["AWS_ACCESS_KEY_ID"], keys["AWS_SECRET_ACCESS_KEY"])

    @asynccontextmanager
    async def open(
        self, request: web.BaseRequest, origin: Origin, path: str, query: str, headers: CIMultiDict[str]
    ) -> AsyncIterator[aiohttp.ClientResponse | None]:
        """The origin's answer, its body not yet read; None when the bucket's policy does not let CloudFront read the key."""
        tail = f"?{query}" if query else ""
        if origin.bucket:
            key = URL(path, encoded=True).path.removeprefix("/")
            if not any(fnmatchcase(key, pattern) for pattern in origin.readable):
                yield None
                return
            url = f"{self._endpoint}/{origin.bucket}{path}{tail}"
            sent = self._signed(request.method, url, headers)
            async with self._session.request(
                request.method, URL(url, encoded=True), headers=sent, allow_redirects=False
            ) as answer:
                yield answer
            return
        url = f"{self._endpoint}/_aws/execute-api/{origin.api_id}/$default{path}{tail}"
        body = request.content if request.body_exists else None
        async with self._session.request(
            request.method, URL(url, encoded=True), headers=headers, data=body, allow_redirects=False
        ) as answer:
            yield answer

    def _signed(self, method: str, url: str, headers: CIMultiDict[str]) -> CIMultiDict[str]:
        """The request signed as the origin access control does it, always."""
        request = AWSRequest(method, url, headers={"x-amz-content-sha256": EMPTY_SHA256})
        S3SigV4Auth(self._identity, "s3", REGION).add_auth(request)
        sent = CIMultiDict(headers)
        sent.popall("Content-Length", None)
        sent.update(request.headers.items())
        return sent
