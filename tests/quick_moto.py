"""moto's DynamoDB asked directly, without signatures, HTTP and the generic serializer, which take nine tenths of a call.

Only successes take the short way: a refused call changed nothing, so it goes once more by the long way for its error.
And before a transaction moto copies whole tables, item by item, to have them back when it is refused; here, for every
test, it copies the items of the transaction alone. `tests/sim/test_simulator.py` compares both ways, and looks at a refusal.
"""

import contextlib
import copy
import re
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.base_backend import BaseBackend
from moto.core.exceptions import ServiceException
from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

REGION = "us-east-1"
OPERATIONS = {"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}
_active = False


def _addresses_once() -> None:
    """moto works out the addresses of a whole service anew for every call."""
    worked_out, known = BaseBackend.urls.fget, {}

    def urls(backend: BaseBackend) -> Any:
        if type(backend) not in known:
            known[type(backend)] = worked_out(backend)
        return known[type(backend)]

    BaseBackend.urls = property(urls)


_addresses_once()


@contextlib.contextmanager
def quick(*, active: bool = True) -> Iterator[None]:
    """While it holds, item operations take the short way, or again the long one."""
    global _active
    before, _active = _active, active
    try:
        yield
    finally:
        _active = before


def answered(operation: str, params: Mapping[str, Any]) -> tuple[Any, dict[str, Any]] | None:
    """botocore's (response, parsed answer), or None when the call has to go the long way."""
    if not _active or operation not in OPERATIONS:
        return None
    if operation == "BatchGetItem":
        found = _items(params["RequestItems"])
        if found is not None:
            return _answer({"Responses": found, "UnprocessedKeys": {}})
    try:
        return _answer(_asked(operation, copy.deepcopy(dict(params))))
    except (ServiceException, HTTPException):
        return None


def create_table(params: Mapping[str, Any]) -> None:
    """As botocore's; every test makes its tables."""
    _asked("CreateTable", dict(params))


def _asked(operation: str, body: dict[str, Any]) -> Any:
    handler = DynamoHandler()
    handler.body = body
    handler.region, handler.current_account = REGION, DEFAULT_ACCOUNT_ID
    return getattr(handler, re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower())().result


def _answer(result: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    return SimpleNamespace(status_code=200, headers={}), {**result, "ResponseMetadata": {"HTTPStatusCode": 200}}


def _items(asked: Mapping[str, Any]) -> dict[str, list[Any]] | None:
    """Whole items by their keys, without moto's count of their bytes; None for what only moto can answer."""
    if any(set(one) - {"Keys", "ConsistentRead"} for one in asked.values()):
        return None
    backend = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION]
    found: dict[str, list[Any]] = {}
    for table_name, one in asked.items():
        items = (backend.get_item(table_name, key) for key in one["Keys"])
        found[table_name] = [item.to_json()["Attributes"] for item in items if item is not None]
    return found


def _transact(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """moto's own, whose copies of tables are made by `copied`."""
    touched: dict[str, list[Any]] = {}
    for operation in (one for item in transact_items for one in item.values()):
        touched.setdefault(operation["TableName"], []).append(operation.get("Key") or operation["Item"])

    def copied(what: Any, memo: Any = None) -> Any:
        return _backup(what, touched[what.name]) if isinstance(what, Table) else copy.deepcopy(what, memo)

    models.copy = SimpleNamespace(deepcopy=copied)  # type: ignore[attr-defined]
    try:
        _whole_transaction(backend, transact_items)
    finally:
        models.copy = copy  # type: ignore[attr-defined]


def _backup(table: Table, touched: list[dict[str, Any]]) -> Table:
    """The table as it is now, of which only these items will change."""
    twin = copy.copy(table)
    twin.items = copy.copy(table.items)
    for key in touched:
        hash_key, range_key = (DynamoType(key[name]) for name in (table.hash_key_attr, table.range_key_attr) if name)
        if hash_key in table.items:
            rows = twin.items[hash_key] = copy.copy(twin.items[hash_key])
            if range_key in rows:
                rows[range_key] = copy.deepcopy(rows[range_key])
    return twin


_whole_transaction = DynamoDBBackend.transact_write_items
DynamoDBBackend.transact_write_items = _transact  # type: ignore[method-assign]
