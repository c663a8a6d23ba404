"""`commit`: all or nothing, and "was it me?" before anybody is told no (guarantees, rule 3)."""

import json
from collections.abc import Iterator

import botocore.session
import pytest

from latchkey.clients import client
from latchkey.conditions import absent, at_version, attribute, present
from latchkey.errors import ConflictError, LatchkeyError, UnavailableError, UnknownOutcomeError
from latchkey.keys import Key
from latchkey.tables import commit, new_commit_id, query, query_all, read, read_many
from latchkey.writes import Check, Delete, Item, Put, Update
from tests.quick_moto import quick

pytestmark = pytest.mark.usefixtures("cloud", "by_wire")
ONE, TWO = Key("biz_1#a", "x"), Key("biz_1#b", "x")


@pytest.fixture
def by_wire(cloud: None) -> Iterator[None]:
    """These tests are about what botocore makes of what DynamoDB answers."""
    with quick(active=False):
        yield


def names_it(found: Item | None) -> LatchkeyError:
    return ConflictError("no", current={"found": (found or {}).get("version")})


def test_all_of_it_happens_or_none_of_it() -> None:
    commit([Put("orders", ONE, {"version": 1})])
    with pytest.raises(ConflictError) as refused:
        commit([Put("people", TWO, {}), Update("orders", ONE, {"a": 1}, condition=at_version(9), refused=names_it)])
    assert refused.value.facts["current"] == {"found": 1}
    assert read("people", TWO) is None


def test_the_same_commit_again_is_done_once_and_says_yes() -> None:
    mark = new_commit_id()
    for _ in range(3):
        commit([Put("orders", ONE, {"n": 1}, absent()), Put("people", TWO, {}, absent())], commit_id=mark)
    with pytest.raises(ConflictError):
        commit([Put("orders", ONE, {"n": 2}, absent()), Put("people", TWO, {}, absent())])


def test_a_single_write_asks_was_it_me_as_well() -> None:
    mark = new_commit_id()
    for _ in range(2):
        commit([Update("orders", ONE, add={"n": 1}, condition=attribute("n").not_exists())], commit_id=mark)
    assert read("orders", ONE)["n"] == 1  # type: ignore[index]


def test_updates_of_one_item_by_several_services_become_one() -> None:
    commit([Put("orders", ONE, {"version": 1, "gone": 1, "ledger": {"due": 0}})])
    commit(
        [
            Update("orders", ONE, {"status": "Accepted"}, add={"version": 1}, condition=at_version(1)),
            Update("orders", ONE, {"ledger.due": 7}, remove=("gone",), condition=attribute("ledger.due").eq(0)),
        ]
    )
    found = read("orders", ONE)
    assert found is not None
    assert (found["status"], found["version"], found["ledger"], "gone" in found) == ("Accepted", 2, {"due": 7}, False)
    with pytest.raises(ConflictError):  # both conditions still count
        commit(
            [
                Update("orders", ONE, {"status": "x"}, condition=at_version(2)),
                Update("orders", ONE, {"ledger.due": 8}, condition=attribute("ledger.due").eq(0)),
            ]
        )


def test_two_puts_of_one_item_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="two Puts"):
        commit([Put("orders", ONE, {}), Put("orders", ONE, {})])


def test_a_check_and_a_delete_take_part() -> None:
    commit([Put("orders", ONE, {"n": 1}), Put("people", TWO, {})])
    commit([Check("orders", ONE, present()), Delete("people", TWO)])
    assert read("people", TWO) is None
    with pytest.raises(ConflictError):
        commit([Check("people", TWO, present()), Delete("orders", ONE)])
    assert read("orders", ONE) is not None


def test_many_reads_keep_their_order_and_their_gaps() -> None:
    commit([Put("orders", ONE, {"n": 1})])
    found = read_many([("people", TWO), ("orders", ONE), ("orders", TWO), ("orders", ONE)])
    assert [item and item["n"] for item in found] == [None, 1, None, 1]


def test_a_partition_is_read_page_after_page_in_order() -> None:
    for number in range(7):
        commit([Put("orders", Key("biz_1#list", f"row#{number}"), {"n": number, "big": "x" * 10})])
    commit([Put("orders", Key("biz_1#list", "other"), {})])
    first = query("orders", "biz_1#list", prefix="row#", limit=3, newest_first=True)
    second = query("orders", "biz_1#list", prefix="row#", limit=9, newest_first=True, start=first.next_key)
    assert [item["n"] for item in first.items + second.items] == [6, 5, 4, 3, 2, 1, 0]
    assert second.next_key is None
    assert len(query_all("orders", "biz_1#list", prefix="row#", limit=2)) == 7


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        ("ProvisionedThroughputExceededException", UnavailableError),
        ("ThrottlingException", UnavailableError),
    ],
)
def test_a_busy_table_is_said_in_words(
    failure: str, error: type[LatchkeyError], monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**_: object) -> object:
        return botocore.awsrequest.AWSResponse("http://x", 400, {}, _Body(failure))

    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)  # between its tries
    events = client("dynamodb").meta.events
    events.register("before-send.dynamodb", busy, unique_id="busy")
    try:
        with pytest.raises(error):
            read("orders", ONE)
        with pytest.raises(error):
            commit([Put("orders", ONE, {})])
    finally:
        events.unregister("before-send.dynamodb", unique_id="busy")


def test_no_answer_to_a_write_is_an_unknown_outcome() -> None:
    def lost(**_: object) -> object:
        raise botocore.exceptions.ReadTimeoutError(endpoint_url="http://x")

    events = client("dynamodb").meta.events
    events.register("before-send.dynamodb", lost, unique_id="lost")
    try:
        with pytest.raises(UnknownOutcomeError):
            commit([Put("orders", ONE, {})])
    finally:
        events.unregister("before-send.dynamodb", unique_id="lost")


class _Body:
    def __init__(self, code: str) -> None:
        self.text = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "m"}).encode()

    def stream(self, *_: object, **__: object) -> list[bytes]:
        return [self.text]

    def read(self, *_: object) -> bytes:
        return self.text
