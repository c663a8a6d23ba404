"""The edge's table of hosts as it is: which business a host is, or where a former name redirects.

Run by the SAM CLI's interpreter, because the store speaks SigV4A, for which boto3 needs the AWS CRT that our own code does
without (ADR 0057). `PublishBrand` writes the table; here it is only read. The answer is JSON on standard output.
"""

import json
import sys
from typing import Any

import boto3


def listed(store: Any, arn: str) -> dict[str, str]:
    """Every host with its value."""
    pages = store.get_paginator("list_keys").paginate(KvsARN=arn)
    return {item["Key"]: item["Value"] for page in pages for item in page.get("Items", [])}


def main(arn: str) -> None:
    print(json.dumps(listed(boto3.client("cloudfront-keyvaluestore"), arn)))


if __name__ == "__main__":
    main(sys.argv[1])
