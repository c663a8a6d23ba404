"""The shapes that the routes of accounts take and give; what is not named here cannot be sent or leak (guarantees 13)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from latchkey.http import Caller, Input, Output
from latchkey.viewer import StaffRole, Viewer

# The domain says the rules in words; these bounds only keep absurd texts away from it.
Email = Annotated[str, Field(max_length=320)]
Password = Annotated[str, StringConstraints(strip_whitespace=False, max_length=1024)]
Code = Annotated[str, Field(max_length=20)]


class CredentialsIn(Input):
    email: Email
    password: Password


class CodeIn(Input):
    code: Code


class NextStepOut(Output):
    next: Literal["code"] = "code"


class BusinessOut(Output):
    business_id: str
    name: str
    time_zone: str
    currency: str
    phone: str
    email: str
    locale: str


class ViewerOut(Output):
    kind: Literal["customer", "staff"]
    account_id: str
    email: str
    name: str | None
    phone: str | None
    role: StaffRole | None
    customer_id: str | None


class LinkedOut(Output):
    """What guests had booked with the address that was just proven."""

    orders: int
    listings: int


class SessionOut(Output):
    """`linked` stands in the answer to the typed code alone, and only where there was something (product 2.6).

    `closes_at` is set while the business is being closed: then only its owners are anybody here (ADR 0073).
    """

    business: BusinessOut
    viewer: ViewerOut | None
    pending_sign_up: bool
    linked: LinkedOut | None
    closes_at: str | None


def session_out(
    caller: Caller, viewer: Viewer, *, pending_sign_up: bool = False, linked: tuple[int, int] = (0, 0)
) -> SessionOut:
    """Who is looking at which business; of the business only what everybody may know (product 2.1)."""
    business = {name: caller.business[name] for name in BusinessOut.model_fields}
    orders, listings = linked
    return SessionOut(
        business=BusinessOut(**business),
        viewer=_viewer_out(viewer),
        pending_sign_up=pending_sign_up,
        linked=LinkedOut(orders=orders, listings=listings) if orders else None,
        closes_at=caller.business.get("closes_at"),
    )


def _viewer_out(viewer: Viewer) -> ViewerOut | None:
    if viewer.kind not in ("customer", "staff"):
        return None
    return ViewerOut(
        kind="staff" if viewer.is_staff else "customer",
        account_id=viewer.account_id,
        email=viewer.email,
        name=viewer.name or None,
        phone=viewer.phone or None,
        role=viewer.role,
        customer_id=viewer.customer_id or None,
    )
