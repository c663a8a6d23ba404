"""Plain values as DynamoDB's typed JSON and back: texts, whole numbers, bytes, yes and no, nothing, lists, maps.

No floats, decimals or sets: money is whole numbers, and what we store is also JSON.
"""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any


def dumped(value: Any) -> dict[str, Any]:
    """`{"N": "5"}` for 5. Raises TypeError for a value that has no place in a table."""
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case str():
            return {"S": str(value)}
        case bytes():
            return {"B": value}
        case Mapping():
            return {"M": {name: dumped(inner) for name, inner in value.items()}}
        case list() | tuple():
            return {"L": [dumped(inner) for inner in value]}
    raise TypeError(f"{type(value).__name__} cannot be stored")


def loaded(raw: Mapping[str, Any]) -> Any:
    """5 for `{"N": "5"}`; the binaries of a stream's record come as base 64."""
    ((kind, value),) = raw.items()
    match kind:
        case "NULL":
            return None
        case "N":
            return int(value)
        case "B":
            return b64decode(value) if isinstance(value, str) else bytes(value)
        case "M":
            return {name: loaded(inner) for name, inner in value.items()}
        case "L":
            return [loaded(inner) for inner in value]
        case "S" | "BOOL":
            return value
    raise ValueError(f"{kind} is not stored by us")
