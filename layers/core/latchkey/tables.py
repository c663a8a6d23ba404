"""DynamoDB: reads, and `commit`, the one door through which facts change, each time all or nothing.

A commit marks every item it writes with its own id. When a condition fails, the mark answers "was it me?" before anybody
is told no, so a lost answer or a repeated call is never mistaken for somebody else's change (guarantees, rule 3).
"""

import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from latchkey.attribute_values import dumped, loaded
from latchkey.clients import client
from latchkey.conditions import Condition, Placeholders, attribute
from latchkey.errors import UnavailableError, UnknownOutcomeError
from latchkey.keys import Key
from latchkey.observability import count_units
from latchkey.settings import settings
from latchkey.writes import Check, Delete, Item, Put, Table, Update, Write

_CONFLICT_TRIES = 6
_THROTTLES = {
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "InternalServerError",
}


@dataclass(frozen=True, slots=True)
class Page:
    """Items in the order of their sort key, and where the next page starts (None: this was the last)."""

    items: list[Item]
    next_key: dict[str, str] | None


def table_name(table: Table) -> str:
    return str(getattr(settings(), f"{table}_table"))


def new_commit_id() -> str:
    # here, because reading needs none
    from ulid import ULID

    return str(ULID())


def commit(writes: Sequence[Write], *, commit_id: str | None = None) -> None:
    """Do all of `writes` or none of them; at most 100 items. Updates of one item, from several services, become one.

    Raises the `refused` error of the first write whose condition did not hold, `UnavailableError` when the table is
    too busy, `UnknownOutcomeError` when no answer came. The same `commit_id` twice is done once.
    """
    mark = commit_id or new_commit_id()
    writes = _merged(writes)
    requests = [_request(write, mark) for write in writes]
    for attempt in range(_CONFLICT_TRIES):
        try:
            return _send(requests, mark)
        except ClientError as error:
            reasons = _reasons(error, writes)
            if any(_is_mine(reason, mark) for reason in reasons):
                return None
            for write, reason in zip(writes, reasons, strict=False):
                if reason.get("Code") == "ConditionalCheckFailed":
                    raise write.refused(_item(reason.get("Item"))) from error
            if not any(reason.get("Code") == "TransactionConflict" for reason in reasons):
                raise _translated(error) from error
            time.sleep(random.uniform(0, 0.02 * 2**attempt))
        except (ConnectionClosedError, EndpointConnectionError, ReadTimeoutError) as error:
            raise UnknownOutcomeError("We could not find out whether that was saved. Please look again.") from error
    raise UnavailableError("Many people are changing this at once. Please try again.", retry_after_seconds=1)


def read(table: Table, key: Key, *, consistent: bool = True) -> Item | None:
    """One item, or None."""
    answer = _call("get_item", TableName=table_name(table), Key=_key(key), ConsistentRead=consistent)
    return _item(answer.get("Item"))


def read_many(wanted: Sequence[tuple[Table, Key]], *, consistent: bool = True) -> list[Item | None]:
    """Several items of any tables in one call, in the order asked for; None where there is none. At most 100."""
    request: dict[str, Any] = {}
    for table, key in dict.fromkeys(wanted):
        entry = request.setdefault(table_name(table), {"Keys": [], "ConsistentRead": consistent})
        entry["Keys"].append(_key(key))
    found: dict[tuple[str, Key], Item] = {}
    for attempt in range(_CONFLICT_TRIES):
        answer = _call("batch_get_item", RequestItems=request)
        for name, items in answer["Responses"].items():
            for raw in items:
                item = _known(_item(raw))
                found[name, Key(item["pk"], item["sk"])] = item
        request = answer.get("UnprocessedKeys") or {}
        if not request:
            return [found.get((table_name(table), key)) for table, key in wanted]
        time.sleep(random.uniform(0, 0.02 * 2**attempt))
    raise UnavailableError("The table is very busy. Please try again.")


def query(
    table: Table,
    partition: str,
    *,
    index: str | None = None,
    sort: str = "sk",
    prefix: str = "",
    beyond: str = "",
    only: Condition | None = None,
    limit: int | None = None,
    start: dict[str, str] | None = None,
    newest_first: bool = False,
    consistent: bool = False,
) -> Page:
    """One page of a partition, or of an index whose partition attribute has the index's own name.

    `prefix` narrows by the sort attribute `sort`; `beyond` to what follows that value as it is read; `only` leaves out
    what was read and does not hold. `limit` items at most, else up to 1 MB. An index is always eventually consistent.
    """
    known = Placeholders()
    condition = attribute(index or "pk").eq(partition).expression(known)
    if prefix:
        condition += " AND " + attribute(sort).begins_with(prefix).expression(known)
    if beyond:
        bound = attribute(sort)
        condition += " AND " + (bound.lt(beyond) if newest_first else bound.gt(beyond)).expression(known)
    arguments: dict[str, Any] = {"KeyConditionExpression": condition}
    if index:
        arguments["IndexName"] = index
    if limit:
        arguments["Limit"] = limit
    if start:
        arguments["ExclusiveStartKey"] = _map(start)
    if only:
        arguments["FilterExpression"] = only.expression(known)
    answer = _call(
        "query",
        TableName=table_name(table),
        ExpressionAttributeNames=known.names,
        ExpressionAttributeValues=_map(known.values),
        ScanIndexForward=not newest_first,
        ConsistentRead=consistent and not index,
        **arguments,
    )
    return _page(answer)


def scan(table: Table, only: Condition, *, start: dict[str, str] | None = None) -> Page:
    """One page of a whole table, all businesses' items, of which it gives those that hold; strongly consistent.

    Reads up to 1 MB and may give nothing of it. For the end of a business alone (ADR 0073): all else knows its keys.
    """
    known = Placeholders()
    answer = _call(
        "scan",
        TableName=table_name(table),
        FilterExpression=only.expression(known),
        ExpressionAttributeNames=known.names,
        ExpressionAttributeValues=_map(known.values),
        ConsistentRead=True,
        **({"ExclusiveStartKey": _map(start)} if start else {}),
    )
    return _page(answer)


def count_in(table: Table, partition: str, *, index: str) -> int:
    """How many items an index has in a partition that is bounded by nature: what fits into 1 MB, a thousand or so."""
    known = Placeholders()
    answer = _call(
        "query",
        TableName=table_name(table),
        IndexName=index,
        KeyConditionExpression=attribute(index).eq(partition).expression(known),
        ExpressionAttributeNames=known.names,
        ExpressionAttributeValues=_map(known.values),
        Select="COUNT",
    )
    return int(answer["Count"])


def query_all(table: Table, partition: str, **narrowed: Any) -> list[Item]:
    """Every item of a partition that is bounded by nature (an order, a listing), page after page."""
    items: list[Item] = []
    start = None
    while True:
        page = query(table, partition, start=start, **narrowed)
        items += page.items
        if page.next_key is None:
            return items
        start = page.next_key


# ---------------------------------------------------------------------------------------------------------------------
def _page(answer: Mapping[str, Any]) -> Page:
    last = answer.get("LastEvaluatedKey")
    return Page([_known(_item(raw)) for raw in answer["Items"]], _item(last) if last else None)


def _merged(writes: Sequence[Write]) -> list[Write]:
    """A transaction may touch an item once, so the updates of one item are joined; the first one's refusal speaks."""
    joined: dict[tuple[Table, Key, type], Write] = {}
    for write in writes:
        place = (write.table, write.key, type(write))
        before = joined.get(place)
        if isinstance(before, Update) and isinstance(write, Update):
            write = _joined(before, write)
        elif before is not None:
            raise ValueError(f"two {type(write).__name__}s of one item in one transaction")
        joined[place] = write
    return list(joined.values())


def _joined(first: Update, second: Update) -> Update:
    conditions = [one for one in (first.condition, second.condition) if one is not None]
    return Update(
        first.table,
        first.key,
        {**first.put, **second.put},
        {name: first.add.get(name, 0) + second.add.get(name, 0) for name in {**first.add, **second.add}},
        tuple(dict.fromkeys(first.remove + second.remove)),
        conditions[0] & conditions[1] if len(conditions) == 2 else next(iter(conditions), None),
        first.refused,
    )


def _send(requests: list[dict[str, Any]], mark: str) -> None:
    if len(requests) == 1:
        ((action, arguments),) = requests[0].items()
        if action != "ConditionCheck":  # a single write needs no transaction, and costs half of one
            answer = getattr(client("dynamodb"), f"{action.lower()}_item")(**arguments, ReturnConsumedCapacity="TOTAL")
            return count_units(answer, writes=True)
    answer = client("dynamodb").transact_write_items(
        TransactItems=requests, ClientRequestToken=mark, ReturnConsumedCapacity="TOTAL"
    )
    return count_units(answer, writes=True)


def _request(write: Write, mark: str) -> dict[str, Any]:
    arguments: dict[str, Any] = {"TableName": table_name(write.table), "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    known = Placeholders()
    if write.condition is not None:
        arguments["ConditionExpression"] = write.condition.expression(known)
    match write:
        case Put():
            item = {**write.item, "pk": write.key.pk, "sk": write.key.sk, "last_commit": mark}
            arguments["Item"] = _map({name: value for name, value in item.items() if value is not None})
        case Update():
            arguments["UpdateExpression"] = _update_expression(write, mark, known)
            arguments["Key"] = _key(write.key)
        case Check() | Delete():
            arguments["Key"] = _key(write.key)
    if known.names:
        arguments["ExpressionAttributeNames"] = known.names
    if known.values:
        arguments["ExpressionAttributeValues"] = _map(known.values)
    action = "ConditionCheck" if isinstance(write, Check) else type(write).__name__
    return {action: arguments}


def _update_expression(write: Update, mark: str, known: Placeholders) -> str:
    new = {**write.put, "last_commit": mark}
    clauses = ["SET " + ", ".join(f"{known.path(name)} = {known.value(value)}" for name, value in new.items())]
    if write.add:
        added = (f"{known.path(name)} {known.value(number)}" for name, number in write.add.items())
        clauses.append("ADD " + ", ".join(added))
    if write.remove:
        clauses.append("REMOVE " + ", ".join(known.path(name) for name in write.remove))
    return " ".join(clauses)


def _call(operation: str, **arguments: Any) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = getattr(client("dynamodb"), operation)(**arguments, ReturnConsumedCapacity="TOTAL")
    except ClientError as error:
        raise _translated(error) from error
    except (ConnectionClosedError, EndpointConnectionError, ReadTimeoutError) as error:
        raise UnavailableError("The table does not answer just now. Please try again.") from error
    count_units(answer, writes=False)
    return answer


def _translated(error: ClientError) -> Exception:
    code = error.response["Error"]["Code"]
    reasons = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
    if code in _THROTTLES or "ThrottlingError" in reasons or "ProvisionedThroughputExceeded" in reasons:
        return UnavailableError("The table is very busy. Please try again.")
    kept: Exception = error
    return kept


def _reasons(error: ClientError, writes: Sequence[Write]) -> list[dict[str, Any]]:
    code = error.response["Error"]["Code"]
    if code == "ConditionalCheckFailedException":
        return [{"Code": "ConditionalCheckFailed", "Item": error.response.get("Item")}]
    if code in {"TransactionInProgressException", "TransactionConflictException"}:
        return [{"Code": "TransactionConflict"} for _ in writes]
    answer: Any = error.response
    return list(answer.get("CancellationReasons", []))


def _is_mine(reason: dict[str, Any], mark: str) -> bool:
    return (
        reason.get("Code") == "ConditionalCheckFailed" and (_item(reason.get("Item")) or {}).get("last_commit") == mark
    )


def _key(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def _map(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: dumped(value) for name, value in values.items()}


def _item(raw: dict[str, Any] | None) -> Item | None:
    return {name: loaded(value) for name, value in raw.items()} if raw else None


def _known(item: Item | None) -> Item:
    assert item is not None
    return item


def from_stream(image: dict[str, Any]) -> Item:
    """An item as a DynamoDB stream record carries it (typed JSON, binaries in base 64)."""
    return _known(_item(image))


def chunks(writes: Iterable[Write], size: int = 100) -> Iterable[list[Write]]:
    """`writes` in transactions of at most `size`, for work that need not be one step."""
    batch: list[Write] = []
    for write in writes:
        batch.append(write)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
