"""Lets moto write DynamoDB's values as they are: they are in wire form already, but for bytes.

moto's serializer asks each value for ten members under several spellings each, which took more than a third of the time
of a test of the tables. Installed for all tests by `tests/conftest.py`; botocore still reads every answer for real.
"""

import base64
from typing import Any

from moto.core.serialize import BaseJSONSerializer


def install() -> None:
    """From here on, answers of moto's DynamoDB skip that search."""
    by_members = BaseJSONSerializer._serialize_type_structure

    def structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name == "AttributeValue":
            serialized[key] = on_the_wire(value)
        else:
            by_members(self, serialized, value, shape, key)

    BaseJSONSerializer._serialize_type_structure = structure  # type: ignore[method-assign]


def on_the_wire(value: Any) -> Any:
    """The same value with bytes in Base64."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {name: on_the_wire(part) for name, part in value.items()}
    if isinstance(value, list):
        return [on_the_wire(part) for part in value]
    return value
