"""Sends the mails of the outbox: each at least once, and not again once its event is settled (guarantees 60).

The event is read before and settled after sending. A crash in between sends a second time; nothing is ever lost by it.
"""

from collections.abc import Iterable
from datetime import datetime
from email.utils import formataddr
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from accounts.business import Business, business_of
from latchkey import keys, observability
from latchkey.clients import client
from latchkey.clock import rfc3339, utc_now
from latchkey.errors import InvalidError, LatchkeyError, UnavailableError
from latchkey.outbox import settled
from latchkey.settings import settings
from latchkey.tables import commit, from_stream, read_many
from latchkey.writes import Item, Write
from mail import founding_code
from mail.account_mails import FoundingCode, StaffInvitation, TeamInvitation, VerificationCode
from mail.addressee import addressed, record_of
from mail.catalog import can_be_off
from mail.copies import copies_of, is_wanted
from mail.letter import Letter, letter_of
from mail.message import Message, name_of, one_line
from mail.messages import message_of
from mail.recipient_mails import RecipientMail
from mail.words import setting_of

# SES will never take these, however often it is asked. What concerns the whole deployment (paused, throttled, not set
# up) is tried again instead.
_FOR_GOOD = {"MessageRejected", "BadRequestException"}


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A batch of the Events stream. One mail that fails is tried again; the others of the batch are not held up by it."""
    with observability.invocation("mail", getattr(context, "aws_request_id", "")) as facts:
        failed = [record for record in event["Records"] if not _is_done(record)]
        facts.update(mails=len(event["Records"]), failed=len(failed))
        return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]} for record in failed]}


def _is_done(record: dict[str, Any]) -> bool:
    item = from_stream(record["dynamodb"]["NewImage"])
    try:
        deliver(item["business_id"], item["event_id"], utc_now())
    except (LatchkeyError, ClientError, BotoCoreError) as error:
        observability.note(event_id=item["event_id"], failed_as=type(error).__name__)
        return False
    return True


def deliver(business_id: str, event_id: str, now: datetime) -> None:
    """Sends the mail of this event unless that is done, and settles the event without what it said: it held secrets.

    Copies for recipients come to be with the settling, as events of their own.

    Safe to repeat. Raises UnavailableError when SES cannot take it now; what can never be sent is settled as refused,
    for people to see.
    """
    event, business, mails = read_many(
        [
            ("events", keys.event(business_id, event_id)),
            ("people", keys.business(business_id)),
            ("people", keys.mail_settings(business_id)),
        ]
    )
    if event is None or "pending" not in event:
        return
    copies: Iterable[Write] = ()
    try:
        outcome, copies = _outcome(event, business, mails, now)
    except InvalidError as error:
        outcome = {"outcome": "refused", "reason": error.detail}
    if outcome["outcome"] == "refused":
        observability.count("MailsRefused")
    facts: dict[str, Any] = {**outcome, "payload": {"mail": event["payload"].get("mail", "")}}
    commit([settled(business_id, event_id, now, **facts), *copies])


def _outcome(
    event: Item, stored: Item | None, mails: Item | None, now: datetime
) -> tuple[dict[str, str], Iterable[Write]]:
    message = message_of(event["payload"])
    if message.business_id != event["business_id"]:
        raise InvalidError("The mail belongs to another business.")
    business = _sender(message, stored)
    if isinstance(message, VerificationCode | StaffInvitation | TeamInvitation) and message.expires_at <= rfc3339(now):
        return {"outcome": "expired"}, ()
    name = name_of(type(message))
    setting = setting_of(mails, name)
    if not setting.is_on and can_be_off(name):
        return {"outcome": "off"}, ()
    if isinstance(message, RecipientMail) and not is_wanted(message):
        return {"outcome": "unwanted"}, ()
    record = record_of(message)
    message = addressed(message, record)
    origin = settings().origin(business.link_host)
    letter = letter_of(message, business, origin, setting.words)
    return _sent(message, letter, business, origin), copies_of(message, record, event["event_id"], now)


def _sender(message: Message, stored: Item | None) -> Business:
    """Who writes: the business, or the platform to somebody whose business does not exist yet."""
    if isinstance(message, FoundingCode):
        return founding_code.platform(message.business_id)
    if stored is None:
        raise InvalidError("The mail belongs to no business.")
    return business_of(stored)


def _sent(message: Message, letter: Letter, business: Business, origin: str) -> dict[str, str]:
    """One mail to one person, by SES's structured form: no header is ever put together by hand (guarantees 61)."""
    name = settings().configuration_set
    try:
        answer = client("sesv2").send_email(
            FromEmailAddress=formataddr((one_line(business.name), settings().mail_from)),
            Destination={"ToAddresses": [one_line(message.to)]},
            ReplyToAddresses=[one_line(business.email)] if business.email else [],
            Content={"Simple": {"Subject": _utf8(letter.subject), "Body": _body(letter), **_headers(message, origin)}},
            **({"ConfigurationSetName": name} if name else {}),
        )
    except ClientError as error:
        if error.response["Error"]["Code"] in _FOR_GOOD:
            return {"outcome": "refused", "reason": error.response["Error"]["Code"]}
        raise UnavailableError("The mail service does not take mails just now.") from error
    return {"outcome": "sent", "message_id": answer["MessageId"]}


def _headers(message: Message, origin: str) -> dict[str, list[dict[str, str]]]:
    """What lets a mail program end the mails with one press, which posts to the link (RFC 8058)."""
    if not isinstance(message, RecipientMail):
        return {}
    return {
        "Headers": [
            {"Name": "List-Unsubscribe", "Value": one_line(f"<{origin}{message.unsubscribe_path}>")},
            {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
        ]
    }


def _body(letter: Letter) -> dict[str, dict[str, str]]:
    return {"Html": _utf8(letter.html), "Text": _utf8(letter.text)}


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
