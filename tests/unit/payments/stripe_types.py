"""Checks a JSON answer against the stripe package's own types: every field that it promises, of the type it promises.

The package's classes carry annotations only for type checkers (names imported under TYPE_CHECKING, nested classes as
text), so they are resolved here: first in the class, then in its module, then in the package.
"""

import ast
import functools
import importlib
import inspect
import operator
import types
import typing
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import stripe
from stripe import ListObject, StripeObject

OBJECTS: dict[str, type] = {
    "checkout.session": stripe.checkout.Session,
    "payment_intent": stripe.PaymentIntent,
    "charge": stripe.Charge,
    "refund": stripe.Refund,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "account": stripe.Account,
    "item": stripe.LineItem,
    "price": stripe.Price,
}
_UNDOCUMENTED = {"object", "request"}


def complaints(value: Mapping[str, Any], where: str = "") -> list[str]:
    """What is wrong with an answer of the API, a list included; empty when it is as the package says."""
    kind = value.get("object")
    if kind == "list":
        found = [] if {"data", "has_more", "url"} <= set(value) else [f"{where}: not a whole list"]
        return found + [problem for item in value["data"] for problem in complaints(item, f"{where}[]")]
    if kind not in OBJECTS:
        return [f"{where}: {kind} is no object of Stripe"]
    return list(_object(OBJECTS[kind], value, where or str(kind)))


def _object(cls: type, value: Mapping[str, Any], where: str) -> Iterator[str]:
    fields = _fields(cls)
    for name in sorted(set(value) - set(fields) - _UNDOCUMENTED):
        yield f"{where}.{name}: Stripe has no such field"
    for name, annotation in fields.items():
        if name in value:
            yield from _value(annotation, value[name], f"{where}.{name}", cls)
        elif not _is_optional(annotation):
            yield f"{where}.{name}: missing"


def _value(annotation: Any, value: Any, where: str, cls: type) -> Iterator[str]:
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is Any:
        return
    if origin in (typing.Union, types.UnionType):
        found = [list(_value(part, value, where, cls)) for part in parts]
        if all(found):
            yield min(found, key=len)[0]
    elif origin is typing.Literal:
        if value not in parts:
            yield f"{where}: {value!r} is none of the known words"
    elif origin is list:
        if not isinstance(value, list):
            yield f"{where}: not a list"
        for item in value if isinstance(value, list) else []:
            yield from _value(parts[0], item, f"{where}[]", cls)
    elif origin is ListObject:
        yield from complaints(value, where)
    elif origin is dict or (inspect.isclass(origin) and issubclass(origin, StripeObject)):
        if not isinstance(value, dict):
            yield f"{where}: not a map"
    elif inspect.isclass(annotation) and issubclass(annotation, StripeObject):
        if not isinstance(value, dict):
            yield f"{where}: not an object"
        else:
            yield from _object(annotation, value, where)
    elif annotation is Decimal:  # a text on the wire
        if not isinstance(value, str):
            yield f"{where}: {value!r} is no decimal text"
    elif annotation is type(None) or inspect.isclass(annotation):
        if not isinstance(value, annotation) or (annotation is int and isinstance(value, bool)):
            yield f"{where}: {value!r} is no {annotation.__name__}"
    else:
        raise TypeError(f"{where}: what is {annotation!r}?")


def _is_optional(annotation: Any) -> bool:
    return typing.get_origin(annotation) in (typing.Union, types.UnionType) and type(None) in typing.get_args(
        annotation
    )


@cache
def _fields(cls: type) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for owner in reversed(cls.__mro__):
        if owner.__module__.startswith("stripe.") and owner is not StripeObject:
            for name, text in inspect.get_annotations(owner).items():
                if not name.startswith("_") and "ClassVar" not in str(text):
                    fields[name] = _resolved(text, owner)
    return fields


def _resolved(annotation: Any, cls: type) -> Any:
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__forward_arg__", None)
    if text is not None:
        return _resolved(eval(compile(ast.parse(text, mode="eval"), "", "eval"), _Names(cls)), cls)
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is None or origin is typing.Literal:
        return annotation
    if getattr(annotation, "__module__", "") == "stripe._expandable_field":
        return annotation
    resolved = tuple(_resolved(part, cls) for part in parts)
    if origin in (typing.Union, types.UnionType):
        return functools.reduce(operator.or_, resolved)
    return types.GenericAlias(origin, resolved)


class _Names(dict[str, Any]):
    """Names as the annotation's author saw them."""

    def __init__(self, cls: type) -> None:
        super().__init__()
        self._cls = cls

    def __missing__(self, name: str) -> Any:
        module = importlib.import_module(self._cls.__module__)
        scope: list[Any] = [self._cls]
        for part in self._cls.__qualname__.split(".")[:-1]:
            scope.insert(0, getattr(scope[0] if scope[0] is not self._cls else module, part, module))
        for place in (self._cls, *scope, module, typing, stripe, stripe.checkout):
            if hasattr(place, name):
                return getattr(place, name)
        if name.endswith("Resource"):  # `from stripe._card import Card as CardResource`
            return getattr(stripe, name.removesuffix("Resource"))
        raise NameError(name)
