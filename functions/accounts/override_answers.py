"""What the overrides' API takes and gives."""

from collections.abc import Sequence
from typing import Literal

from latchkey.http import Input, Output
from latchkey.writes import Item

Override = Literal["locked", "unlocked"]


class OverrideIn(Input):
    """Null leaves it to the next level, and at last to the payment rule."""

    override: Override | None


class OverrideLineOut(Output):
    at: str
    override: Override | None
    by: str | None


class OverrideOut(Output):
    """What holds now, and who set what when, newest first; after a change, that change alone."""

    override: Override | None
    history: list[OverrideLineOut]


def override_out(override: Override | None, lines: Sequence[Item]) -> OverrideOut:
    """The answer from stored lines."""
    history = [OverrideLineOut(at=line["at"], override=line.get("override"), by=line.get("by")) for line in lines]
    return OverrideOut(override=override, history=history)
