"""What changes in the People table, as pure values with their conditions; other services compose these into their commits."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from accounts import code, customer_writes, staff_writes
from accounts.account import Account, session_item
from accounts.business import Business, Override, Watermark
from accounts.customer import NOTHING_LINKED, Customer, Linked
from accounts.pending import Pending
from accounts.profile import Profile
from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import Condition, absent, at_version, attribute, present
from latchkey.errors import ConflictError, InvalidError, LatchkeyError, NotFoundError, UnauthenticatedError
from latchkey.ids import new_id
from latchkey.writes import Check, Delete, Item, Put, Update, Write


def new_business(business: Business) -> Write:
    """A business that did not exist; its host is claimed beside it (`host_writes.claimed`)."""
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
    """An account, its claim of the address, and a member's place on the roster of the staff.

    Of two claims at once exactly one wins (ConflictError for the other).
    """
    claim = {"schema": 1, "account_id": account.account_id}
    business_id = account.business_id
    return [
        Put("people", keys.account_address(business_id, account.email), claim, absent(), _has_account),
        Put("people", keys.account(business_id, account.account_id), account.item(), absent()),
        *(staff_writes.on_roster(account) if account.role else ()),
    ]


def new_session(account: Account, secret_hash: str, now: datetime, device: str = "") -> Write:
    """A session of this account, known only by the hash of its secret."""
    key = keys.session(account.business_id, account.account_id, secret_hash)
    return Put("people", key, session_item(account, now, device))


def renewed_session(business_id: str, account_id: str, secret_hash: str, now: datetime) -> Update:
    """This session outlives what ends all that began before `now`; one that was ended meanwhile stays so."""
    return Update(
        "people",
        keys.session(business_id, account_id, secret_hash),
        {"created_at": rfc3339(now)},
        condition=present(),
        refused=_signed_out,
    )


def living_session(account: Account, secret_hash: str, now: datetime) -> Update:
    """`renewed_session` for a session that the `account` as it was read had not ended."""
    renewed = renewed_session(account.business_id, account.account_id, secret_hash, now)
    if not account.sessions_valid_from:
        return renewed
    begun, ended = attribute("created_at"), account.sessions_valid_from
    return replace(renewed, condition=present() & (begun.gt(ended) | begun.eq(ended)))


def only_session(business_id: str, account_id: str, secret_hash: str, now: datetime) -> list[Write]:
    """Every session of the account is over, but this one."""
    valid_from = {"sessions_valid_from": rfc3339(now)}
    return [
        Update("people", keys.account(business_id, account_id), valid_from, condition=present()),
        renewed_session(business_id, account_id, secret_hash, now),
    ]


def seen_session(business_id: str, account_id: str, secret_hash: str, day: str) -> Update:
    """The day on which a session was last seen."""
    key = keys.session(business_id, account_id, secret_hash)
    return Update("people", key, {"seen_on": day}, condition=present(), refused=_signed_out)


def new_profile(account: Account, record: Customer | None, profile: Profile, version: int) -> list[Write]:
    """The profile on the account, and what the business sees of it: on the customer `record`, or on the staff's roster.

    Raises ConflictError when the account is not the one of `version` any more.
    """
    business_id = account.business_id
    changed = ConflictError("Your account changed in another window. Please look again.", current={"version": version})
    saved: list[Write] = [
        Update(
            "people",
            keys.account(business_id, account.account_id),
            {**asdict(profile)},
            add={"version": 1},
            condition=at_version(version) & attribute("removed_at").not_exists(),
            refused=lambda _: changed,
        )
    ]
    if record:
        said = replace(record, name=profile.name, phone=profile.phone, brokerage=profile.brokerage)
        saved += customer_writes.changed(record, said)
    if account.role:
        row = keys.staff_member(business_id, account.account_id)
        saved.append(Update("people", row, {"name": profile.name or ""}, condition=present()))
    return saved


def new_portrait(account: Account, record: Customer | None, key: str | None) -> list[Write]:
    """The picture that the person chose, on the account and for the business on the customer `record`; None shows none.

    No version moves: whoever is typing a profile beside it goes on. Raises ConflictError when another one was faster.
    """
    business_id = account.business_id
    before = attribute("portrait")
    same = before.eq(account.portrait) if account.portrait else before.not_exists()
    changed: dict[str, Any] = {"put": {"portrait": key}} if key else {"remove": ("portrait",)}
    faster = ConflictError("Your picture changed in another window. Please look again.")
    places = [(keys.account(business_id, account.account_id), same & present())]
    if record:
        own = attribute("account_id").eq(account.account_id)
        places.append((keys.customer(business_id, record.customer_id), own))
    return [Update("people", at, condition=one, refused=lambda _: faster, **changed) for at, one in places]


def ended_session(business_id: str, account_id: str, secret_hash: str) -> Write:
    """The session is over at the very next request; ending it twice is fine."""
    return Delete("people", keys.session(business_id, account_id, secret_hash))


def same_password(account: Account) -> Check:
    """The account is as it was when its password was proven; one that was reset meanwhile opens nothing."""
    same = (
        attribute("password_hash").eq(account.password_hash)
        & attribute("email").eq(account.email)
        & attribute("removed_at").not_exists()
    )
    return Check("people", keys.account(account.business_id, account.account_id), same, lambda _: no_match())


def no_match() -> UnauthenticatedError:
    """The one answer to a wrong password and to an unknown address."""
    return UnauthenticatedError("E-mail and password do not match.")


def new_password(account: Account, password_hash: str, now: datetime) -> Update:
    """Another password; sessions from before `now` are over at their next request (product 2.3).

    Raises ConflictError when the account moved, changed or was removed since it was read.
    """
    unchanged = (
        attribute("email").eq(account.email)
        & attribute("password_hash").eq(account.password_hash)
        & attribute("removed_at").not_exists()
    )
    return Update(
        "people",
        keys.account(account.business_id, account.account_id),
        {"password_hash": password_hash, "sessions_valid_from": rfc3339(now)},
        add={"version": 1},
        condition=unchanged,
        refused=lambda _: ConflictError("This account changed at the same moment. Please try again."),
    )


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
        *customer_writes.found_by(customer),
    ]


def claim_record(
    business_id: str, customer_id: str, account_id: str, now: datetime, linked: Linked = NOTHING_LINKED
) -> Write:
    """The account that has proven the record's address takes it over, with every order that hangs on it (product 2.6).

    Only ever commit this together with the typed code: one write, whatever the number of orders (`linked`, for people to
    see). A record that another account has claimed is never claimed again (ConflictError).
    """
    return Update(
        "people",
        keys.customer(business_id, customer_id),
        {
            "account_id": account_id,
            "claimed_at": rfc3339(now),
            "linked_orders": linked.orders,
            "linked_listings": linked.listings,
        },
        add={"version": 1},
        condition=present() & (attribute("account_id").not_exists() | attribute("account_id").eq(account_id)),
        refused=_has_account,
    )


def customer_overrides(business: Item, overrides: Mapping[str, Override]) -> Update:
    """Staff's word about single customers, on the business that was read; raises ConflictError when it has changed."""
    return _business(business, {"customer_overrides": dict(overrides)})


def team_overrides(business: Item, overrides: Mapping[str, Any]) -> Update:
    """Staff's word about customer teams, with the customers of each; raises as `customer_overrides`."""
    return _business(business, {"team_overrides": dict(overrides)})


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


def waiting(pending: Pending) -> Write:
    """What waits for its code as it stands now, with its newest code."""
    return Put("people", pending.key, pending.item())


def renewed_code(pending: Pending, code_before: str) -> Write:
    """Another code for what still waits; of two requests at once one wins."""
    return Put("people", pending.key, pending.item(), attribute("code_hash").eq(code_before))


def wrong_code(pending: Pending) -> Write:
    """One try less; counted on the server in one step, so that parallel tries get no more than five (product 2.2)."""
    return Update("people", pending.key, add={"tries": 1}, condition=_takes_code(pending), refused=_code_is_over)


def used_code(pending: Pending) -> Write:
    """The code was right and is used up: nobody finishes the same thing twice."""
    return Delete("people", pending.key, _takes_code(pending), _code_is_over)


def founded(founding: Pending, label: str) -> Write:
    """The code was right and is used up: the business exists, under this name. Only together with its own writes."""
    facts = {"founded": True, "label": label, "code_hash": "", "password_hash": ""}
    return Update("people", founding.key, facts, condition=_takes_code(founding), refused=_code_is_over)


def _takes_code(pending: Pending) -> Condition:
    return attribute("tries").lt(code.MAX_TRIES) & attribute("code_hash").eq(pending.code_hash)


def customer_of_account(account: Account, found: Item | None, linked: Linked, now: datetime) -> Sequence[Write]:
    """The account's customer record: the one that earlier guest orders made (`found`), or a new one of `customer_id`."""
    assert account.customer_id is not None
    if found is not None:
        return [claim_record(account.business_id, account.customer_id, account.account_id, now, linked)]
    at = rfc3339(now)
    return customer_record(
        Customer(account.business_id, account.customer_id, account.email, at, None, None, account.account_id, at)
    )


def _signed_out(_: Item | None) -> LatchkeyError:
    return UnauthenticatedError("Please sign in first.")


def _has_account(_: Item | None) -> LatchkeyError:
    return ConflictError("You already have an account here. Please sign in.")


def _record_exists(found: Item | None) -> LatchkeyError:
    known = {"customer_id": found["customer_id"]} if found else {}
    return ConflictError("There is a customer with this address already.", current=known)


def _code_is_over(found: Item | None) -> LatchkeyError:
    if found is None:
        return UnauthenticatedError("This is over. Please start again.")
    return InvalidError("This code does not work any more. Please ask for a new one.", field="code")
