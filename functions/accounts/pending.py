"""What waits for its mailed code: bound to the browser that asked, alike whether or not the address is known (product 2)."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Self

from accounts import code
from latchkey.clock import epoch, rfc3339
from latchkey.ids import fingerprint, new_secret
from latchkey.keys import Key

WAITS = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending(ABC):
    """`proof_hash` is the fingerprint of the proof, which only the browser's cookie yields: the table cannot rebuild it,
    so a code hash salted with it is of no use to a reader of the table.
    """

    business_id: str
    email: str
    proof_hash: str
    expires_at: str
    expires_at_epoch: int
    code_hash: str = ""
    code_expires_at: str = ""
    tries: int = 0

    @property
    @abstractmethod
    def key(self) -> Key:
        """Where the table keeps it."""

    @property
    @abstractmethod
    def has_a_code(self) -> bool:
        """Whether a code was mailed; where none was, none fits, and nothing else tells the difference."""

    def item(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {"schema": 1, **asdict(self)}

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Self:
        """The one in a stored item; attributes that a later release adds are passed over."""
        return cls(**{field.name: item[field.name] for field in fields(cls)})

    def is_held_by(self, proof: str, now: datetime) -> bool:
        """Whether the browser with this proof began it, and it still waits; the table's own clean-up comes late."""
        return fingerprint(proof) == self.proof_hash and rfc3339(now) < self.expires_at

    def takes_code(self, now: datetime) -> bool:
        """Whether the newest code can still be typed."""
        return rfc3339(now) < self.code_expires_at and self.tries < code.MAX_TRIES

    def is_proven_by(self, typed: str, proof: str) -> bool:
        return self.has_a_code and code.matches(typed, proof, self.code_hash)

    def with_code(self, fresh: str, proof: str, now: datetime) -> Self:
        """The same with another code and all its tries; the code before is worthless from now on."""
        kept = code.code_hash(fresh if self.has_a_code else new_secret(), proof)
        return replace(self, code_hash=kept, code_expires_at=rfc3339(now + code.LASTS), tries=0)


def begun_by(business_id: str, email: str, proof: str, now: datetime) -> dict[str, Any]:
    """What anything pending starts with, as keyword arguments; `with_code` gives it its code."""
    ends = now + WAITS
    return {
        "business_id": business_id,
        "email": email,
        "proof_hash": fingerprint(proof),
        "expires_at": rfc3339(ends),
        "expires_at_epoch": epoch(ends),
    }
