"""CloudFront's KeyValueStore on the loopback, as far as functions speak with it: its version, and writes that name one.

It takes only what is signed by version 4A for these credentials, derived here anew; `values` is what the edge would know.
"""

import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from accounts.sigv4a import signing_key
from latchkey.clients import credentials

VARIABLE = "AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE"
_SIGNED = re.compile(r"AWS4-ECDSA-P256-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]+)")


@dataclass
class KeyValues:
    """`interrupted` writes meet another one that was a moment faster."""

    values: dict[str, str] = field(default_factory=dict)
    version: int = 0
    interrupted: int = 0
    refused: bool = False


@contextmanager
def key_values() -> Iterator[KeyValues]:
    """A store for the length of a test, named by the environment as AWS's SDKs name it."""
    store = KeyValues()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            key = self.path.partition("/keys/")[2]
            self._answer(403 if not self._is_signed(b"") else 404 if key and key not in store.values else 200)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            self._answer(403 if store.refused or not self._is_signed(body) else self._written(json.loads(body)))

        def _written(self, body: dict[str, Any]) -> int:
            if store.interrupted:
                store.interrupted -= 1
                store.version += 1
            if self.headers["if-match"] != str(store.version):
                return 409
            gone = {one["Key"] for one in body.get("Deletes", [])}
            if not gone <= store.values.keys():
                return 404
            kept = {host: value for host, value in store.values.items() if host not in gone}
            store.values = kept | {put["Key"]: put["Value"] for put in body.get("Puts", [])}
            store.version += 1
            return 200

        def _is_signed(self, body: bytes) -> bool:
            found = _SIGNED.fullmatch(self.headers.get("authorization", ""))
            if not found:
                return False
            scope, names, signature = found.groups()
            lines = [f"{name}:{self.headers[name]}" for name in names.split(";")]
            path = self.path.replace("%", "%25")
            canonical = "\n".join([self.command, path, "", *lines, "", names, _digest(body)])
            stamp = self.headers["x-amz-date"]
            text = "\n".join(["AWS4-ECDSA-P256-SHA256", stamp, scope.partition("/")[2], _digest(canonical.encode())])
            own = credentials()
            public = signing_key(own.access_key, own.secret_key).public_key()
            public.verify(bytes.fromhex(signature), text.encode(), ec.ECDSA(hashes.SHA256()))
            return {"host", "x-amz-region-set"} <= set(names.split(";"))

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("etag", str(store.version))
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    os.environ[VARIABLE] = f"http://127.0.0.1:{server.server_port}"
    try:
        yield store
    finally:
        del os.environ[VARIABLE]
        server.shutdown()
        server.server_close()


def _digest(data: bytes) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return digest.finalize().hex()
