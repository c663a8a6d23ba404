"""One payable page an order, for what the ledger says and nothing else (product 6.3, guarantees 15 to 18, 25, 26)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.business import Business
from latchkey import keys, private_links
from latchkey.clock import utc_now
from latchkey.tables import commit
from latchkey.viewer import Viewer
from latchkey.writes import Update
from local.stripe_stand_in import accounts as stripe_accounts
from local.stripe_stand_in.faults import Fault
from payments import api
from payments.checkout import Door, open_page
from tests.building import a_business, anonymous, as_customer, as_staff
from tests.integration.payments.paying import Shop, a_shop, atomic_tables, sweep

CREATE, EXPIRE = "checkout.sessions.create", "checkout.sessions.expire"


def test_the_page_asks_for_what_the_ledger_says(business: Business) -> None:
    with a_shop(business, total=61900) as shop:
        page = shop.open_page()
        assert page["amount"] == {"amount": 61900, "currency": "USD"}
        (session,) = shop.sessions
        assert page["checkout_url"] == session["url"]
        assert (session["amount_total"], session["currency"]) == (61900, "usd")
        assert session["metadata"] == {
            "business_id": business.business_id,
            "order_id": shop.order.order_id,
            "payment_id": page["payment_id"],
            "ledger_count": "1",
        }
        assert session["branding_settings"]["display_name"] == business.name
        assert session["success_url"] == f"https://{business.host}/orders/{shop.order.order_id}/paid"
        assert session["cancel_url"] == f"https://{business.host}/orders/{shop.order.order_id}"
        row = shop.stripe.world.journal.get("session", session["id"])
        assert row is not None
        assert row["account"] == business.stripe_account


def test_asking_again_gives_the_same_page_without_asking_stripe(business: Business) -> None:
    with a_shop(business) as shop:
        assert shop.open_page() == shop.open_page()
        assert shop.stripe.calls == [CREATE]


def test_fifty_people_at_once_get_one_page(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the handler, whose resolver serves one request at a time, as in a function."""
    with a_shop(business) as shop, atomic_tables(monkeypatch), ThreadPoolExecutor(50) as people:
        together = threading.Barrier(50)
        viewer = Viewer("customer", business.business_id, customer_id=shop.customer.customer_id)
        door = Door("customer", f"https://{business.host}/orders/{shop.order.order_id}", "203.0.113.7")

        def click(_: int) -> str:
            together.wait()
            _, page = open_page(business.item(), shop.order.order_id, viewer, door, utc_now())
            return page.url

        assert set(people.map(click, range(50))) == {shop.sessions[0]["url"]}
        assert len(shop.sessions) == 1
        assert len(shop.rows("payment#")) == 1


def test_a_guest_with_the_link_gets_the_customers_page(business: Business) -> None:
    with a_shop(business, guest=True) as shop:
        token = private_links.secret_of(business.business_id, shop.order.order_id)
        page = anonymous(api.handler, business).post("/api/guest/checkout", {"token": token}).json
        assert shop.open_page() == page


def test_a_changed_amount_expires_the_old_page_first(business: Business) -> None:
    with a_shop(business) as shop:
        old = shop.open_page()
        shop.edit_price(+5000)
        new = shop.open_page()
        assert new["amount"]["amount"] == 66900
        assert new["checkout_url"] != old["checkout_url"]
        assert [session["status"] for session in shop.sessions] == ["expired", "open"]
        assert shop.stripe.calls == [CREATE, EXPIRE, CREATE]
        states = {row["payment_id"]: row["state"] for row in shop.rows("payment#")}
        assert states == {old["payment_id"]: "expired", new["payment_id"]: "open"}


def test_a_page_that_was_paid_while_we_expire_it_is_booked(business: Business) -> None:
    """The answer of `expire` is read: the old amount was paid, so only the difference is asked for (guarantees 17)."""
    with a_shop(business) as shop:
        shop.open_page()
        shop.edit_price(+5000)
        old = shop.session_id
        shop.stripe.faults.interrupt(EXPIRE, lambda: shop.stripe.pay(old))
        page = shop.open_page()
        assert page["amount"]["amount"] == 5000
        assert (shop.ledger["paid"], shop.ledger["due"], shop.lock["due"]) == (61900, 5000, 5000)


def test_when_nobody_knows_whether_the_old_page_is_gone_no_new_one_is_made(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.edit_price(+5000)
        shop.stripe.faults.plan(Fault(EXPIRE, "timeout", times=3))
        assert shop.ask_to_pay().status == 504
        assert len(shop.sessions) == 1
        assert shop.open_page()["amount"]["amount"] == 66900
        assert [session["status"] for session in shop.sessions] == ["expired", "open"]


def test_an_expire_whose_failure_is_saved_gets_a_new_key(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.edit_price(+5000)
        shop.stripe.faults.plan(Fault(EXPIRE, "error"))
        assert shop.open_page()["amount"]["amount"] == 66900
        assert [session["status"] for session in shop.sessions] == ["expired", "open"]


def test_a_page_that_stripe_has_let_expire_is_replaced(business: Business) -> None:
    with a_shop(business) as shop:
        old = shop.open_page()
        shop.stripe.world.advance(25 * 3600)
        shop.hear_stripe()  # our clock has not moved, so only Stripe's own word says that the page is gone
        assert shop.open_page()["checkout_url"] != old["checkout_url"]
        shop.stripe.world.outbox.set_mode("never")
        shop.stripe.world.advance(25 * 3600)
        sweep()
        assert shop.open_page()["checkout_url"] != old["checkout_url"]
        assert [session["status"] for session in shop.sessions] == ["expired", "expired", "open"]


# Stripe at its worst --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["lost", "timeout", "conflict", "duplicate"])
def test_one_bad_call_to_stripe_is_not_noticed(business: Business, kind: str) -> None:
    with a_shop(business) as shop:
        shop.stripe.faults.plan(Fault(CREATE, kind))
        page = shop.open_page()
        assert [session["url"] for session in shop.sessions] == [page["checkout_url"]]


def test_stripe_out_of_reach_makes_no_second_page_later(business: Business) -> None:
    with a_shop(business) as shop:
        shop.stripe.faults.plan(Fault(CREATE, "lost", times=3))
        answer = shop.ask_to_pay()
        assert answer.status == 504
        assert "try again" in answer.json["detail"]
        shop.open_page()
        assert len(shop.sessions) == 1


@pytest.mark.parametrize("kind", ["error", "error_applied"])
def test_a_saved_500_is_left_behind_by_a_new_generation(business: Business, kind: str) -> None:
    with a_shop(business) as shop:
        shop.stripe.faults.plan(Fault(CREATE, kind))
        page = shop.open_page()
        assert shop.order_item["checkout"]["generation"] == 1
        shop.stripe.pay(shop.session_id)
        assert shop.come_back().json["state"] == "paid"
        assert shop.sessions[-1]["url"] is None
        assert page["payment_id"] == shop.rows("payment#")[0]["payment_id"]


def test_too_many_calls_ask_to_wait(business: Business) -> None:
    with a_shop(business) as shop:
        shop.stripe.faults.plan(Fault(CREATE, "rate_limit"))
        answer = shop.ask_to_pay()
        assert answer.status == 503
        assert answer.headers["retry-after"]
        assert len(shop.sessions) == 0


# Pay is off, and says why -----------------------------------------------------------------------------------------------
def refused(shop: Shop) -> str:
    answer = shop.ask_to_pay()
    assert answer.status == 409, answer.text
    assert shop.sessions == []
    return str(answer.json["detail"])


def test_nothing_due(business: Business) -> None:
    with a_shop(business) as shop:
        shop.edit_price(-61900)
        assert refused(shop) == "Nothing is due."


def test_less_than_stripe_takes(business: Business) -> None:
    with a_shop(business, total=49) as shop:
        assert refused(shop) == "Amounts below $0.50 cannot be paid online. Please contact the business."


def test_a_business_without_an_account(cloud: None) -> None:
    business = a_business(stripe_account="acct_soon_gone")
    with a_shop(business) as shop:
        commit([Update("people", keys.business(business.business_id), remove=("stripe_account",))])
        assert "switched off" in refused(shop)


def test_a_business_that_stripe_has_restricted(business: Business) -> None:
    with a_shop(business) as shop:
        stripe_accounts.change(shop.stripe.world, business.stripe_account or "", {"charges_enabled": False})
        assert "switched off" in refused(shop)


def test_a_business_that_has_left(business: Business) -> None:
    with a_shop(business) as shop:
        stripe_accounts.disconnect(shop.stripe.world, business.stripe_account or "")
        assert "switched off" in refused(shop)


# Who may ----------------------------------------------------------------------------------------------------------------
def test_only_the_orders_own_customer_can_pay(business: Business) -> None:
    with a_shop(business) as shop:
        path = f"/api/orders/{shop.order.order_id}/checkout"
        missing = as_customer(api.handler, business).post("/api/orders/ord_01JZZZZZZZZZZZZZZZZZZZZZZZ/checkout", {})
        for somebody in (as_customer(api.handler, business), as_customer(api.handler, a_business())):
            foreign = somebody.post(path, {})
            assert (foreign.status, foreign.text) == (404, missing.text)
        assert anonymous(api.handler, business).post(path, {}).status == 401
        assert as_staff(api.handler, business).post(path, {}).status == 403
        assert shop.browser.post(path, {"amount": 1}).status == 422
        confirmation = path.replace("checkout", "payment-confirmation")
        assert as_customer(api.handler, business).post(confirmation, {}).status == 404
        assert shop.sessions == []


def test_a_guests_link_opens_its_own_business_only(business: Business) -> None:
    with a_shop(business, guest=True) as shop:
        token = private_links.secret_of(business.business_id, shop.order.order_id)
        body = {"token": token}
        assert anonymous(api.handler, a_business()).post("/api/guest/checkout", body).status == 404
        assert anonymous(api.handler, business).post("/api/guest/payment-confirmation", body).status == 200
