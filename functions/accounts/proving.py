"""The typed code: right, wrong and counted, or worn out (product 2.2)."""

from datetime import datetime

from accounts import writes
from accounts.pending import Pending
from latchkey.errors import InvalidError
from latchkey.tables import commit


def must_fit(pending: Pending, typed: str, proof: str, now: datetime) -> None:
    """Raises InvalidError (field `code`) for a wrong code, which is counted, and for one that is over."""
    if not pending.takes_code(now):
        raise InvalidError("This code does not work any more. Please ask for a new one.", field="code")
    if not pending.is_proven_by(typed, proof):
        commit([writes.wrong_code(pending)])
        raise InvalidError("That is not the code we sent. Please look again.", field="code")
