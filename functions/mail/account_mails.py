"""The mails about accounts, as plain facts: codes, invitations, and what their owners have to know."""

from dataclasses import dataclass

from latchkey.viewer import StaffRole, TeamRole
from mail.message import Message


@dataclass(frozen=True, slots=True)
class VerificationCode(Message):
    """The six digits that finish a sign-up; worthless and unsent after `expires_at` (RFC 3339)."""

    code: str
    expires_at: str


class FoundingCode(VerificationCode):
    """The six digits that prove the address of a business's first owner; the business does not exist before."""

    __slots__ = ()


class PasswordReset(VerificationCode):
    """The six digits that let its owner choose a new password; as worthless and unsent after their time."""

    __slots__ = ()


class EmailChangeCode(VerificationCode):
    """The six digits that prove the address an account wants to move to; likewise."""

    __slots__ = ()


class PasswordChanged(Message):
    """The password is another one since a moment ago: whoever it was not hears of it."""

    __slots__ = ()


class EmailChanged(Message):
    """The account has another address since a moment ago. Told to the one before, which does not learn the new one."""

    __slots__ = ()


class AccountExists(Message):
    """Somebody signed up with an address that has an account: its owner alone is told (product 2.2)."""

    __slots__ = ()


class Welcome(Message):
    """A sign-up is finished: where everything is found from now on."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ErasureRefused(Message):
    """The business does not delete this customer, and why (ADR 0070)."""

    customer_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class DomainFailing(Message):
    """Told to an owner: the proof of the business's own domain is gone, and when the domain goes too (RFC 3339, ADR 0071)."""

    domain: str
    withdraws_at: str


@dataclass(frozen=True, slots=True)
class BusinessClosing(Message):
    """Told to an owner: who is closing the business, and until when an owner can take that back (RFC 3339, ADR 0073)."""

    asked_by: str
    closes_at: str


@dataclass(frozen=True, slots=True)
class BusinessKept(Message):
    """Told to an owner: the business is open again, because `by` took it back, or for a `reason` that came in between."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class StaffInvitation(Message):
    """Somebody may join the staff in this role; worthless and unsent after `expires_at`. The link carries the secret."""

    role: StaffRole
    invited_by: str
    expires_at: str
    link_path: str


@dataclass(frozen=True, slots=True)
class TeamInvitation(Message):
    """An invitation to a customer team; good until `expires_at`. `link_path` carries its secret."""

    team_name: str
    role: TeamRole
    invited_by: str
    expires_at: str
    link_path: str
