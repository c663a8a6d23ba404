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


RARELY = """
from decimal import Decimal

def paid(amount, exact=False):
    if exact:
        amount = Decimal(amount)
    return amount

def twice(rarely):
    def decorated(amount):
        return Decimal(amount) * 2 if rarely else amount * 2
    return decorated

def both(amount):
    for one in amount:
        Decimal(one)
    return Decimal(0)
"""


def test_a_branch_or_an_inner_function_that_is_not_run_imports_nothing() -> None:
    changed = late(RARELY, {"decimal"})
    found = run(changed)
    assert str(found["paid"]("0.10", exact=True)) == "0.10"
    assert str(found["twice"](True)("0.10")) == "0.20"
    assert str(found["both"](["1"])) == "0"
    wanted = ["if exact:", "def decorated(amount):", "def both(amount):"]
    lines = [line.strip() for line in changed.splitlines()]
    assert [lines[place - 1] for place, line in enumerate(lines) if line.startswith("from decimal")] == wanted


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
