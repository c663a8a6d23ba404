"""Who is looking: the verified person behind a request, as the rules about seeing and doing need to know them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from latchkey.errors import ForbiddenError, NotFoundError, UnauthenticatedError
from latchkey.ids import is_id

Kind = Literal["anonymous", "customer", "guest", "staff"]
StaffRole = Literal["owner", "manager", "photographer"]
TeamRole = Literal["member", "admin", "assistant"]
Right = Literal["book", "download", "pay", "see_prices"]
EVERY_RIGHT: frozenset[Right] = frozenset(("book", "download", "pay", "see_prices"))
# What a member may do with what another one shared: the money stays with the agent, admins and assistants.
_OF_MEMBERS: frozenset[Right] = frozenset(("download",))


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's place in a customer team, and whose customer records are in it; `granted` counts for assistants only."""

    role: TeamRole
    granted: frozenset[Right] = frozenset()
    customers: frozenset[str] = frozenset()

    @property
    def rights(self) -> frozenset[Right]:
        """What the role may do with the things of the team that it sees; who pays sees what it costs (product 2.8)."""
        if self.role == "admin":
            return EVERY_RIGHT
        if self.role == "member":
            return _OF_MEMBERS
        return self.granted | {"see_prices"} if "pay" in self.granted else self.granted

    def sees(self, customer_id: str, *, shared: bool) -> bool:
        """Whether a thing of that customer is one of this team's for this role: a member needs that it was shared."""
        return customer_id in self.customers and (shared or self.role != "member")


_NO_TEAMS: Mapping[str, Membership] = {}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Built only from the verified session (or a guest's private link), never from a path or a body (product 2.7)."""

    kind: Kind
    business_id: str
    account_id: str = ""
    customer_id: str = ""
    email: str = ""
    name: str = ""
    phone: str = ""
    role: StaffRole | None = None
    order_id: str = ""  # a guest's link opens exactly one order
    read_only: bool = False  # staff looking as a customer
    person_id: str = ""  # the account whose visits and favorites are shown; staff, guests and share links have none
    teams: Mapping[str, Membership] = field(default_factory=lambda: _NO_TEAMS, hash=False)

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

    def rights_over(self, customer_id: str, shared_with: Collection[str] = ()) -> frozenset[Right] | None:
        """What a customer may do with things of `customer_id`; None: for this person they do not exist (product 2.8).

        The one answer for orders and listings alike. `shared_with` are the teams that the thing was shared with.
        """
        if not self.is_customer or not self.customer_id:
            return None
        if self.customer_id == customer_id:
            return EVERY_RIGHT
        through = [
            one.rights for team_id, one in self.teams.items() if one.sees(customer_id, shared=team_id in shared_with)
        ]
        return frozenset().union(*through) if through else None

    def circle(self, customers: Collection[str] = ()) -> dict[str, bool]:
        """Whose things one may see in lists, oneself first: all of them (True), or what was shared with a team (False).

        Only those of `customers` when some are named. Staff see any customer's, and the whole business's with none (empty).
        Raises NotFoundError for whoever is not of this circle.
        """
        self.must_be_signed_in()
        seen = {one: True for one in ([self.customer_id] if self.is_customer else customers) if is_id("cus", one)}
        for team in self.teams.values():
            for one in sorted(team.customers):
                seen[one] = seen.get(one, False) or team.role != "member"
        if not seen.keys() >= set(customers):
            raise NotFoundError
        return {one: seen[one] for one in customers} if customers else seen

    def may_act_for(self, customer_id: str) -> bool:
        """Whether this is the customer, or an admin of a team that the customer is in."""
        admins = any(one.role == "admin" and customer_id in one.customers for one in self.teams.values())
        return self.is_customer and bool(self.customer_id) and (self.customer_id == customer_id or admins)

    def must_be_signed_in(self) -> None:
        if self.kind not in ("customer", "staff"):
            raise UnauthenticatedError("Please sign in first.")

    def must_be_themselves(self) -> None:
        """For what is a person's own; who looks as a customer finds none of it there."""
        self.must_be_signed_in()
        if self.read_only:
            raise NotFoundError

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

    def must_be_owner_or_manager(self) -> None:
        """Whoever looks after the customers; a photographer is told so."""
        self.must_be_staff()
        if self.role == "photographer":
            raise ForbiddenError("Only an owner or a manager looks after the customers.")

    def must_be_able_to_write(self) -> None:
        if self.read_only:
            raise ForbiddenError("You are looking as the customer. Leave that view to change something.")
