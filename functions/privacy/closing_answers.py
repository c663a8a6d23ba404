"""The shapes that the routes about closing a business take and give (ADR 0073)."""

from typing import Annotated, Literal

from pydantic import Field

from latchkey.http import Input, Output
from privacy.answers import Password


class ClosingIn(Input):
    """The owner types the business's name, and proves with the password that it is they who press."""

    name: Annotated[str, Field(max_length=80)]
    password: Password


class ClosingOut(Output):
    """Whether the business is being closed, and else what stands in the way.

    It can be taken back for `wait_days`, until `closes_at`. `obstacles` are sentences, each about one thing to settle
    first. `has_copy`: a copy of everything can be fetched now, without which nothing is closed.
    """

    state: Literal["open", "waiting"]
    asked_at: str | None
    asked_by: str | None
    closes_at: str | None
    wait_days: int
    obstacles: list[str]
    has_copy: bool
