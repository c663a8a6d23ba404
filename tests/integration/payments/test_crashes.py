"""A worker may die before or after any call: nothing is booked twice and nothing is lost (guarantees 20, 52)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.business import Business
from latchkey.clock import utc_now
from payments import store, usecases
from tests.integration.payments.paying import Shop, a_shop, atomic_tables, booked_once, dying, sweep


def paid_shop(shop: Shop) -> Shop:
    shop.open_page()
    shop.stripe.pay(shop.session_id)
    return shop


@pytest.mark.parametrize("moment", ["before", "after"])
def test_the_stream_dies_around_the_booking(business: Business, moment: str) -> None:
    with a_shop(business) as shop:
        paid_shop(shop).deliver_webhooks()
        with dying(moment, "TransactWriteItems"):  # type: ignore[arg-type]
            shop.run_stream()
        assert shop.run_stream() == []
        booked_once(shop)
        assert [event for event in shop.events("stripe_event") if "pending" in event] == []


@pytest.mark.parametrize("operation", ["BatchGetItem", "TransactWriteItems"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_the_return_page_dies_and_the_sweeper_books(business: Business, moment: str, operation: str) -> None:
    with a_shop(business) as shop:
        shop.stripe.world.outbox.set_mode("never")
        paid_shop(shop)
        with dying(moment, operation):  # type: ignore[arg-type]
            shop.come_back()
        sweep()
        booked_once(shop)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_the_webhook_dies_around_storing_and_stripe_sends_again(business: Business, moment: str) -> None:
    with a_shop(business) as shop:
        paid_shop(shop)
        with dying(moment, "PutItem"):  # type: ignore[arg-type]
            shop.deliver_webhooks()
        shop.hear_stripe()
        booked_once(shop)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_death_while_the_page_is_recorded_leaves_one_page(business: Business, moment: str) -> None:
    """The page was made, our process died: the next click gives the very same page."""
    with a_shop(business) as shop:
        with dying(moment, "TransactWriteItems"):  # type: ignore[arg-type]
            shop.ask_to_pay()
        page = shop.open_page()
        assert [session["url"] for session in shop.sessions] == [page["checkout_url"]]


def test_eight_workers_at_once_book_once(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_shop(business) as shop:
        paid_shop(shop)
        with atomic_tables(monkeypatch), ThreadPoolExecutor(8) as workers:
            together = threading.Barrier(8)

            def come_back(_: int) -> str:
                bill = store.bill(business.business_id, shop.order.order_id)
                assert bill
                together.wait()
                return usecases.state_of(usecases.confirm(bill, utc_now()).ledger)

            assert set(workers.map(come_back, range(8))) == {"paid"}
        shop.hear_stripe()
        booked_once(shop)
