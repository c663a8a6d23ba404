"""The shapes that the routes of the platform's own host take and give (guarantees 13)."""

from typing import Annotated, Literal

from pydantic import Field

from accounts.answers import Code, Email, Password
from accounts.host_answers import Label
from latchkey.http import Input, Output

SignUps = Literal["open", "invited", "closed"]
State = Literal["code", "preparing", "live"]


class BusinessIn(Input):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    label: Label
    time_zone: Annotated[str, Field(max_length=64)]
    currency: Annotated[str, Field(max_length=3)]
    email: Email
    password: Password
    invitation_code: Annotated[str, Field(max_length=100)] = ""


class ProofIn(Input):
    """The typed code; another `label` where the first one was taken meanwhile."""

    code: Code
    label: Label = ""


class FoundingOut(Output):
    """This browser's business: waits for its code, is being brought to its host, or is live there."""

    state: State
    name: str
    label: str
    email: str
    host: str
    url: str


class PlatformOut(Output):
    """`sign_ups`: anybody may found a business here, whoever has an invitation code, or nobody."""

    sign_ups: SignUps
    domain: str
    currencies: list[str]
    founding: FoundingOut | None
