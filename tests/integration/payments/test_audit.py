"""The sweeper folds ledgers again: a difference is told at every sweep, never mended, and stops nobody else (house 3)."""

import json
from collections.abc import Mapping
from io import StringIO
from typing import Any

import pytest

from accounts.business import Business
from latchkey import keys
from latchkey.tables import commit
from latchkey.writes import Table, Update
from tests.building import a_business
from tests.integration.payments.paying import Shop, a_shop, shop_in, sweep

Metrics = pytest.CaptureFixture[str]


def counted(written: Metrics) -> dict[str, int]:
    """The metrics of an audit that were written since the last look."""
    found: dict[str, int] = {}
    for line in written.readouterr().out.splitlines():
        for metric in json.loads(line)["_aws"]["CloudWatchMetrics"][0]["Metrics"]:
            found[metric["Name"]] = found.get(metric["Name"], 0) + 1
    return {
        name: n for name, n in found.items() if name in ("LedgerDifferences", "PaidNotUnlocked", "UnlockedUnderpaid")
    }


def falsify(shop: Shop, table: Table, changes: Mapping[str, Any]) -> None:
    """What only a defect writes."""
    ids = shop.business.business_id, shop.order.order_id
    key = keys.order(*ids) if table == "orders" else keys.lock(shop.business.business_id, shop.listing_id)
    commit([Update(table, key, changes)])


def deliver(shop: Shop, *, override: str | None = None) -> None:
    place = f"orders.{shop.order.order_id}"
    facts = {f"{place}.delivered": True, f"{place}.collection": True, f"{place}.override": override}
    falsify(shop, "listings", facts)


def lock_says(shop: Shop, due: int) -> None:
    falsify(shop, "listings", {f"orders.{shop.order.order_id}.due": due})


def pay(shop: Shop) -> None:
    shop.open_page()
    shop.stripe.pay(shop.session_id)
    shop.hear_stripe()


def test_books_that_agree_are_folded_once_more_after_the_payment_and_then_left_alone(
    business: Business, capsys: Metrics
) -> None:
    with a_shop(business) as shop:
        deliver(shop)
        shop.open_page()
        shop.edit_price(+100)
        assert sweep()["pages"] == 1
        pay(shop)
        assert [row["state"] for row in shop.rows("payment#") if "open_pages" in row] != []
        sweep()
        sweep()
        assert [row["state"] for row in shop.rows("payment#") if "open_pages" in row] == []
        assert sweep()["pages"] == 0
        assert counted(capsys) == {}


@pytest.mark.parametrize("field", ["paid", "charged", "due", "payment_state", "count"])
def test_a_wrong_projection_is_told_at_every_sweep_and_not_mended(
    business: Business, field: str, capsys: Metrics, log: StringIO
) -> None:
    with a_shop(business) as shop:
        pay(shop)
        falsify(shop, "orders", {f"ledger.{field}": "unpaid" if field == "payment_state" else 1})
        wrong = shop.ledger
        for _ in range(3):
            assert sweep()["failed"] == 0
            assert counted(capsys) == {"LedgerDifferences": 1}
        assert shop.ledger == wrong
        told = [
            line for line in map(json.loads, log.getvalue().splitlines()) if line["function"] == "sweeper.difference"
        ]
        assert {line["order_id"] for line in told} == {shop.order.order_id}
        assert {tuple(line["differing"]) for line in told} == {(f"ledger.{field}",)}


def test_a_projection_is_looked_at_while_its_page_is_open(business: Business, capsys: Metrics) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        falsify(shop, "orders", {"ledger.charged": 61800})
        sweep()
        assert counted(capsys)["LedgerDifferences"] == 1


def test_entries_that_do_not_follow_each_other_are_a_difference(business: Business, capsys: Metrics) -> None:
    with a_shop(business) as shop:
        pay(shop)
        commit([Update("orders", keys.ledger_entry(business.business_id, shop.order.order_id, 2), {"number": 3})])
        assert sweep()["failed"] == 0
        assert counted(capsys) == {"LedgerDifferences": 1}


def test_who_has_paid_and_is_locked_out_is_told(business: Business, capsys: Metrics) -> None:
    with a_shop(business) as shop:
        deliver(shop)
        pay(shop)
        lock_says(shop, 61900)
        sweep()
        assert counted(capsys) == {"LedgerDifferences": 1, "PaidNotUnlocked": 1}
        assert shop.lock["due"] == 61900
        lock_says(shop, 0)
        sweep()
        assert counted(capsys) == {}


def test_money_that_stripe_had_for_longer_than_the_bound_is_told_once_and_booked(
    business: Business, capsys: Metrics
) -> None:
    with a_shop(business) as shop:
        deliver(shop)
        shop.stripe.world.outbox.set_mode("never")
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        sweep(minutes=16)
        assert counted(capsys) == {"PaidNotUnlocked": 1}
        assert (shop.lock["due"], shop.ledger["paid"]) == (0, 61900)
        sweep(minutes=21)
        assert counted(capsys) == {}


def test_money_within_the_bound_is_booked_without_a_word(business: Business, capsys: Metrics) -> None:
    with a_shop(business) as shop:
        shop.stripe.world.outbox.set_mode("never")
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        sweep(minutes=14)
        assert counted(capsys) == {}
        assert shop.lock["due"] == 0


def test_late_money_that_cannot_be_booked_is_told_at_every_sweep(business: Business, capsys: Metrics) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.stripe.pay(shop.session_id)
        shop.stripe.world.change("session", shop.session_id, amount_total=61899)
        for minutes in (16, 21):
            assert sweep(minutes)["failed"] == 1
            assert counted(capsys) == {"PaidNotUnlocked": 1}


def test_a_debit_that_a_bank_confirms_after_days_was_not_late(business: Business, capsys: Metrics) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.stripe.pay(shop.session_id, None)
        sweep()
        shop.stripe.settle_bank_debit(shop.session_id, succeeded=True)
        sweep(minutes=3 * 24 * 60)
        assert counted(capsys) == {}
        assert shop.lock["due"] == 0


def test_who_owes_and_is_let_in_is_told(business: Business, capsys: Metrics) -> None:
    with a_shop(business) as shop:
        deliver(shop)
        shop.open_page()
        lock_says(shop, 0)
        sweep()
        assert counted(capsys) == {"LedgerDifferences": 1, "UnlockedUnderpaid": 1}


@pytest.mark.parametrize("override", ["locked", "unlocked"])
def test_where_staff_have_spoken_a_lock_is_neither_too_open_nor_too_closed(
    business: Business, override: str, capsys: Metrics
) -> None:
    with a_shop(business) as shop:
        deliver(shop, override=override)
        shop.open_page()
        sweep()
        assert counted(capsys) == {}
        lock_says(shop, 0)
        sweep()
        assert counted(capsys) == {"LedgerDifferences": 1}


def test_one_businesss_broken_books_stop_nobody_else(cloud: None, capsys: Metrics) -> None:
    with a_shop(a_business()) as broken:
        broken.open_page()
        falsify(broken, "orders", {"ledger": "no ledger at all"})
        other = shop_in(broken.stripe, a_business())
        other.open_page()
        other.stripe.pay(other.session_id)
        counts = sweep()
        assert counts["failed"] == 1
        assert other.lock["due"] == 0
