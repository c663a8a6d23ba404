"""Mailed invitations, to the staff and to a customer team: one address, one use, a day long (product 2.8, 2.9)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any, Self

from latchkey import keys
from latchkey.clock import epoch, rfc3339
from latchkey.ids import fingerprint
from latchkey.viewer import Right, StaffRole, TeamRole

LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """What every invitation has: of the secret in its link only the hash is kept (guarantees 14)."""

    business_id: str
    invitation_id: str
    email: str
    secret_hash: str
    invited_by: str
    invited_at: str
    expires_at: str
    expires_at_epoch: int

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Self:
        """The one in a stored item; attributes that a later release adds are passed over."""
        return cls(**{field.name: item[field.name] for field in fields(cls)})

    def item(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {"schema": 1, **asdict(self)}

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be taken; the table's own clean-up comes late."""
        return rfc3339(now) < self.expires_at

    def is_opened_by(self, secret: str, now: datetime) -> bool:
        return self.is_open(now) and compare_digest(fingerprint(secret), self.secret_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Mailed):
    """To the staff. `invited_by` is the name of the owner who sent it."""

    role: StaffRole

    @classmethod
    def to(
        cls, business_id: str, invitation_id: str, email: str, role: StaffRole, secret: str, *, by: str, now: datetime
    ) -> Self:
        """An invitation from now on; the link in its mail carries `<invitation_id>.<secret>`."""
        return cls(
            business_id=business_id,
            invitation_id=invitation_id,
            email=email,
            role=role,
            **_terms(secret, by, now),
        )

    @property
    def key(self) -> keys.Key:
        return keys.staff_invitation(self.business_id, self.invitation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamInvitation(Mailed):
    """To a customer team. `invited_by` is the name of the admin, or of the business when its staff sent it."""

    team_id: str
    role: TeamRole
    rights: tuple[Right, ...] = ()

    @classmethod
    def to(
        cls,
        business_id: str,
        team_id: str,
        invitation_id: str,
        email: str,
        role: TeamRole,
        rights: tuple[Right, ...],
        secret: str,
        *,
        by: str,
        now: datetime,
    ) -> Self:
        """An invitation from now on; the link in its mail carries `<team_id>.<invitation_id>.<secret>`."""
        return cls(
            business_id=business_id,
            team_id=team_id,
            invitation_id=invitation_id,
            email=email,
            role=role,
            rights=rights,
            **_terms(secret, by, now),
        )

    @property
    def key(self) -> keys.Key:
        return keys.team_invitation(self.business_id, self.team_id, self.invitation_id)


def _terms(secret: str, by: str, now: datetime) -> dict[str, Any]:
    ends = now + LASTS
    return {
        "secret_hash": fingerprint(secret),
        "invited_by": by,
        "invited_at": rfc3339(now),
        "expires_at": rfc3339(ends),
        "expires_at_epoch": epoch(ends),
    }
