"""Plain values as DynamoDB's typed JSON, with boto3's own types as the second opinion; conditions as its expressions."""

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from latchkey.attribute_values import dumped, loaded
from latchkey.conditions import Placeholders, absent, attribute, present

PLAIN = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text() | st.binary()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(VALUES)
def test_a_value_comes_back_as_it_was_and_is_what_boto3_would_send(value: object) -> None:
    assert loaded(dumped(value)) == value
    assert dumped(value) == TypeSerializer().serialize(value)
    assert TypeDeserializer().deserialize(dumped(value)) == value


def test_a_stream_carries_bytes_as_base_64() -> None:
    assert loaded({"M": {"raw": {"B": "AP8="}}}) == {"raw": b"\x00\xff"}


@pytest.mark.parametrize("value", [1.5, {1, 2}, object()])
def test_what_is_never_stored_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        dumped({"inside": [value]})


def test_a_condition_names_everything_by_placeholders() -> None:
    known = Placeholders()
    condition = present() & (attribute("ledger.count").lt(5) | attribute("status").ne("name")) & absent()
    assert condition.expression(known) == (
        "((attribute_exists(#n0) AND (#n1.#n2 < :v0 OR #n3 <> :v1)) AND attribute_not_exists(#n4))"
    )
    assert known.names == {"#n0": "pk", "#n1": "ledger", "#n2": "count", "#n3": "status", "#n4": "pk"}
    assert known.values == {":v0": 5, ":v1": "name"}
