"""moto's DynamoDB asked directly, without signatures, HTTP and the generic serializer, which take nine tenths of a call.

Only successes take the short way: a refused call changed nothing, so it goes once more by the long way for its error.
`test_simulator.py` compares both ways.
"""

import contextlib
import copy
import re
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.exceptions import ServiceException
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

from tests.building import REGION

OPERATIONS = {"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}
_active = False


@contextlib.contextmanager
def quick() -> Iterator[None]:
    """While it holds, item operations take the short way."""
    global _active
    _active = True
    try:
        yield
    finally:
        _active = False


def answered(operation: str, params: Mapping[str, Any]) -> tuple[Any, dict[str, Any]] | None:
    """botocore's (response, parsed answer), or None when the call has to go the long way."""
    if not _active or operation not in OPERATIONS:
        return None
    handler = DynamoHandler()
    handler.body = copy.deepcopy(dict(params))
    handler.region, handler.current_account = REGION, DEFAULT_ACCOUNT_ID
    method = getattr(handler, re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower())
    try:
        result = method().result
    except (ServiceException, HTTPException):
        return None
    return SimpleNamespace(status_code=200, headers={}), {**result, "ResponseMetadata": {"HTTPStatusCode": 200}}
