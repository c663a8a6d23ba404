"""Imports that wait: moved into the functions that use them, and into no other; what cannot wait stops the build."""

from typing import Any

import pytest

from layers.late_imports import late

SOURCE = '''
"""What it is."""
from __future__ import annotations
import os
from fractions import Fraction

def half(of: Fraction | int) -> Fraction:
    """Half of it."""
    def inner():
        return Fraction(of) / 2
    return inner()

class Name:
    def of_the_system(self):
        return os.name
'''


def run(source: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    exec(compile(source, "module", "exec"), found)
    return found


def test_the_import_stands_in_the_function_that_uses_it_and_nowhere_else() -> None:
    changed = late(SOURCE, {"fractions"})
    found = run(changed)
    assert changed.count("from fractions import Fraction") == 1
    assert "Fraction" not in found
    assert str(found["half"](3)) == "3/2"
    assert found["half"].__doc__ == "Half of it."
    assert found["Name"]().of_the_system()


@pytest.mark.parametrize(
    "use",
    [
        "HALF = Fraction(1, 2)",
        "class Mine(Fraction): ...",
        "class Mine:\n    half = Fraction(1, 2)",
        "def mine(of=Fraction(1, 2)): ...",
        "mine = lambda: Fraction(1, 2)",
    ],
)
def test_what_is_needed_while_the_module_is_loaded_cannot_wait(use: str) -> None:
    with pytest.raises(ValueError, match="needed while the module is loaded: \\['Fraction'\\]"):
        late(SOURCE + use, {"fractions"})


def test_an_import_that_a_new_version_lost_is_named() -> None:
    with pytest.raises(ValueError, match="no longer imported: \\['decimal'\\]"):
        late(SOURCE, {"fractions", "decimal"})
