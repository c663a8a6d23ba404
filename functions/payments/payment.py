"""A payment is one attempt to pay an order: what we recorded of it, what Stripe says of it, and what follows from both."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from latchkey.errors import ConflictError, LatchkeyError
from latchkey.money import Money

PaymentStatus = Literal["open", "processing", "paid", "failed", "expired"]
Outcome = Literal["open", "processing", "paid", "failed", "expired"]
UNLOCK_SECONDS = 15 * 60
_BASE_32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Payment:
    """Our record of an attempt. `ledger_count` is the ledger that its amount was taken from; `account` is Stripe's."""

    business_id: str
    order_id: str
    payment_id: str
    generation: int
    state: PaymentStatus
    amount: Money
    ledger_count: int
    session_id: str
    account: str | None
    opened_at: str

    @property
    def has_ended(self) -> bool:
        """Stripe has nothing new to say about it."""
        return self.state not in ("open", "processing")


@dataclass(frozen=True, slots=True)
class Page:
    """The one payable page of an order: `url` opens Stripe Checkout until `expires_at` (epoch seconds)."""

    payment_id: str
    session_id: str
    url: str
    amount: int
    expires_at: int
    processing: bool = False


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What Stripe answers about a Checkout Session, in our words; `named` is the metadata that we gave it.

    `charged_at` (epoch seconds) is when the card was charged, or the debit began.
    """

    session_id: str
    status: str
    payment_status: str
    amount: int
    currency: str
    named: Mapping[str, str]
    order_id: str
    intent_id: str | None
    intent_status: str | None
    received: int
    url: str | None
    expires_at: int
    charged_at: int | None = None


class KeySpentError(LatchkeyError):
    """A definite failure is saved under this idempotency key for a day; only a new generation can succeed."""

    status = 503


class NoSuchSessionError(LatchkeyError):
    """This account has no such Checkout Session."""


class NotOpenError(LatchkeyError):
    """The Checkout Session is complete or expired already; asking for it tells which."""


class UnusableError(ConflictError):
    """What Stripe says does not fit our record: nothing is booked, people have to look (product 6.5)."""


def payment_id_of(order_id: str, ledger_count: int, generation: int, door: str) -> str:
    """The id of an attempt, the same for everybody who tries at once, so that Stripe sees one key and makes one page."""
    digest = hashlib.sha256(f"{order_id}/{ledger_count}/{generation}/{door}".encode()).digest()
    number = int.from_bytes(digest[:16])
    return "pay_" + "".join(_BASE_32[number >> shift & 31] for shift in range(125, -1, -5))


def outcome_of(facts: SessionFacts) -> Outcome:
    """Where the attempt stands. Only Stripe's word `paid` is money; `complete` alone is not (guarantees 23)."""
    if facts.payment_status == "paid":
        return "paid"
    if facts.status == "complete":
        return "processing" if facts.intent_status == "processing" else "failed"
    return "expired" if facts.status == "expired" else "open"


def is_late(facts: SessionFacts, payment: Payment, now_epoch: int) -> bool:
    """Money that Stripe took longer ago than a customer may wait for their files, and that we have not booked.

    A bank debit is charged days before it is money, so one that we know of is no measure.
    """
    if payment.state in ("paid", "processing") or facts.payment_status != "paid" or facts.charged_at is None:
        return False
    return now_epoch - facts.charged_at > UNLOCK_SECONDS


def must_fit(facts: SessionFacts, payment: Payment) -> None:
    """Session and record agree on session, order, version, amount and currency, or nothing is booked (guarantees 15).

    Raises UnusableError with the reason.
    """
    expected = {
        "business_id": payment.business_id,
        "order_id": payment.order_id,
        "payment_id": payment.payment_id,
        "ledger_count": str(payment.ledger_count),
    }
    if facts.session_id != payment.session_id:
        raise UnusableError("The session is not the one that was recorded for this payment.")
    if dict(facts.named) != expected or facts.order_id != payment.order_id:
        raise UnusableError("The session names another order or version.")
    if facts.currency != payment.amount.currency:
        raise UnusableError("The session is in another currency.")
    if facts.amount != payment.amount.amount or facts.amount <= 0:
        raise UnusableError("The session is for another amount.")
    if facts.payment_status == "paid" and facts.received != facts.amount:
        raise UnusableError("The amount received is not the session's amount.")


def named(payment_id: str, business_id: str, order_id: str, ledger_count: int) -> dict[str, str]:
    """The metadata that a session carries, so that an event leads back to our record."""
    return {
        "business_id": business_id,
        "order_id": order_id,
        "payment_id": payment_id,
        "ledger_count": str(ledger_count),
    }
