"""The edge's table of hosts: which business a host is, or where a former name redirects.

Run by the SAM CLI's interpreter, because the store speaks SigV4A, which needs the AWS CRT that our own code does
without. Commands: `list`, and `put <host> <value>`; the answer is JSON on standard output.
"""

import json
import sys
from typing import Any

import boto3


def listed(store: Any, arn: str) -> dict[str, str]:
    """Every host with its value."""
    pages = store.get_paginator("list_keys").paginate(KvsARN=arn)
    return {item["Key"]: item["Value"] for page in pages for item in page.get("Items", [])}


def put(store: Any, arn: str, host: str, value: str) -> str:
    """Points a host at `biz_…`. A former name stays a redirect for ever, and a host is never given to another business."""
    known = listed(store, arn).get(host, "")
    if known == value:
        return "unchanged"
    if known:
        raise SystemExit(f"{host} is {known} already; it is not given away (product 10.1).")
    etag = store.describe_key_value_store(KvsARN=arn)["ETag"]
    store.put_key(KvsARN=arn, Key=host, Value=value, IfMatch=etag)
    return "put"


def main(arguments: list[str]) -> None:
    arn, command, *rest = arguments
    store = boto3.client("cloudfront-keyvaluestore")
    print(json.dumps(listed(store, arn) if command == "list" else put(store, arn, *rest)))


if __name__ == "__main__":
    main(sys.argv[1:])
