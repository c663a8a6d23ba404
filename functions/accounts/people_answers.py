"""The shapes that the rarer routes of accounts take and give (guarantees 13)."""

from typing import Annotated

from pydantic import Field

from accounts.answers import Code, Email, Password
from accounts.profile import MOST_LINKS
from accounts.recipient import Role
from latchkey.http import Input, Output


class ResetIn(Input):
    email: Email


class NewPasswordIn(Input):
    code: Code
    password: Password


Line = Annotated[str, Field(max_length=80)]
Link = Annotated[str, Field(max_length=200)]


class ProfileIn(Input):
    """Everything at once; `version` is the one that was read."""

    name: Line
    phone: Annotated[str, Field(max_length=40)]
    brokerage: Line
    links: Annotated[list[Link], Field(max_length=MOST_LINKS)]
    version: int


class OwnAccountOut(Output):
    email: str
    name: str | None
    phone: str | None
    brokerage: str | None
    links: list[str]
    portrait_url: str | None
    version: int


class PasswordChangeIn(Input):
    password: Password
    new_password: Password


class EmailChangeIn(Input):
    """The new address, and the present password."""

    email: Email
    password: Password


class RecipientIn(Input):
    email: Email
    role: Role


class RecipientOut(Output):
    """`has_unsubscribed`: nothing goes there any more, by that person's own word."""

    recipient_id: str
    email: str
    role: Role
    added_at: str
    has_unsubscribed: bool


class RecipientsOut(Output):
    recipients: list[RecipientOut]
    most: int


class OwnSessionOut(Output):
    """`device` in a few words or empty, `seen_on` a day; `is_this` is the one that asks."""

    session_id: str
    device: str
    begun_at: str
    seen_on: str
    is_this: bool


class OwnSessionsOut(Output):
    sessions: list[OwnSessionOut]
