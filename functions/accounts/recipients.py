"""Whom a customer lets have copies of the mails about their orders and listings (product 11, ADR 0069)."""

from accounts import recipient_writes, store
from accounts.address import canonical
from accounts.people_answers import RecipientIn, RecipientOut, RecipientsOut
from accounts.recipient import MOST_RECIPIENTS, Recipient, recipients_of
from accounts.tries import RECIPIENTS
from latchkey import limits, private_links
from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, InvalidError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import new_id
from latchkey.observability import count
from latchkey.outbox import outgoing
from latchkey.tables import commit
from latchkey.writes import Item
from mail.message import payload_of
from mail.recipient_mails import RecipientAdded


def list_own(caller: Caller) -> RecipientsOut:
    """The customer's recipients, and who of them unsubscribed: a second read, where there are any."""
    return _shown(caller, recipients_of(_record(caller)))


def add(caller: Caller, body: RecipientIn) -> RecipientsOut:
    """One more, who is told by whom and how to end it. Raises InvalidError at `email`, ConflictError, LimitedError."""
    record, address = _record(caller), canonical(body.email)
    present = recipients_of(record)
    if address == record["email"]:
        raise InvalidError("Our mails go there already.", field="email")
    if any(one.email == address for one in present):
        raise InvalidError("This address gets copies already.", field="email")
    if len(present) >= MOST_RECIPIENTS:
        raise ConflictError(f"At most {MOST_RECIPIENTS} people get copies. Remove somebody first.")
    by = caller.viewer.name or record["email"]
    added = Recipient(new_id("rcp", caller.now), address, body.role, by, rfc3339(caller.now))
    told = RecipientAdded(
        caller.business_id,
        address,
        customer_id=record["customer_id"],
        recipient_id=added.recipient_id,
        role=added.role,
        added_by=by,
        unsubscribe_path=private_links.copies_path_of(caller.business_id, address),
    )
    # Of one account, and to one address whoever adds it: nobody is bothered by us.
    counted = limits.counters(RECIPIENTS, caller.business_id, caller.viewer.account_id, caller.source_ip, caller.now)
    counted += limits.counters(RECIPIENTS, caller.business_id, address, caller.source_ip, caller.now)[:1]
    commit(
        [
            recipient_writes.wanted(caller.business_id, _secret(caller, address), caller.now),
            *(one.spent() for one in counted),
            recipient_writes.listed(record, (*present, added)),
            outgoing(caller.business_id, "mail", payload_of(told), caller.now),
        ]
    )
    count("RecipientsAdded")
    return _shown(caller, (*present, added))


def remove(caller: Caller, recipient_id: str) -> None:
    """No more copies for this one, also of what is on its way. Raises NotFoundError."""
    record = _record(caller)
    present = recipients_of(record)
    left = tuple(one for one in present if one.recipient_id != recipient_id)
    if left == present:
        raise NotFoundError
    commit([recipient_writes.listed(record, left)])


# ---------------------------------------------------------------------------------------------------------------------
def _record(caller: Caller) -> Item:
    """The customer's own; staff have none, and who looks as a customer finds none."""
    caller.viewer.must_be_themselves()
    record = store.own_record(caller.business_id, caller.viewer.customer_id) if caller.viewer.customer_id else None
    if record is None or record.get("account_id") != caller.viewer.account_id:
        raise NotFoundError
    return record


def _secret(caller: Caller, address: str) -> str:
    return private_links.copies_secret_of(caller.business_id, address)


def _shown(caller: Caller, recipients: tuple[Recipient, ...]) -> RecipientsOut:
    over = store.unsubscribed(caller.business_id, [_secret(caller, one.email) for one in recipients])
    return RecipientsOut(
        most=MOST_RECIPIENTS,
        recipients=[
            RecipientOut(
                recipient_id=one.recipient_id,
                email=one.email,
                role=one.role,
                added_at=one.added_at,
                has_unsubscribed=is_over,
            )
            for one, is_over in zip(recipients, over, strict=True)
        ],
    )
