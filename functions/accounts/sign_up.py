"""A sign-up that waits for its code: alike for new and for known addresses (product 2.2)."""

from dataclasses import dataclass
from datetime import datetime

from accounts.pending import Pending, begun_by
from latchkey import keys


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp(Pending):
    """`known`: the address has an account already. No code was mailed, and none fits."""

    sign_up_id: str
    password_hash: str
    known: bool

    @property
    def key(self) -> keys.Key:
        return keys.sign_up(self.business_id, self.sign_up_id)

    @property
    def has_a_code(self) -> bool:
        return not self.known


def begin(
    business_id: str, sign_up_id: str, proof: str, email: str, password_hash: str, *, known: bool, now: datetime
) -> SignUp:
    """A sign-up without its code yet; `with_code` gives it one."""
    waits = begun_by(business_id, email, proof, now)
    return SignUp(sign_up_id=sign_up_id, password_hash=password_hash, known=known, **waits)
