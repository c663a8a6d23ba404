"""moto's answers of DynamoDB without its generic serializer, which takes nine tenths of a call; the same JSON comes out.

`test_simulator.py` compares both.
"""

import base64
import contextlib
import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from moto.core.responses import ActionResult

_ITEM_OPERATIONS = {"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}
_thorough = ActionResult.execute_result


@contextlib.contextmanager
def quick() -> Iterator[None]:
    """While it holds, item operations answer with `json.dumps` of what moto computed."""
    with patch.object(ActionResult, "execute_result", _execute):
        yield


def _execute(self: ActionResult, context: Any) -> Any:
    result = self.result
    if isinstance(result, dict) and context.operation_model.name in _ITEM_OPERATIONS:
        return 200, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps(result, default=_binary)
    return _thorough(self, context)


def _binary(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError(f"{type(value)} has no place in an item")
    return base64.b64encode(value).decode()
