"""Money that arrives is booked once and unlocks, whoever tells us about it first (guarantees 17, 20 to 23, 25)."""

import itertools
from typing import Any

import pytest

from accounts import api as accounts_api
from accounts.business import Business
from latchkey import keys, private_links
from latchkey.clock import rfc3339, utc_now
from latchkey.tables import commit
from latchkey.writes import Update
from local.stripe_stand_in import accounts as stripe_accounts
from local.stripe_stand_in import refunds
from local.stripe_stand_in.faults import Fault
from mail import send
from orders import api as orders_api
from payments import api, fulfill
from payments.ledger import EMPTY, Entry, folded
from tests.building import a_business, all_items, anonymous, as_staff, sent_mails, stream_records
from tests.integration.payments.paying import CARD, Shop, a_shop, booked_once, shop_in, sweep, taken_back


def test_a_paid_page_unlocks_by_webhook(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        assert shop.lock["due"] == 61900
        shop.stripe.pay(shop.session_id)
        shop.hear_stripe()
        booked_once(shop)
        assert all("pending" not in event for event in shop.events("stripe_event"))
        (letter,) = shop.events("mail")
        assert letter["payload"]["to"] == shop.customer.email
        assert letter["payload"]["link_path"] == f"/orders/{shop.order.order_id}"
        assert "checkout" in shop.order_item
        assert "payment_id" not in shop.order_item["checkout"]


def test_a_paid_page_unlocks_when_the_customer_returns(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        answer = shop.come_back()
        assert answer.json == {"state": "paid", "due": {"amount": 0, "currency": "USD"}, "payment_state": "paid"}
        booked_once(shop)


def test_a_paid_page_unlocks_without_any_webhook_and_without_a_return(business: Business) -> None:
    with a_shop(business) as shop:
        shop.stripe.world.outbox.set_mode("never")
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        assert sweep(minutes=1)["pages"] == 0  # young pages are left to the webhook
        assert sweep()["pages"] == 1
        booked_once(shop)
        assert sweep(minutes=10)["pages"] == 1  # looked at once more, because it has ended
        assert sweep(minutes=15) == {"events": 0, "pages": 0, "redriven": 2, "failed": 0}


def test_the_delivery_machine_asks_stripe_too(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        ids = {"business_id": business.business_id, "order_id": shop.order.order_id}
        assert fulfill.confirm_handler(ids, None) == {"paid": False, "due": 61900, "payment_state": "unpaid"}
        shop.stripe.pay(shop.session_id)
        assert fulfill.confirm_handler(ids, None) == {"paid": True, "due": 0, "payment_state": "paid"}
        booked_once(shop)


def test_everybody_at_once_books_once(business: Business) -> None:
    with a_shop(business) as shop:
        shop.stripe.world.outbox.set_mode("twice")
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        shop.hear_stripe()
        shop.come_back()
        sweep()
        for event in list(shop.stripe.world.owned("event", business.stripe_account or "")):
            shop.stripe.world.outbox.resend(event, shop.stripe.world.now())
        shop.hear_stripe()
        booked_once(shop)


def test_an_open_page_is_unpaid_and_stays_open(business: Business) -> None:
    with a_shop(business) as shop:
        page = shop.open_page()
        assert shop.come_back().json["state"] == "unpaid"
        assert sweep()["pages"] == 1
        assert shop.open_page() == page
        assert shop.ledger["due"] == 61900


def test_a_declined_card_books_nothing(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        assert shop.stripe.pay(shop.session_id, "4000000000000002") == "Your card was declined."
        shop.hear_stripe()
        assert shop.ledger["payment_state"] == "unpaid"
        assert shop.stripe.pay(shop.session_id, CARD) is None
        shop.hear_stripe()
        booked_once(shop)


def test_a_bank_debit_is_processing_until_the_bank_says_yes(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.stripe.pay(shop.session_id, card=None)
        assert shop.come_back().json["state"] == "processing"
        assert shop.lock["due"] == 61900  # processing is not paid
        assert shop.lock["payment_state"] == shop.ledger["payment_state"] == "processing"
        refusal = shop.ask_to_pay()
        assert refusal.status == 409
        assert "Your bank is confirming" in refusal.json["detail"]
        shop.hear_stripe()
        assert shop.come_back().json["state"] == "processing"
        shop.stripe.settle_bank_debit(shop.session_id, succeeded=True)
        shop.hear_stripe()
        assert shop.ledger["due"] == 0
        assert shop.ledger["processing"] == 0
        assert shop.lock["due"] == 0
        kinds = [(row["kind"], row["amount"]) for row in shop.rows("entry#")]
        assert kinds == [("charge", 61900), ("processing", 61900), ("processing", -61900), ("payment", 61900)]


def test_a_bank_debit_that_fails_can_be_paid_again(business: Business) -> None:
    with a_shop(business) as shop:
        first = shop.open_page()
        shop.stripe.pay(shop.session_id, card=None)
        shop.hear_stripe()
        shop.stripe.settle_bank_debit(shop.session_id, succeeded=False)
        shop.hear_stripe()
        assert shop.lock["payment_state"] == shop.ledger["payment_state"] == "unpaid"
        assert shop.lock["due"] == 61900
        second = shop.open_page()
        assert second["payment_id"] != first["payment_id"]
        shop.stripe.pay(shop.session_id)
        shop.hear_stripe()
        assert shop.ledger["due"] == 0
        assert sorted(row["state"] for row in shop.rows("payment#")) == ["failed", "paid"]


SOME_ORDERS = list(itertools.permutations(range(7)))[::841]


@pytest.mark.parametrize("order", SOME_ORDERS, ids=str)
def test_events_in_any_order_end_in_the_same_state(business: Business, order: tuple[int, ...]) -> None:
    """The seven events of a bank debit's life; a few of the 5,040 orders here, all of them in `make prove`."""
    with a_shop(business) as shop:
        events = a_life_of_events(shop)
        for place in order:
            shop.hear(events[place])
        booked_once(shop)


@pytest.mark.long
@pytest.mark.parametrize("first", range(7))
def test_events_in_every_order_end_in_the_same_state(business: Business, first: int) -> None:
    """All 5,040. Orders that begin alike share their beginning: what came after it is taken back for the next."""
    with a_shop(business) as shop:
        events = a_life_of_events(shop)
        shop.hear(events.pop(first))
        assert heard_in_every_order(shop, events) == 720


def a_life_of_events(shop: Shop) -> list[dict[str, Any]]:
    """What Stripe has to tell of a bank debit that succeeded; nothing of it was sent yet."""
    shop.stripe.world.outbox.set_mode("held")
    shop.open_page()
    shop.stripe.pay(shop.session_id, card=None)
    shop.stripe.settle_bank_debit(shop.session_id, succeeded=True)
    events = shop.stripe.world.owned("event", shop.business.stripe_account or "")
    assert len(events) == 7
    return list(events)


def heard_in_every_order(shop: Shop, events: list[dict[str, Any]]) -> int:
    """How many orders were heard to their end, each of them looked at."""
    if not events:
        booked_once(shop)
        return 1
    heard = 0
    for place, event in enumerate(events):
        with taken_back():
            shop.hear(event)
            heard += heard_in_every_order(shop, events[:place] + events[place + 1 :])
    return heard


def test_the_sweeper_closes_a_page_whose_amount_is_stale(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.edit_price(-61900)
        assert sweep()["failed"] == 0
        assert shop.sessions[-1]["status"] == "expired"


def test_the_sweeper_survives_a_business_that_has_left_stripe(cloud: None) -> None:
    with a_shop(a_business()) as gone:
        gone.open_page()
        other = shop_in(gone.stripe, a_business())
        other.open_page()
        gone.stripe.world.outbox.set_mode("never")
        gone.stripe.pay(other.session_id)
        stripe_accounts.disconnect(gone.stripe.world, gone.business.stripe_account or "")
        counts = sweep()
        assert counts["failed"] == 1
        assert counts["pages"] == 1
        assert other.ledger["due"] == 0


def test_an_event_waits_while_stripe_is_down_and_is_driven_again(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        shop.stripe.faults.plan(Fault("checkout.sessions.retrieve", "timeout", times=3))
        assert set(shop.deliver_webhooks()) == {200}
        assert len(shop.run_stream()) == 1
        assert shop.ledger["due"] == 61900
        assert [event["payload"]["type"] for event in shop.events("stripe_event") if "pending" in event] == [
            "checkout.session.completed"
        ]
        assert sweep()["events"] == 1
        booked_once(shop)


def test_events_that_mean_nothing_here_are_kept_for_people(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        intent_id = shop.sessions[-1]["payment_intent"]
        refunds.open_dispute(shop.stripe.world, business.stripe_account or "", intent_id)
        shop.hear_stripe()
        kept = {e["payload"]["type"] for e in shop.events("stripe_event") if e.get("pending") == "unusable"}
        assert kept == {"charge.dispute.created", "charge.dispute.funds_withdrawn"}
        booked_once(shop)


def test_a_guest_pays_by_the_private_link_and_the_mail_leads_back(business: Business) -> None:
    with a_shop(business, guest=True) as shop:
        token = private_links.secret_of(business.business_id, shop.order.order_id)
        guest = anonymous(api.handler, business)
        page = guest.post("/api/guest/checkout", {"token": token})
        assert page.status == 200
        session = shop.sessions[-1]
        assert session["success_url"] == f"https://{business.host}/g/{token}/paid"
        shop.stripe.pay(session["id"])
        assert guest.post("/api/guest/payment-confirmation", {"token": token}).json["state"] == "paid"
        booked_once(shop)
        (letter,) = shop.events("mail")
        assert letter["payload"]["link_path"] == f"/g/{token}"
        assert guest.post("/api/guest/checkout", {"token": token[:-1] + "x"}).status == 404


@pytest.mark.parametrize("level", ["order", "customer", "business"])
def test_the_receipt_of_a_held_order_says_who_to_ask_and_unlocks_nothing(business: Business, level: str) -> None:
    with a_shop(business) as shop:
        order = keys.order(business.business_id, shop.order.order_id)
        commit([Update("orders", order, {"delivered_at": rfc3339(utc_now())})])
        customer = f"/api/customers/{shop.customer.customer_id}/override"
        door, handler = {
            "order": (f"/api/orders/{shop.order.order_id}/override", orders_api.handler),
            "customer": (customer, accounts_api.handler),
            "business": ("/api/business/override", accounts_api.handler),
        }[level]
        assert as_staff(handler, business).put(door, {"override": "locked"}).status == 200
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        shop.hear_stripe()
        send.handler(stream_records("mail"), None)
        (mail,) = sent_mails()
        assert "This order is paid in full. Downloads are locked for now." in mail.body
        assert "unlocked" not in mail.body


def test_every_ledger_entry_folds_to_the_projection(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.edit_price(+100)
        shop.stripe.pay(shop.session_id)
        shop.hear_stripe()
        entries = [Entry(row["number"], row["kind"], row["amount"], row["reference"]) for row in shop.rows("entry#")]
        assert folded(EMPTY, entries).as_item() == shop.ledger
        assert len([item for item in all_items("orders") if item["sk"] == "order"]) == 1
