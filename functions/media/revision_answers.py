"""What the revisions' API takes and gives."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from latchkey.http import Input, Output
from media.revision import Reason

PerMille = Annotated[int, Field(ge=0, le=1000)]


class RevisionIn(Input):
    """A pin on a photo; `x`, `y` in per mille from the top left."""

    asset_id: Annotated[str, Field(min_length=30, max_length=30)]
    x: PerMille
    y: PerMille
    reason: Reason
    text: Annotated[str, Field(max_length=1000)] = ""


class ResolutionIn(Input):
    """What the customer reads about it, if anything."""

    answer: Annotated[str, Field(max_length=1000)] = ""


class RevisionOut(Output):
    revision_id: str
    asset_id: str
    x: int
    y: int
    reason: Reason
    text: str
    at: str


class RevisionsOut(Output):
    """One's own open ones, oldest first."""

    revisions: list[RevisionOut]


class WorkspaceRevisionOut(RevisionOut):
    """`replaced`: another photo stands in the place of the pinned one."""

    order_id: str
    by: str
    replaced: bool
