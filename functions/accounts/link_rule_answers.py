"""What the link rule's API takes and gives."""

from typing import Annotated

from pydantic import Field

from latchkey.http import Input, Output


class LinkRuleIn(Input):
    """`version` is that of the settings as seen."""

    wait_for_payment: bool
    version: Annotated[int, Field(ge=1)]


class LinkRuleOut(Output):
    wait_for_payment: bool
    version: int
    may_change: bool
