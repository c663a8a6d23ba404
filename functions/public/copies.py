"""The page on which a recipient ends the copies of mails, without signing in: by its button, never by opening (ADR 0069)."""

from accounts import recipient_writes
from accounts.business import Business, business_of
from latchkey.clock import utc_now
from latchkey.errors import NotFoundError
from latchkey.tables import commit
from public import store


def opened(business_id: str, token: str) -> tuple[Business, bool]:
    """The business that writes, and whether this address still wants its copies. Changes nothing; NotFoundError."""
    business, copies = store.copies(business_id, token)
    if business is None or copies is None:
        raise NotFoundError
    return business_of(business), not copies.get("unsubscribed_at")


def end(business_id: str, token: str) -> None:
    """No more copies to this address, from whichever customer. Safe to repeat."""
    _, still = opened(business_id, token)
    if still:
        commit([recipient_writes.ended(business_id, token, utc_now())])
