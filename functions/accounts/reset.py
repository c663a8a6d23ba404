"""A reset of a password that waits for its code: alike for addresses with and without an account (product 2.3)."""

from dataclasses import dataclass

from accounts.pending import Pending
from latchkey import keys


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordReset(Pending):
    """`account_id` is empty when the address has no account, or a removed one. Then no code was mailed, and none fits."""

    reset_id: str
    account_id: str

    @property
    def key(self) -> keys.Key:
        return keys.password_reset(self.business_id, self.reset_id)

    @property
    def has_a_code(self) -> bool:
        return bool(self.account_id)
