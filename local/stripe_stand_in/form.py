"""Reads Stripe's form encoding: `line_items[0][price_data][currency]=usd` becomes nested dicts and lists."""

import re
from typing import Any
from urllib.parse import parse_qsl

_PART = re.compile(r"\[([^\]]*)\]")


def decode(text: str) -> dict[str, Any]:
    """The nested parameters of a form body or query; numbered keys become lists in their numbers' order."""
    tree: dict[str, Any] = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        name, parts = key.split("[", 1)[0], _PART.findall(key)
        _place(tree, [name, *parts], value)
    return {name: _lists(value) for name, value in tree.items()}


def _place(tree: dict[str, Any], path: list[str], value: str) -> None:
    for step in path[:-1]:
        following = tree.setdefault(step, {})
        if not isinstance(following, dict):
            return
        tree = following
    last = path[-1] if path[-1] != "" else str(len(tree))
    tree[last] = value


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _lists(item) for key, item in value.items()}
    if inner and all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner
