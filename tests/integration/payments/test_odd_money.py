"""Money that does not fit: another amount, account or version; twice; too late. Never lost, no unlock (guarantees 15-17, 25)."""

import pytest

from accounts.business import Business
from latchkey import keys
from latchkey.tables import commit
from latchkey.writes import Update
from payments import writes as payments_writes
from payments.ledger import EMPTY, Entry, folded
from tests.building import a_business
from tests.integration.payments.paying import Shop, a_shop, shop_in, sweep


@pytest.mark.parametrize(
    "tampered",
    [
        {"amount_total": 61899},
        {"amount_total": 61901},
        {"amount_total": 0, "payment_status": "no_payment_required"},
        {"currency": "eur"},
        {"client_reference_id": "ord_01JZZZZZZZZZZZZZZZZZZZZZZZ"},
    ],
)
def test_a_session_that_does_not_fit_our_record_unlocks_nothing(
    business: Business, tampered: dict[str, object]
) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        shop.stripe.world.change("session", shop.session_id, **tampered)
        shop.hear_stripe()
        assert shop.ledger["due"] == 61900
        assert shop.lock["due"] == 61900
        kept = [event for event in shop.events("stripe_event") if event.get("pending") == "unusable"]
        assert len(kept) == 1
        assert kept[0]["reason"]
        assert "expires_at_epoch" not in kept[0]
        assert shop.come_back().status == 409
        assert sweep()["failed"] == 1


def test_a_session_that_names_another_version_unlocks_nothing(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        metadata = shop.stripe.world.journal.get("session", shop.session_id)["object"]["metadata"]  # type: ignore[index]
        shop.stripe.world.change("session", shop.session_id, metadata={**metadata, "ledger_count": "9"})
        assert shop.come_back().status == 409
        assert shop.ledger["due"] == 61900


def test_less_money_than_the_session_says_unlocks_nothing(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        intent_id = shop.sessions[-1]["payment_intent"]
        shop.stripe.world.change("intent", intent_id, amount_received=100)
        assert shop.come_back().status == 409
        assert shop.ledger["due"] == 61900


def test_another_accounts_session_never_pays(cloud: None) -> None:
    """Business B names A's payment in a session of its own account: A's order stays unpaid (guarantees 25)."""
    with a_shop(a_business()) as shop:
        shop.open_page()
        other = shop_in(shop.stripe, a_business())
        other.open_page()
        theirs = other.session_id
        metadata = shop.sessions[0]["metadata"]
        shop.stripe.world.change("session", theirs, metadata=metadata, client_reference_id=shop.order.order_id)
        shop.stripe.pay(theirs)
        shop.hear_stripe()
        assert shop.ledger["due"] == 61900
        assert shop.lock["due"] == 61900
        kept = [event for event in shop.events("stripe_event") if event.get("pending") == "unusable"]
        assert [event["business_id"] for event in kept] == [other.business.stripe_account]


def test_two_payments_for_one_order_are_both_kept(business: Business) -> None:
    """Two pages of one order, both paid: the surplus is a credit with a task, and nothing is lost (guarantees 17)."""
    with a_shop(business) as shop:
        shop.open_page()
        first = shop.session_id
        forget_page(shop)
        shop.open_page()
        second = shop.session_id
        assert first != second
        shop.stripe.pay(first)
        shop.stripe.pay(second)
        shop.hear_stripe()
        sweep()
        ledger = shop.ledger
        assert (ledger["paid"], ledger["credited"], ledger["due"], ledger["payment_state"]) == (
            123800,
            61900,
            0,
            "paid",
        )
        (task,) = shop.rows("task#")
        assert (task["kind"], task["amount"]) == ("surplus", 61900)
        assert len(shop.events("mail")) == 2
        captured = sum(session["amount_total"] for session in shop.sessions if session["payment_status"] == "paid")
        assert captured == ledger["paid"]


def test_when_one_page_is_paid_another_open_one_is_closed(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        first = shop.session_id
        forget_page(shop)
        shop.open_page()
        shop.stripe.pay(first)
        shop.hear_stripe()
        assert [session["status"] for session in shop.sessions] == ["complete", "expired"]
        assert shop.ledger["due"] == 0


def test_a_stale_amount_is_a_part_payment_and_unlocks_nothing(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.edit_price(+5000)
        shop.stripe.pay(shop.session_id)
        shop.hear_stripe()
        assert (shop.ledger["due"], shop.ledger["payment_state"]) == (5000, "partially_paid")
        assert shop.lock["due"] == 5000
        assert shop.open_page()["amount"] == {"amount": 5000, "currency": "USD"}


def test_money_for_a_canceled_order_is_a_credit_with_a_task(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.edit_price(-61900)
        shop.stripe.pay(shop.session_id)
        shop.hear_stripe()
        assert (shop.ledger["due"], shop.ledger["credited"]) == (0, 61900)
        assert [task["amount"] for task in shop.rows("task#")] == [61900]


def forget_page(shop: Shop) -> None:
    """As if the guard against a second page had failed: the order forgets the page that is open."""
    item = shop.order_item["checkout"]
    key = keys.order(shop.business.business_id, shop.order.order_id)
    commit([Update("orders", key, {"checkout": payments_writes.no_page(item["generation"] + 1)})])


def test_a_price_edit_between_asking_and_booking_is_not_overwritten(business: Business) -> None:
    """The ledger moves after it was read: the booking is decided again on the new one (guarantees 16)."""
    with a_shop(business) as shop:
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        shop.stripe.faults.interrupt("checkout.sessions.retrieve", lambda: shop.edit_price(+5000))
        assert shop.come_back().json == {
            "state": "unpaid", "due": {"amount": 5000, "currency": "USD"}, "payment_state": "partially_paid"
        }  # fmt: skip
        entries = [Entry(row["number"], row["kind"], row["amount"], row["reference"]) for row in shop.rows("entry#")]
        assert folded(EMPTY, entries).as_item() == shop.ledger
        assert shop.lock["due"] == 5000


def test_two_payments_booked_at_once_are_both_in_the_ledger(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        first = shop.session_id
        forget_page(shop)
        shop.open_page()
        shop.stripe.pay(first)
        shop.stripe.pay(shop.session_id)
        shop.stripe.faults.interrupt("checkout.sessions.retrieve", shop.come_back)
        assert sweep()["failed"] == 0
        assert (shop.ledger["paid"], shop.ledger["credited"], shop.ledger["due"]) == (123800, 61900, 0)
        assert [row["state"] for row in shop.rows("payment#")] == ["paid", "paid"]
        assert len(shop.events("payment_applied")) == 2
