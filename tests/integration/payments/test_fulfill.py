"""Money that arrives is booked once and unlocks, whoever tells us about it first (guarantees 17, 20 to 23, 25)."""

import itertools

import pytest

from accounts.business import Business
from latchkey import keys, private_links
from latchkey.clock import utc_now
from latchkey.tables import commit
from latchkey.writes import Update, Write
from local.stripe_stand_in import accounts as stripe_accounts
from local.stripe_stand_in import refunds
from local.stripe_stand_in.faults import Fault
from payments import api, fulfill
from payments import writes as payments_writes
from payments.ledger import EMPTY, Entry, folded
from tests.building import a_business, all_items, anonymous
from tests.integration.payments.paying import CARD, Shop, a_shop, shop_in, sweep

PAID = {"count": 2, "charged": 61900, "paid": 61900, "refunded": 0, "credited": 0, "processing": 0, "due": 0}


def booked_once(shop: Shop) -> None:
    assert shop.ledger == {**PAID, "payment_state": "paid"}
    assert [(row["kind"], row["amount"]) for row in shop.rows("entry#")] == [("charge", 61900), ("payment", 61900)]
    assert [row["state"] for row in shop.rows("payment#")] == ["paid"]
    assert shop.lock["due"] == 0
    assert shop.lock["payment_state"] == "paid"
    assert len(shop.events("payment_applied")) == 1
    assert [event["payload"]["mail"] for event in shop.events("mail")] == ["payment_received"]
    assert [row["event"] for row in shop.rows("history#")].count("payment_received") == 1
    assert shop.rows("task#") == []


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
        assert shop.ledger["payment_state"] == "processing"
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
        assert shop.ledger["payment_state"] == "unpaid"
        assert shop.lock["due"] == 61900
        second = shop.open_page()
        assert second["payment_id"] != first["payment_id"]
        shop.stripe.pay(shop.session_id)
        shop.hear_stripe()
        assert shop.ledger["due"] == 0
        assert sorted(row["state"] for row in shop.rows("payment#")) == ["failed", "paid"]


def test_events_in_any_order_end_in_the_same_state(cloud: None) -> None:
    """The seven events of a bank debit's life, each order of them (a sample of the 5,040 here; all in `make prove`)."""
    for order in list(itertools.permutations(range(7)))[::211]:
        with a_shop(a_business()) as shop:
            shop.stripe.world.outbox.set_mode("held")
            shop.open_page()
            shop.stripe.pay(shop.session_id, card=None)
            shop.stripe.settle_bank_debit(shop.session_id, succeeded=True)
            events = shop.stripe.world.owned("event", shop.business.stripe_account or "")
            assert len(events) == 7, [event["type"] for event in events]
            for place in order:
                shop.stripe.world.outbox.resend(events[place], shop.stripe.world.now())
                shop.hear_stripe()
            assert shop.ledger["payment_state"] == "paid"
            assert shop.ledger["paid"] == 61900
            assert shop.lock["due"] == 0


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


def test_the_invoice_follows_the_ledger(business: Business) -> None:
    with a_shop(business) as shop:
        commit(issue(shop, None))
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        shop.hear_stripe()
        (invoice,) = shop.rows("invoice")
        assert (invoice["number"], invoice["state"], invoice["total"]) == (1, "paid", 61900)


def test_invoice_numbers_have_no_gaps(cloud: None) -> None:
    business = a_business()
    with a_shop(business) as shop:
        commit(issue(shop, None))
        other = shop_in(shop.stripe, business)
        with pytest.raises(payments_writes.InvoiceNumberTakenError):
            commit(issue(other, None))
        commit(issue(other, 1))
        assert [shop.rows("invoice")[0]["number"], other.rows("invoice")[0]["number"]] == [1, 2]


def test_every_ledger_entry_folds_to_the_projection(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.edit_price(+100)
        shop.stripe.pay(shop.session_id)
        shop.hear_stripe()
        entries = [Entry(row["number"], row["kind"], row["amount"], row["reference"]) for row in shop.rows("entry#")]
        assert folded(EMPTY, entries).as_item() == shop.ledger
        assert len([item for item in all_items("orders") if item["sk"] == "order"]) == 1


def issue(shop: Shop, last: int | None) -> list[Write]:
    return payments_writes.issue_invoice(
        shop.business.business_id, shop.order.order_id, shop.ledger, last, at=utc_now(), currency="USD",
        bill_to={"name": "Ada Lane"}, lines=[],
    )  # fmt: skip


def forget_page(shop: Shop) -> None:
    """As if the guard against a second page had failed: the order forgets the page that is open."""
    item = shop.order_item["checkout"]
    key = keys.order(shop.business.business_id, shop.order.order_id)
    commit([Update("orders", key, {"checkout": payments_writes.no_page(item["generation"] + 1)})])
