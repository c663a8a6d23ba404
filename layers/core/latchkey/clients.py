"""One botocore client per service and process, with bounded waits; botocore's standard mode owns the retries of a call.

Without boto3, which would add its resources and s3transfer to every cold start and which nothing here uses (ADR 0043).
"""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.credentials import ReadOnlyCredentials
from botocore.exceptions import NoCredentialsError
from botocore.session import Session

_CONFIG = Config(
    connect_timeout=2,
    read_timeout=8,
    retries={"mode": "standard", "total_max_attempts": 4},
    # SigV2 is still the default for S3 links in us-east-1; only version 4 binds headers and region.
    signature_version="v4",
)
_S3_CONFIG = _CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "path"}))


@cache
def client(service: str) -> Any:
    """The client of `dynamodb`, `s3`, `secretsmanager`, `sesv2`, `stepfunctions` … for the function's own region."""
    return _session().create_client(service, config=_S3_CONFIG if service == "s3" else _CONFIG)


def credentials() -> ReadOnlyCredentials:
    """The function's own, for the one service whose signature botocore does not make by itself (ADR 0057)."""
    found = _session().get_credentials()
    if found is None:
        raise NoCredentialsError
    return found.get_frozen_credentials()


@cache
def _session() -> Session:
    """One for all clients: it keeps what botocore has read of endpoints and partitions."""
    return Session()
