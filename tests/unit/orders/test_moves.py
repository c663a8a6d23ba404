"""The moves of an order's status, as one table: whatever is not drawn in product 3.1 is refused."""

from dataclasses import replace
from itertools import product

import pytest

from latchkey.errors import ConflictError, InvalidError, LatchkeyError, NotFoundError
from latchkey.money import Money
from latchkey.viewer import Viewer
from orders.order import MOVES, STATUSES, Action, Address, Contact, Order, Status, decide, refusal, sees

BUSINESS = "biz_01J00000000000000000000000"
STAFF = Viewer("staff", BUSINESS, account_id="acc_1", role="owner")
CUSTOMER = Viewer("customer", BUSINESS, account_id="acc_2", customer_id="cus_1")
OTHER = Viewer("customer", BUSINESS, account_id="acc_3", customer_id="cus_2")
NOBODYS = Viewer("customer", BUSINESS, account_id="acc_4")
GUEST = Viewer("guest", BUSINESS, customer_id="cus_1", order_id="ord_1")
OTHER_GUEST = Viewer("guest", BUSINESS, customer_id="cus_1", order_id="ord_2")
FOREIGN_STAFF = Viewer("staff", "biz_01J00000000000000000000001", account_id="acc_5", role="owner")
ANONYMOUS = Viewer("anonymous", BUSINESS)
VIEWERS = [STAFF, CUSTOMER, OTHER, NOBODYS, GUEST, OTHER_GUEST, FOREIGN_STAFF, ANONYMOUS]
NOTHING_OWED = {"charged": 0, "paid": 0, "processing": 0, "due": 0, "payment_state": "not_required", "entries": 0}

ALLOWED: dict[tuple[str, Status], set[Action]] = {
    ("staff", "Pending"): {"accept", "decline", "cancel"},
    ("staff", "Accepted"): {"cancel", "deliver"},
    ("staff", "Completed"): {"reopen"},
    ("staff", "Canceled"): set(),
    ("customer", "Pending"): {"cancel"},
    ("customer", "Accepted"): set(),
    ("customer", "Completed"): set(),
    ("customer", "Canceled"): set(),
}


def an_order(**changes: object) -> Order:
    money = Money(0, "USD")
    plain = Order(
        BUSINESS, "ord_1", 1001, 3, "Pending", "cus_1", "Ada Lane", "ada@example.test", "customer",
        Address("1 Ocean Road", None, "Portland", "ME", "04101", "US"), 1800,
        Contact("Ada Lane", "+1 207 555 0100", None), None, (), money, money, money,
        "2026-05-04T09:30:00.000Z", NOTHING_OWED,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("viewer", "status", "action"), list(product([STAFF, CUSTOMER], STATUSES, MOVES)))
def test_only_the_drawn_moves_are_allowed(viewer: Viewer, status: Status, action: Action) -> None:
    allowed = refusal(viewer, an_order(status=status), action) is None
    assert allowed == (action in ALLOWED[viewer.kind, status])


@pytest.mark.parametrize("viewer", VIEWERS)
def test_an_order_exists_only_for_staff_its_customer_and_its_own_guest_link(viewer: Viewer) -> None:
    assert sees(viewer, an_order()) == (viewer in (STAFF, CUSTOMER, GUEST))


@pytest.mark.parametrize(
    ("viewer", "action"), list(product([OTHER, NOBODYS, OTHER_GUEST, FOREIGN_STAFF, ANONYMOUS], MOVES))
)
def test_to_others_a_move_answers_as_if_there_were_no_order(viewer: Viewer, action: Action) -> None:
    with pytest.raises(NotFoundError):
        decide(viewer, an_order(), action, version=3, reason="because")


@pytest.mark.parametrize("action", MOVES)
def test_a_guest_can_move_nothing(action: Action) -> None:
    for status in STATUSES:
        with pytest.raises(LatchkeyError):
            decide(GUEST, an_order(status=status), action, version=3, reason="because")


def test_a_move_on_an_older_version_is_refused_with_the_current_state() -> None:
    with pytest.raises(ConflictError) as refused:
        decide(STAFF, an_order(), "accept", version=2, reason=None)
    assert refused.value.facts["current"] == {"status": "Pending", "version": 3}


@pytest.mark.parametrize(
    ("action", "status"), [("decline", "Pending"), ("cancel", "Accepted"), ("reopen", "Completed")]
)
@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_move_that_the_other_side_reads_about_needs_a_reason(
    action: Action, status: Status, reason: str | None
) -> None:
    with pytest.raises(InvalidError):
        decide(STAFF, an_order(status=status), action, version=3, reason=reason)


@pytest.mark.parametrize("fact", [{"paid": 100}, {"processing": 100}])
def test_an_order_with_money_on_it_is_not_canceled(fact: dict[str, int]) -> None:
    paid = an_order(status="Accepted", ledger=NOTHING_OWED | fact)
    assert refusal(STAFF, paid, "cancel") == "This order has a payment. Please settle it first."


def test_a_delivered_order_is_not_canceled_even_when_it_was_reopened() -> None:
    reopened = an_order(status="Accepted", delivered_at="2026-05-06T09:30:00.000Z")
    assert refusal(STAFF, reopened, "cancel") == "This order has been delivered."
