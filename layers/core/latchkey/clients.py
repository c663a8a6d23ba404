"""One boto3 client per service and process, with bounded waits; botocore's standard mode owns the retries of a call."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

_CONFIG = Config(
    connect_timeout=2,
    read_timeout=8,
    retries={"mode": "standard", "total_max_attempts": 4},
    # SigV2 is still boto3's choice for S3 links in us-east-1; only version 4 binds headers and region.
    signature_version="v4",
)
_S3_CONFIG = _CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "path"}))


@cache
def client(service: str) -> Any:
    """The client of `dynamodb`, `s3`, `secretsmanager`, `sesv2`, `stepfunctions` … for the function's own region."""
    connect: Any = boto3.client  # typed overloads want the service as a literal
    return connect(service, config=_S3_CONFIG if service == "s3" else _CONFIG)
