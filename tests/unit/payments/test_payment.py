"""What follows from our record and Stripe's word: the outcome, the fit, and why Pay is off (guarantees 15, 18, 23)."""

from dataclasses import replace

import pytest

from latchkey.ids import is_id
from latchkey.money import Money
from payments.charging import pay_refusal
from payments.ledger import EMPTY, Draft, Ledger, appended
from payments.payment import (
    Payment,
    SessionFacts,
    UnusableError,
    must_fit,
    named,
    outcome_of,
    payment_id_of,
)

PAYMENT = Payment(
    "biz_1", "ord_1", "pay_1", 0, "open", Money(61900, "USD"), 1, "cs_1", "acct_1", "2026-11-21T00:00:00.000Z"
)
FACTS = SessionFacts(
    session_id="cs_1",
    status="complete",
    payment_status="paid",
    amount=61900,
    currency="USD",
    named=named("pay_1", "biz_1", "ord_1", 1),
    order_id="ord_1",
    intent_id="pi_1",
    intent_status="succeeded",
    received=61900,
    url=None,
    expires_at=0,
)


@pytest.mark.parametrize(
    ("status", "payment_status", "intent_status", "outcome"),
    [
        ("open", "unpaid", None, "open"),
        ("open", "unpaid", "requires_payment_method", "open"),
        ("complete", "paid", "succeeded", "paid"),
        ("complete", "unpaid", "processing", "processing"),
        ("complete", "unpaid", "requires_payment_method", "failed"),
        ("complete", "unpaid", "canceled", "failed"),
        ("complete", "no_payment_required", None, "failed"),
        ("expired", "unpaid", None, "expired"),
        ("expired", "unpaid", "canceled", "expired"),
    ],
)
def test_only_paid_is_paid(status: str, payment_status: str, intent_status: str | None, outcome: str) -> None:
    facts = replace(FACTS, status=status, payment_status=payment_status, intent_status=intent_status)
    assert outcome_of(facts) == outcome


def test_a_session_that_fits_is_taken() -> None:
    must_fit(FACTS, PAYMENT)


@pytest.mark.parametrize(
    "odd",
    [
        {"session_id": "cs_2"}, {"amount": 61899}, {"amount": 61901}, {"amount": 0}, {"amount": -61900}, {"currency": "JPY"},
        {"currency": "usd"}, {"order_id": "ord_2"}, {"order_id": ""}, {"received": 61899}, {"received": 0}, {"named": {}},
        {"named": named("pay_2", "biz_1", "ord_1", 1)}, {"named": named("pay_1", "biz_2", "ord_1", 1)},
        {"named": named("pay_1", "biz_1", "ord_2", 1)}, {"named": named("pay_1", "biz_1", "ord_1", 2)},
    ],
)  # fmt: skip
def test_each_field_that_is_off_stops_the_booking(odd: dict[str, object]) -> None:
    with pytest.raises(UnusableError):
        must_fit(replace(FACTS, **odd), PAYMENT)  # type: ignore[arg-type]


def test_everybody_who_tries_at_once_has_the_same_id_and_no_other_try_has_it() -> None:
    tries = [("ord_1", 1, 0, "customer"), ("ord_2", 1, 0, "customer"), ("ord_1", 2, 0, "customer"),
             ("ord_1", 1, 1, "customer"), ("ord_1", 1, 0, "guest")]  # fmt: skip
    ids = [payment_id_of(*one) for one in tries]
    assert ids == [payment_id_of(*one) for one in tries]
    assert len(set(ids)) == len(ids)
    assert all(is_id("pay", one) for one in ids)


def owing(amount: int, *more: Draft) -> Ledger:
    return appended(EMPTY, [Draft("charge", amount), *more])[0]


@pytest.mark.parametrize(
    ("ledger", "currency", "can_charge", "why"),
    [
        (owing(50), "USD", True, None),
        (owing(49), "USD", True, "Amounts below $0.50"),
        (owing(50), "JPY", True, None),
        (owing(49), "JPY", True, "Amounts below ¥50"),
        (owing(5000), "KWD", True, "Online payment in KWD is not offered"),
        (EMPTY, "USD", True, "Nothing is due."),
        (owing(100, Draft("payment", 100)), "USD", True, "Nothing is due."),
        (owing(100, Draft("processing", 100)), "USD", True, "Your bank is confirming"),
        (owing(100), "USD", False, "switched off"),
        (owing(100_000_000), "USD", True, "too large"),
    ],
)
def test_pay_is_off_with_its_reason(ledger: Ledger, currency: str, can_charge: bool, why: str | None) -> None:
    reason = pay_refusal(ledger, currency, business_can_charge=can_charge)
    assert (reason is None) if why is None else (reason is not None and why in reason)
