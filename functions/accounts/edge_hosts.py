"""CloudFront's table of hosts, as a function writes it: which business a host is, or where a former name leads (ADR 0057)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from itertools import batched
from typing import Final
from urllib.parse import quote

from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.exceptions import HTTPClientError
from botocore.httpsession import URLLib3Session

from accounts.sigv4a import SigV4A
from latchkey.clients import credentials
from latchkey.errors import UnavailableError
from latchkey.settings import settings

_SERVICE: Final = "cloudfront-keyvaluestore"
_ROUNDS: Final = 5
_MOST_KEYS: Final = 50  # of one request; what it writes is seen at once or not at all; two are kept for domains
_SESSION = URLLib3Session(timeout=8)


def point(hosts: Mapping[str, str], changing: Callable[[], Mapping[str, str]] = dict) -> None:
    """Writes these values, the first 50 in one step. Safe to repeat. UnavailableError when the store cannot take them.

    `changing` says of domains that may come and go whose each is now (nobody's: empty). It is asked once the version is
    known on which the write will insist, so an answer that is older than somebody else's write is never written.
    """
    for values in batched(hosts.items(), _MOST_KEYS - 2):
        _write(dict(values), changing)
        changing = dict


def _write(values: Mapping[str, str], changing: Callable[[], Mapping[str, str]]) -> None:
    for _ in range(_ROUNDS):
        version = _asked("GET", "").headers.get("ETag", "")
        wanted = {**values, **changing()}
        puts = [{"Key": host, "Value": value} for host, value in wanted.items() if value]
        gone = [{"Key": host} for host, value in wanted.items() if not value and _is_known(host)]
        changes = {name: some for name, some in (("Puts", puts), ("Deletes", gone)) if some}
        if not changes:
            return
        body = json.dumps(changes).encode()
        # Somebody else wrote in between: only the newest version of the store can be changed.
        if _asked("POST", "/keys", body, version).status_code != 409:
            return
    raise UnavailableError("The table of hosts is being changed all the time.")


def _is_known(host: str) -> bool:
    return _asked("GET", f"/keys/{quote(host, safe='')}").status_code == 200


def _asked(method: str, path: str, body: bytes = b"", version: str = "") -> AWSResponse:
    headers = {"Content-Type": "application/json", "If-Match": version} if body else {}
    url = f"{_endpoint()}/key-value-stores/{quote(settings().hosts_store_arn, safe='')}{path}"
    request = AWSRequest(method, url, headers=headers, data=body)
    SigV4A(credentials(), _SERVICE).add_auth(request)
    try:
        answer: AWSResponse = _SESSION.send(request.prepare())
    except HTTPClientError as error:
        raise UnavailableError("The table of hosts does not answer.") from error
    if answer.status_code not in (200, 409) and not (answer.status_code == 404 and path.startswith("/keys/")):
        raise UnavailableError(f"The table of hosts answered {answer.status_code}.")
    return answer


def _endpoint() -> str:
    """The account's own at AWS, unless the environment names one, as AWS's SDKs do."""
    account = settings().hosts_store_arn.split(":")[4]
    given = os.environ.get("AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE") or os.environ.get("AWS_ENDPOINT_URL")
    return given or f"https://{account}.cloudfront-kvs.global.api.aws"
