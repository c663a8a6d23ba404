"""A sign-up that waits for its code: bound to the browser that began it, alike for new and for known addresses (product 2.2)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from accounts import code
from latchkey.clock import epoch, rfc3339
from latchkey.ids import fingerprint, new_secret

WAITS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SignUp:
    """`proof_hash` is the fingerprint of the proof, itself the fingerprint of the cookie's secret: the table cannot
    rebuild the proof, so a code hash salted with it is of no use to a reader of the table.

    `known`: the address has an account already. No code was mailed, and none fits.
    """

    business_id: str
    sign_up_id: str
    proof_hash: str
    email: str
    password_hash: str
    known: bool
    code_hash: str
    code_expires_at: str
    tries: int
    expires_at: str
    expires_at_epoch: int

    def item(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {"schema": 1, **asdict(self)}

    def is_held_by(self, proof: str, now: datetime) -> bool:
        """Whether the browser with this proof began it, and it still waits; the table's own clean-up comes late."""
        return fingerprint(proof) == self.proof_hash and rfc3339(now) < self.expires_at

    def takes_code(self, now: datetime) -> bool:
        """Whether the newest code can still be typed."""
        return rfc3339(now) < self.code_expires_at and self.tries < code.MAX_TRIES

    def is_proven_by(self, typed: str, proof: str) -> bool:
        return not self.known and code.matches(typed, proof, self.code_hash)

    def with_code(self, fresh: str, proof: str, now: datetime) -> "SignUp":
        """The same sign-up with another code and all its tries; the code before is worthless from now on."""
        kept = code.code_hash(new_secret() if self.known else fresh, proof)
        return replace(self, code_hash=kept, code_expires_at=rfc3339(now + code.LASTS), tries=0)


def begin(
    business_id: str, sign_up_id: str, proof: str, email: str, password_hash: str, *, known: bool, now: datetime
) -> SignUp:
    """A sign-up without its code yet; `with_code` gives it one."""
    ends = now + WAITS
    return SignUp(
        business_id=business_id,
        sign_up_id=sign_up_id,
        proof_hash=fingerprint(proof),
        email=email,
        password_hash=password_hash,
        known=known,
        code_hash="",
        code_expires_at=rfc3339(now),
        tries=0,
        expires_at=rfc3339(ends),
        expires_at_epoch=epoch(ends),
    )


def sign_up_of(item: Mapping[str, Any]) -> SignUp:
    """The sign-up in a stored item."""
    return SignUp(**{name: item[name] for name in SignUp.__slots__})
