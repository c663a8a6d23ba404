"""The shapes that the routes about a whole business's data give (ADR 0072)."""

from latchkey.http import Output
from privacy.business_copy import KINDS, BusinessCopy
from privacy.subject import ExportState


class BusinessCopyOut(Output):
    """A copy that is being made, or can be fetched until `expires_at`; `step` of `steps` are done, `records` read."""

    state: ExportState
    asked_at: str
    asked_by: str
    step: int
    steps: int
    records: int
    bytes: int
    expires_at: str | None


class BusinessDataOut(Output):
    """`copy_made` is null when there is none (any more)."""

    copy_made: BusinessCopyOut | None
    may_decide: bool


class OriginalOut(Output):
    """An original file and a link that opens for some minutes. `bytes` is null where it was never kept."""

    name: str
    kind: str
    bytes: int | None
    sha256: str | None
    uploaded_at: str
    url: str


class OriginalsOut(Output):
    listing_id: str
    originals: list[OriginalOut]


def copy_out(copy: BusinessCopy) -> BusinessCopyOut:
    return BusinessCopyOut(
        state=copy.state,
        asked_at=copy.asked_at,
        asked_by=copy.asked_by,
        step=copy.step,
        steps=len(KINDS) + 1,
        records=sum(copy.records.values()),
        bytes=copy.bytes,
        expires_at=copy.expires_at,
    )
