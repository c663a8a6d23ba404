"""Who is looking: the verified person behind a request, as the rules about seeing and doing need to know them."""

from dataclasses import dataclass
from typing import Literal

from latchkey.errors import ForbiddenError, NotFoundError, UnauthenticatedError

Kind = Literal["anonymous", "customer", "guest", "staff"]
StaffRole = Literal["owner", "manager", "photographer"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Built only from the verified session (or a guest's private link), never from a path or a body (product 2.7)."""

    kind: Kind
    business_id: str
    account_id: str = ""
    customer_id: str = ""
    email: str = ""
    name: str = ""
    role: StaffRole | None = None
    order_id: str = ""  # a guest's link opens exactly one order
    read_only: bool = False  # staff looking as a customer
    person_id: str = ""  # the account whose visits and favorites are shown; staff, guests and share links have none

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    @property
    def is_customer(self) -> bool:
        return self.kind == "customer"

    @property
    def actor(self) -> str:
        """The word for histories: customer, guest or business."""
        return "business" if self.is_staff else self.kind

    def must_be_signed_in(self) -> None:
        if self.kind not in ("customer", "staff"):
            raise UnauthenticatedError("Please sign in first.")

    def must_be_staff(self) -> None:
        """Staff only. To a customer a staff page does not exist; to nobody it asks for a sign-in."""
        self.must_be_signed_in()
        if not self.is_staff:
            raise NotFoundError

    def must_be_owner(self) -> None:
        """Only an owner (product 2.9); other staff are told so."""
        self.must_be_staff()
        if self.role != "owner":
            raise ForbiddenError("Only an owner of the business can change this.")

    def must_be_able_to_write(self) -> None:
        if self.read_only:
            raise ForbiddenError("You are looking as the customer. Leave that view to change something.")
