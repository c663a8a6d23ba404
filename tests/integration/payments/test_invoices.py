"""Invoices are numbered without gaps and say what the ledger says (product 6.10)."""

import pytest

from accounts.business import Business
from latchkey.clock import utc_now
from latchkey.tables import commit
from latchkey.writes import Write
from payments import writes as payments_writes
from tests.building import a_business
from tests.integration.payments.paying import Shop, a_shop, shop_in


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


def issue(shop: Shop, last: int | None) -> list[Write]:
    return payments_writes.issue_invoice(
        shop.business.business_id, shop.order.order_id, shop.ledger, last, at=utc_now(), currency="USD",
        bill_to={"name": "Ada Lane"}, lines=[],
    )  # fmt: skip
