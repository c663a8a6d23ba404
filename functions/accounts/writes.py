"""What changes in the People table, as pure values with their conditions; other services compose these into their commits."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from accounts import code
from accounts.account import Account, session_item
from accounts.business import Business, Override, Watermark
from accounts.customer import Customer
from accounts.sign_up import SignUp
from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import absent, at_version, attribute, present
from latchkey.errors import ConflictError, InvalidError, LatchkeyError, NotFoundError, UnauthenticatedError
from latchkey.ids import new_id
from latchkey.writes import Check, Delete, Item, Put, Update, Write


def new_business(business: Business) -> Write:
    """A business that did not exist. Its host is given by the edge's own store, not here."""
    key = keys.business(business.business_id)
    return Put("people", key, business.item(), absent(), lambda _: ConflictError("This business exists already."))


def watermark_changed(business: Item, watermark: Watermark) -> Write:
    """The business has another mark; whoever looked at an older one hears about the newer (ConflictError)."""
    kept = attribute("watermark.version")
    before = watermark.version - 1
    same = kept.eq(before) if before else kept.eq(0) | kept.not_exists()
    return Update(
        "people",
        keys.business(business["business_id"]),
        {"watermark": asdict(watermark)},
        add={"version": 1},
        condition=present() & same,
        refused=lambda _: ConflictError("Somebody else changed the watermark meanwhile. Please look at it first."),
    )


def new_account(account: Account) -> list[Write]:
    """An account and its claim of the address; of two at once exactly one wins (ConflictError for the other)."""
    claim = {"schema": 1, "account_id": account.account_id}
    business_id = account.business_id
    return [
        Put("people", keys.account_address(business_id, account.email), claim, absent(), _has_account),
        Put("people", keys.account(business_id, account.account_id), account.item(), absent()),
    ]


def new_session(account: Account, secret_hash: str, now: datetime) -> Write:
    """A session of this account, known only by the hash of its secret."""
    return Put("people", keys.session(account.business_id, account.account_id, secret_hash), session_item(account, now))


def ended_session(business_id: str, account_id: str, secret_hash: str) -> Write:
    """The session is over at the very next request; ending it twice is fine."""
    return Delete("people", keys.session(business_id, account_id, secret_hash))


def customer_record(customer: Customer) -> list[Write]:
    """A customer record for an address that has none yet in this business, as a guest's first order needs it.

    Look first whether `keys.customer_address` exists, and use its `customer_id` then: of two at once exactly one wins
    (ConflictError for the other, who looks again).
    """
    link = {"schema": 1, "customer_id": customer.customer_id}
    business_id = customer.business_id
    return [
        Put("people", keys.customer_address(business_id, customer.email), link, absent(), _record_exists),
        Put("people", keys.customer(business_id, customer.customer_id), customer.item(), absent()),
    ]


def claim_record(business_id: str, customer_id: str, account_id: str, now: datetime) -> Write:
    """The account that has proven the record's address takes it over, with every order that hangs on it (product 2.6).

    Only ever commit this together with the typed code: one write, whatever the number of orders. A record that another
    account has claimed is never claimed again (ConflictError).
    """
    return Update(
        "people",
        keys.customer(business_id, customer_id),
        {"account_id": account_id, "claimed_at": rfc3339(now)},
        add={"version": 1},
        condition=present() & (attribute("account_id").not_exists() | attribute("account_id").eq(account_id)),
        refused=_has_account,
    )


def customer_overrides(business: Item, overrides: Mapping[str, Override]) -> Update:
    """Staff's word about single customers, on the business that was read; raises ConflictError when it has changed."""
    return _business(business, {"customer_overrides": dict(overrides)})


def business_override(business: Item, override: Override | None) -> Update:
    """Staff's word about everything of the business; raises as `customer_overrides`."""
    return _business(business, {"override": override})


def link_rule(business: Item, *, waits: bool) -> Update:
    """Whether links of locked orders are shown; raises as `customer_overrides`."""
    return _business(business, {"links_wait_for_payment": waits})


def customer_exists(business_id: str, customer_id: str) -> Check:
    """Raises NotFoundError for a customer that this business does not have."""
    return Check("people", keys.customer(business_id, customer_id), present(), lambda _: NotFoundError())


def customer_override_line(
    business_id: str, customer_id: str, override: Override | None, *, by: str, now: datetime
) -> Put:
    """Who said it, and when."""
    at = rfc3339(now)
    key = keys.customer_override_line(business_id, customer_id, at, new_id("his", now)[-8:])
    return Put("people", key, {"schema": 1, "at": at, "override": override, "by": by or None})


def business_override_line(business_id: str, override: Override | None, *, by: str, now: datetime) -> Put:
    """Who said it, and when."""
    at = rfc3339(now)
    key = keys.business_override_line(business_id, at, new_id("his", now)[-8:])
    return Put("people", key, {"schema": 1, "at": at, "override": override, "by": by or None})


def _business(business: Item, changes: Item) -> Update:
    return Update(
        "people",
        keys.business(business["business_id"]),
        changes,
        add={"version": 1},
        condition=at_version(business["version"]),
        refused=lambda _: ConflictError("The settings changed at the same moment. Please look again."),
    )


def waiting_sign_up(sign_up: SignUp) -> Write:
    """The sign-up as it stands now, with its newest code."""
    return Put("people", keys.sign_up(sign_up.business_id, sign_up.sign_up_id), sign_up.item())


def renewed_code(sign_up: SignUp, code_before: str) -> Write:
    """Another code for a sign-up that still waits; of two requests at once one wins."""
    return Put(
        "people",
        keys.sign_up(sign_up.business_id, sign_up.sign_up_id),
        sign_up.item(),
        attribute("code_hash").eq(code_before),
    )


def wrong_code(sign_up: SignUp) -> Write:
    """One try less; counted on the server in one step, so that parallel tries get no more than five (product 2.2)."""
    return Update(
        "people",
        keys.sign_up(sign_up.business_id, sign_up.sign_up_id),
        add={"tries": 1},
        condition=attribute("tries").lt(code.MAX_TRIES) & attribute("code_hash").eq(sign_up.code_hash),
        refused=_code_is_over,
    )


def finished_sign_up(sign_up: SignUp) -> Write:
    """The code was right and is used up: nobody finishes the same sign-up twice."""
    return Delete(
        "people",
        keys.sign_up(sign_up.business_id, sign_up.sign_up_id),
        attribute("tries").lt(code.MAX_TRIES) & attribute("code_hash").eq(sign_up.code_hash),
        _code_is_over,
    )


def customer_of_account(account: Account, found: Item | None, now: datetime) -> Sequence[Write]:
    """The account's customer record: the one that earlier guest orders made (`found`), or a new one of `customer_id`."""
    assert account.customer_id is not None
    if found is not None:
        return [claim_record(account.business_id, account.customer_id, account.account_id, now)]
    at = rfc3339(now)
    return customer_record(
        Customer(account.business_id, account.customer_id, account.email, at, None, None, account.account_id, at)
    )


def _has_account(_: Item | None) -> LatchkeyError:
    return ConflictError("You already have an account here. Please sign in.")


def _record_exists(_: Item | None) -> LatchkeyError:
    return ConflictError("A customer with this address was just added. Please try again.")


def _code_is_over(found: Item | None) -> LatchkeyError:
    if found is None:
        return UnauthenticatedError("This sign-up is over. Please start again.")
    return InvalidError("This code does not work any more. Please ask for a new one.", field="code")
