"""A change of address that waits for its code, in the session that asked for it (product 2.4)."""

from dataclasses import dataclass

from accounts.pending import Pending
from latchkey import keys


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChange(Pending):
    """`email` is the new address. It gets a code whatever is known about it, so nothing can be learned from asking."""

    account_id: str

    @property
    def key(self) -> keys.Key:
        return keys.email_change(self.business_id, self.account_id)

    @property
    def has_a_code(self) -> bool:
        return True
