"""Lets an API name all its modules and load those of the route that is asked (Python's `lazy import`, PEP 810, before 3.15).

Use, after the other imports of an `api` module:

    with lazily():
        from orders import answers, moving, placing, reading
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType


@contextmanager
def lazily() -> Iterator[None]:
    """Modules of packages that are imported inside run at their first use; whoever reads a name from one uses it."""
    sys.meta_path.insert(0, _Later)
    try:
        yield
    finally:
        sys.meta_path.remove(_Later)


class _Later:
    """Finds modules as Python does, and hands them a loader that waits."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target)
        if spec and spec.loader and path is not None and not spec.submodule_search_locations:
            spec.loader = LazyLoader(spec.loader)
        return spec
