"""The HTTP API in this process: hands a request to the function whose route it is, by the template's own table."""

import importlib
import re
from functools import cache
from typing import Any

from tests.browsing import Handler
from tests.building import routes, template


def gateway(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A handler like any other; what no route names is answered as API Gateway does."""
    http = event["requestContext"]["http"]
    for method, path, handler in _table():
        if method == http["method"] and path.fullmatch(http["path"]):
            return handler(event, context)
    return {"statusCode": 404, "headers": {"content-type": "application/json"}, "body": '{"message":"Not Found"}'}


@cache
def _table() -> list[tuple[str, re.Pattern[str], Handler]]:
    """Every route, those with fewer variables first: the gateway, too, takes the most exact one."""
    found = []
    for route, function in sorted(routes().items(), key=lambda one: one[0].count("{")):
        method, _, path = route.partition(" ")
        found.append((method, re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), handler_of(function)))
    return found


def handler_of(function: str) -> Handler:
    """The handler of a function of the template."""
    module, _, name = template()["Resources"][function]["Properties"]["Handler"].rpartition(".")
    handler: Handler = getattr(importlib.import_module(module), name)
    return handler
