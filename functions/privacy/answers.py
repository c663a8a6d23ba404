"""The shapes that the routes of privacy take and give (guarantees 13)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from latchkey.http import Input, Output
from privacy.subject import STEPS, Erasure, ErasureState, Export, ExportState

Password = Annotated[str, StringConstraints(strip_whitespace=False, max_length=1024)]


class ErasureIn(Input):
    """The customer proves with the password that it is they who ask."""

    password: Password


class EraseIn(Input):
    """The owner types the customer's e-mail address."""

    email: Annotated[str, Field(max_length=320)]


class RefusalIn(Input):
    """The customer reads it."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class ExportOut(Output):
    """A copy that is being made, or can be fetched until `expires_at`."""

    state: ExportState
    asked_at: str
    expires_at: str | None
    bytes: int


class ErasureOut(Output):
    """`step` of `steps` while the worker is at it; `reason` is why it was refused."""

    state: ErasureState
    asked_at: str
    by_customer: bool
    decided_at: str | None
    reason: str | None
    step: int
    steps: int


class PrivacyOut(Output):
    export: ExportOut | None
    erasure: ErasureOut | None
    may_decide: bool


class DataLinkOut(Output):
    """A link that opens for some minutes."""

    url: str


class ErasureRow(Output):
    """An erasure in the business's list. A customer who is gone has neither name nor address."""

    customer_id: str
    customer_name: str | None
    customer_email: str | None
    state: Literal["waiting", "working", "done"]
    asked_at: str
    decided_by: str | None
    done_at: str | None
    orders: int


class ErasuresOut(Output):
    erasures: list[ErasureRow]


def privacy_out(erasure: Erasure | None, export: Export | None, *, may_decide: bool, there: bool) -> PrivacyOut:
    """`there`: whether the copy is being made or can be fetched."""
    return PrivacyOut(
        export=_export(export) if export and there else None,
        erasure=_erasure(erasure) if erasure else None,
        may_decide=may_decide,
    )


def _export(export: Export) -> ExportOut:
    return ExportOut(state=export.state, asked_at=export.asked_at, expires_at=export.expires_at, bytes=export.bytes)


def _erasure(erasure: Erasure) -> ErasureOut:
    return ErasureOut(
        state=erasure.state,
        asked_at=erasure.asked_at,
        by_customer=erasure.by_customer,
        decided_at=erasure.decided_at,
        reason=erasure.reason,
        step=STEPS.index(erasure.step) + 1,
        steps=len(STEPS),
    )
