"""What the API of a business's mails takes and gives."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from latchkey.http import Input, Output
from mail.catalog import Reader
from mail.words import MOST_SUBJECT, MOST_TEXT

_Text = Annotated[str, Field(max_length=MOST_TEXT)]


class MailWordsIn(Input):
    """The business's own words: plain text with placeholders; empty is the standard subject, and nothing around the text."""

    subject: Annotated[str, Field(max_length=MOST_SUBJECT)]
    opening: _Text
    closing: _Text


class MailIn(MailWordsIn):
    """Saves a mail's setting on the `version` that the person saw."""

    is_on: bool
    version: Annotated[int, Field(ge=0)]


class MailOut(Output):
    """`needed` is why it always leaves, empty where it can be switched off; `placeholders` are what its words may name."""

    mail: str
    title: str
    leaves: str
    reader: Reader
    needed: str
    is_on: bool
    subject: str
    opening: str
    closing: str
    placeholders: list[str]
    version: int


class MailsOut(Output):
    mails: list[MailOut]
    may_change: bool


class MailPreviewOut(Output):
    """The very mail that would leave, with made-up facts; `standard_subject` is its subject without one's own."""

    subject: str
    standard_subject: str
    html: str
    text: str
