"""All kinds of mails, the way back from an outbox payload to its message, and the payloads that accounts put there."""

from collections.abc import Mapping
from typing import Any

from latchkey.errors import InvalidError
from latchkey.money import Money
from latchkey.viewer import StaffRole, TeamRole
from mail.account_mails import (
    AccountExists,
    BusinessClosing,
    BusinessKept,
    DomainFailing,
    EmailChangeCode,
    EmailChanged,
    ErasureRefused,
    FoundingCode,
    PasswordChanged,
    PasswordReset,
    StaffInvitation,
    TeamInvitation,
    VerificationCode,
    Welcome,
)
from mail.message import Message, must_be_sound, name_of, payload_of
from mail.order_mails import (
    CancellationReceived,
    ListingDelivered,
    ListingUpdated,
    OrderAccepted,
    OrderCanceled,
    OrderDeclined,
    OrderPlaced,
    OrderReceived,
    PaymentReceived,
)
from mail.recipient_mails import ListingCopy, OrderCopy, RecipientAdded

KINDS: Mapping[str, type[Message]] = {
    name_of(kind): kind
    for kind in (
        VerificationCode,
        PasswordReset,
        PasswordChanged,
        EmailChangeCode,
        EmailChanged,
        AccountExists,
        Welcome,
        StaffInvitation,
        ErasureRefused,
        DomainFailing,
        BusinessClosing,
        BusinessKept,
        OrderPlaced,
        OrderReceived,
        OrderAccepted,
        OrderDeclined,
        OrderCanceled,
        CancellationReceived,
        TeamInvitation,
        ListingDelivered,
        ListingUpdated,
        PaymentReceived,
        RecipientAdded,
        OrderCopy,
        ListingCopy,
    )
}
# What no business sends: the platform writes it before there is one.
_ALL = {**KINDS, name_of(FoundingCode): FoundingCode}


def verification_code(business_id: str, *, to: str, code: str, expires_at: str) -> dict[str, Any]:
    """The payload of the code mail; `code` is six digits, `expires_at` RFC 3339."""
    return payload_of(VerificationCode(business_id, to, code, expires_at))


def founding_code(business_id: str, *, to: str, code: str, expires_at: str) -> dict[str, Any]:
    """The payload of the code mail for a business that is being founded, as `verification_code`."""
    return payload_of(FoundingCode(business_id, to, code, expires_at))


def password_reset(business_id: str, *, to: str, code: str, expires_at: str) -> dict[str, Any]:
    """The payload of the code mail for a new password, as `verification_code`."""
    return payload_of(PasswordReset(business_id, to, code, expires_at))


def password_changed(business_id: str, *, to: str) -> dict[str, Any]:
    """The payload of the mail "your password was changed"."""
    return payload_of(PasswordChanged(business_id, to))


def email_change_code(business_id: str, *, to: str, code: str, expires_at: str) -> dict[str, Any]:
    """The payload of the code mail to the address that an account wants to move to, as `verification_code`."""
    return payload_of(EmailChangeCode(business_id, to, code, expires_at))


def email_changed(business_id: str, *, to: str) -> dict[str, Any]:
    """The payload of the mail "your e-mail was changed", to the address before."""
    return payload_of(EmailChanged(business_id, to))


def account_exists(business_id: str, *, to: str) -> dict[str, Any]:
    """The payload of the mail "you already have an account"."""
    return payload_of(AccountExists(business_id, to))


def welcome(business_id: str, *, to: str) -> dict[str, Any]:
    """The payload of the mail after a sign-up."""
    return payload_of(Welcome(business_id, to))


def staff_invitation(
    business_id: str, *, to: str, role: StaffRole, invited_by: str, expires_at: str, link_path: str
) -> dict[str, Any]:
    """The payload of an invitation to the staff. `link_path` is `/join/<token>`."""
    return payload_of(StaffInvitation(business_id, to, role, invited_by, expires_at, link_path))


def team_invitation(
    business_id: str, *, to: str, team_name: str, role: TeamRole, invited_by: str, expires_at: str, link_path: str
) -> dict[str, Any]:
    """The payload of an invitation to a customer team. `link_path` is `/teams/join/<token>`."""
    return payload_of(TeamInvitation(business_id, to, team_name, role, invited_by, expires_at, link_path))


def erasure_refused(business_id: str, *, to: str, customer_id: str, reason: str) -> dict[str, Any]:
    """The payload of the mail "we did not delete your data"; `reason` is the business's own."""
    return payload_of(ErasureRefused(business_id, to, customer_id, reason))


def domain_failing(business_id: str, *, to: str, domain: str, withdraws_at: str) -> dict[str, Any]:
    """The payload of the mail to an owner whose domain lost its proof; `withdraws_at` is RFC 3339."""
    return payload_of(DomainFailing(business_id, to, domain, withdraws_at))


def business_closing(business_id: str, *, to: str, asked_by: str, closes_at: str) -> dict[str, Any]:
    """The payload of the mail to an owner whose business is being closed; `closes_at` is RFC 3339."""
    return payload_of(BusinessClosing(business_id, to, asked_by, closes_at))


def business_kept(business_id: str, *, to: str, by: str = "", reason: str = "") -> dict[str, Any]:
    """The payload of the mail to an owner whose business is open again: somebody took it back, or for a reason."""
    return payload_of(BusinessKept(business_id, to, by, reason))


def message_of(payload: Mapping[str, Any]) -> Message:
    """The message in an outbox payload. Raises InvalidError when it is of no known kind or shape."""
    facts = {name: _value(fact) for name, fact in payload.items() if name != "mail"}
    try:
        message: Message = _ALL[payload["mail"]](**facts)
    except (KeyError, TypeError) as error:
        raise InvalidError("This mail is of a kind or shape that nobody knows.") from error
    must_be_sound(message)
    return message


def _value(fact: Any) -> Any:
    return Money(**fact) if isinstance(fact, Mapping) else fact
