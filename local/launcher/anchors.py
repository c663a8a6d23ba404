"""The check that a patch still fits: MiniStack's own source must hold the words that the patch relies on."""

import inspect
from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import provisioners


class AnchorError(RuntimeError):
    """MiniStack changed under a patch: look at the named place before moving the pinned version."""


def anchor(place: Any, *words: str) -> None:
    """Refuse to patch when the source of `place` (a function, class or module) lacks one of `words`."""
    source = inspect.getsource(place)
    for phrase in words:
        if phrase not in source:
            name = getattr(place, "__qualname__", getattr(place, "__name__", repr(place)))
            raise AnchorError(f"{name} no longer contains {phrase!r}")


def replaced(text: str, old: str, new: str) -> str:
    """`text` with its one `old` exchanged for `new`."""
    if text.count(old) != 1:
        raise AnchorError(f"expected exactly one {old!r}, found {text.count(old)}")
    return text.replace(old, new)


def handlers_of(kind: str) -> dict[str, Callable[..., Any]]:
    """MiniStack's own create, update and delete of a CloudFormation kind, to be changed in place."""
    handlers = provisioners._RESOURCE_HANDLERS[kind]
    if not isinstance(handlers, dict):
        raise AnchorError(f"the handlers of {kind} are no table any more")
    return handlers


def wrap(module: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Put `make(original)` in the place of `module.name`."""
    setattr(module, name, make(getattr(module, name)))
