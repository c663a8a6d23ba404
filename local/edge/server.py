"""The edge: one HTTP server in the place of CloudFront, doing what the distribution in the built template says."""

import logging
import secrets
import zlib
from collections.abc import Mapping
from typing import Any

import aiohttp
from aiohttp import web
from multidict import CIMultiDict

from local.edge import outside
from local.edge.behaviors import Behavior, Distribution
from local.edge.function import EdgeFunction, FunctionError, NotYetKnown
from local.edge.key_values import KeyValues
from local.edge.mailbox import Mailbox
from local.edge.origins import Origins
from local.edge.verifier import SIGNATURE_PARAMETERS, may_read

logger = logging.getLogger("edge")

MAIL_HOST = "mail.localhost"
OUTSIDE = ".example"
LARGEST_API_BODY_BYTES = 10 * 1024 * 1024
COMPRESSED_TYPES = ("text/", "application/javascript", "application/json", "application/problem+json", "image/svg+xml")
COMPRESSED_BYTES = range(1000, 10_000_000)
HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
DENIED = (
    b"<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
)
MISSING_KEY = (
    b"<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>MissingKey</Code><Message>Missing Key-Pair-Id query parameter "
    b"or cookie value</Message></Error>"
)


class Edge:
    """Handles every request of every host."""

    def __init__(self, distribution: Distribution, values: KeyValues, origins: Origins, mailbox: Mailbox) -> None:
        self._distribution = distribution
        self._values = values
        self._origins = origins
        self._mailbox = mailbox
        self._functions = {name: EdgeFunction(code) for name, code in distribution.functions().items()}

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one viewer request; what goes wrong behind the edge is 502 or 504, as at CloudFront."""
        if request.host.split(":")[0].lower() == MAIL_HOST:
            return await self._mailbox.handle(request)
        if request.host.split(":")[0].lower().endswith(OUTSIDE):
            return outside.page(request)
        path = request.raw_path.split("?", 1)[0]
        behavior = self._distribution.behavior(path)
        try:
            return await self._answer(request, behavior, path)
        except TimeoutError:
            return self._error(behavior, 504, b"The origin did not answer in time.")
        except (aiohttp.ClientError, FunctionError) as problem:
            logger.warning("%s %s: %s", request.method, path, problem)
            return self._error(
                behavior, 503 if isinstance(problem, FunctionError) else 502, b"The origin did not answer."
            )

    async def _answer(self, request: web.BaseRequest, behavior: Behavior, path: str) -> web.StreamResponse:
        if request.method not in behavior.methods:
            return self._error(behavior, 403, DENIED, "text/xml")
        if behavior.signed and not self._signature_holds(request, behavior, path):
            return self._error(
                behavior, 403, DENIED if "Signature=" in _raw_query(request) else MISSING_KEY, "text/xml"
            )
        headers: CIMultiDict[str] = CIMultiDict(request.headers)
        if behavior.function:
            result = await self._run(behavior.function, self._event(request, path))
            if "statusCode" in result:
                return self._own_response(behavior, result)
            path = result["uri"]
            headers = _headers_of(result, headers)
        return await self._forward(request, behavior, path, headers)

    def _signature_holds(self, request: web.BaseRequest, behavior: Behavior, path: str) -> bool:
        pairs = [pair for pair in _raw_query(request).split("&") if pair]
        kept = [pair for pair in pairs if pair.split("=", 1)[0] not in SIGNATURE_PARAMETERS]
        url = f"http://{request.host}{path}" + ("?" + "&".join(kept) if kept else "")
        query = {
            name: value for name, _, value in (pair.partition("=") for pair in pairs) if name in SIGNATURE_PARAMETERS
        }
        return may_read(url, query, request.cookies, behavior.keys, source_ip=request.remote or "127.0.0.1")

    def _event(self, request: web.BaseRequest, path: str) -> dict[str, Any]:
        raw = [pair.partition("=") for pair in _raw_query(request).split("&") if pair]
        return {
            "version": "1.0",
            "context": {"eventType": "viewer-request", "requestId": secrets.token_hex(16)},
            "viewer": {"ip": request.remote or "127.0.0.1"},
            "request": {
                "method": request.method,
                "uri": path,
                "querystring": _valued((name, value) for name, _, value in raw),
                "headers": _valued((n.lower(), v) for n, v in request.headers.items() if n.lower() != "cookie"),
                "cookies": _valued(request.cookies.items()),
            },
        }

    async def _run(self, name: str, event: dict[str, Any]) -> dict[str, Any]:
        for _ in range(8):
            try:
                return self._functions[name].run(event, self._values.fresh())
            except NotYetKnown as asked:
                await self._values.fetch(asked.key)
        raise FunctionError("the function asks for too many keys")

    def _own_response(self, behavior: Behavior, result: dict[str, Any]) -> web.Response:
        body = result.get("body") or ""
        text = body.get("data", "") if isinstance(body, dict) else body
        response = web.Response(status=result["statusCode"], body=text.encode(), reason=result.get("statusDescription"))
        response.headers.popall("Content-Type", None)
        for name, item in (result.get("headers") or {}).items():
            response.headers[name] = item["value"]
        return self._decorated(response, behavior, "FunctionGeneratedResponse from cloudfront")

    async def _forward(
        self, request: web.BaseRequest, behavior: Behavior, path: str, headers: CIMultiDict[str]
    ) -> web.StreamResponse:
        if behavior.origin.api_id and (request.content_length or 0) > LARGEST_API_BODY_BYTES:
            body = b'{"message":"Request Entity Too Large"}'
            return self._error(behavior, 413, body, "application/json")
        sent = _forwarded_headers(request, behavior, headers)
        query = _forwarded_query(_raw_query(request), behavior)
        async with self._origins.open(request, behavior.origin, path, query, sent) as answer:
            if answer is None or (behavior.origin.bucket and answer.status == 404):
                # without s3:ListBucket a missing key is a forbidden one
                return self._error(behavior, 403, DENIED, "application/xml")
            return await self._stream(request, behavior, answer)

    async def _stream(
        self, request: web.BaseRequest, behavior: Behavior, answer: aiohttp.ClientResponse
    ) -> web.StreamResponse:
        response = web.StreamResponse(status=answer.status, reason=answer.reason)
        for name, value in answer.headers.items():
            if name.lower() not in HOP_BY_HOP and name.lower() not in ("date", "server"):
                response.headers.add(name, value)
        packer = self._packer(request, behavior, answer)
        if packer:
            response.headers.popall("Content-Length", None)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Vary"] = "Accept-Encoding"
            if "ETag" in response.headers:
                response.headers["ETag"] = "W/" + response.headers["ETag"].removeprefix("W/")
            response.enable_chunked_encoding()
        self._decorated(response, behavior, "Miss from cloudfront")
        await response.prepare(request)
        if request.method == "HEAD":
            return response
        async for chunk in answer.content.iter_chunked(256 * 1024):
            if data := packer.compress(chunk) if packer else chunk:
                await response.write(data)
        await response.write_eof(packer.flush() if packer else b"")
        return response

    @staticmethod
    def _packer(request: web.BaseRequest, behavior: Behavior, answer: aiohttp.ClientResponse) -> Any:
        wanted = behavior.compress and "gzip" in request.headers.get("Accept-Encoding", "") and request.method == "GET"
        kind = answer.headers.get("Content-Type", "")
        fits = int(answer.headers.get("Content-Length", 0)) in COMPRESSED_BYTES and kind.startswith(COMPRESSED_TYPES)
        if wanted and fits and answer.status == 200 and "Content-Encoding" not in answer.headers:
            return zlib.compressobj(6, zlib.DEFLATED, 31)
        return None

    def _error(self, behavior: Behavior, status: int, body: bytes, kind: str = "text/plain") -> web.Response:
        response = web.Response(status=status, body=body, content_type=kind)
        return self._decorated(response, behavior, "Error from cloudfront")

    @staticmethod
    def _decorated[R: web.StreamResponse](response: R, behavior: Behavior, cache: str) -> R:
        for rule in behavior.response_headers:
            if rule.override or rule.name not in response.headers:
                response.headers[rule.name] = rule.value
        response.headers["X-Cache"] = cache
        response.headers["Via"] = "1.1 local.cloudfront.net (CloudFront)"
        return response


def _raw_query(request: web.BaseRequest) -> str:
    """The query as it was sent; aiohttp's own property decodes it."""
    return request.raw_path.partition("?")[2]


def _valued(pairs: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        entry = {"value": value}
        if name not in found:
            found[name] = dict(entry)
        else:
            found[name].setdefault("multiValue", [{"value": found[name]["value"]}]).append(entry)
    return found


def _headers_of(result: dict[str, Any], original: Mapping[str, str]) -> CIMultiDict[str]:
    headers: CIMultiDict[str] = CIMultiDict()
    for name, item in result["headers"].items():
        for one in item.get("multiValue") or [item]:
            headers.add(name, one["value"])
    if "Cookie" in original:
        headers["cookie"] = original["Cookie"]
    return headers


def _forwarded_headers(request: web.BaseRequest, behavior: Behavior, headers: CIMultiDict[str]) -> CIMultiDict[str]:
    conditional = {"range", "if-range", "if-none-match", "if-modified-since", "if-match", "if-unmodified-since"}
    kept = CIMultiDict(
        (name, value)
        for name, value in headers.items()
        if name.lower() not in HOP_BY_HOP | {"host", "content-length", "cookie", "expect"}
        and (behavior.forwarded.headers or name.lower() in conditional)
    )
    if behavior.forwarded.cookies and "cookie" in headers:
        kept["Cookie"] = headers["cookie"]
    if not behavior.origin.bucket:
        kept["X-Forwarded-For"] = ", ".join(filter(None, [headers.get("x-forwarded-for"), request.remote]))
        kept["X-Amz-Cf-Id"] = secrets.token_urlsafe(40)
    if request.content_length is not None:
        kept["Content-Length"] = str(request.content_length)
    for name, value in behavior.origin.headers.items():
        kept[name] = value
    return kept


def _forwarded_query(query: str, behavior: Behavior) -> str:
    if behavior.forwarded.all_queries:
        return query
    pairs = (pair for pair in query.split("&") if pair.split("=", 1)[0] in behavior.forwarded.queries)
    return "&".join(pairs)
