"""The shapes that the routes of the staff take and give (guarantees 13)."""

from typing import Annotated

from pydantic import Field

from accounts.answers import Email, Password
from accounts.invitation import Invitation
from latchkey.http import Input, Output
from latchkey.viewer import StaffRole

Token = Annotated[str, Field(max_length=120)]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class InvitationIn(Input):
    email: Email
    role: StaffRole


class RoleIn(Input):
    role: StaffRole


class InvitationTokenIn(Input):
    token: Token


class JoiningIn(Input):
    token: Token
    name: Name
    password: Password


class MemberOut(Output):
    account_id: str
    email: str
    name: str
    role: StaffRole


class InvitationOut(Output):
    invitation_id: str
    email: str
    role: StaffRole
    expires_at: str


class StaffOut(Output):
    members: list[MemberOut]
    invitations: list[InvitationOut]
    may_change: bool


class InvitedOut(Output):
    """What the page behind a mailed invitation shows."""

    email: str
    role: StaffRole
    invited_by: str


def invitation_out(invitation: Invitation) -> InvitationOut:
    """Of an invitation what its sender may see; never its secret."""
    return InvitationOut(**{name: getattr(invitation, name) for name in InvitationOut.model_fields})
