"""Sends the mails of the outbox: each at least once, and not again once its event is settled (guarantees 60).

The event is read before and settled after sending. A crash in between sends a second time; nothing is ever lost by it.
"""

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
from latchkey.writes import Item
from mail.letter import Letter, letter_of
from mail.messages import Message, VerificationCode, message_of, one_line

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

    Safe to repeat. Raises UnavailableError when SES cannot take it now; what can never be sent is settled as refused,
    for people to see.
    """
    event, business = read_many([("events", keys.event(business_id, event_id)), ("people", keys.business(business_id))])
    if event is None or "pending" not in event:
        return
    try:
        outcome = _outcome(event, business, now)
    except InvalidError as error:
        outcome = {"outcome": "refused", "reason": error.detail}
    if outcome["outcome"] == "refused":
        observability.count("MailsRefused")
    said = {"payload": {"mail": event["payload"].get("mail", "")}}
    commit([settled(business_id, event_id, now, **outcome, **said)])


def _outcome(event: Item, stored: Item | None, now: datetime) -> dict[str, str]:
    message = message_of(event["payload"])
    if stored is None or message.business_id != event["business_id"]:
        raise InvalidError("The mail belongs to no business, or to another one.")
    business = business_of(stored)
    if isinstance(message, VerificationCode) and message.expires_at <= rfc3339(now):
        return {"outcome": "expired"}
    letter = letter_of(message, business, settings().origin(business.host))
    return _sent(message, letter, business)


def _sent(message: Message, letter: Letter, business: Business) -> dict[str, str]:
    """One mail to one person, by SES's structured form: no header is ever put together by hand (guarantees 61)."""
    name = settings().configuration_set
    try:
        answer = client("sesv2").send_email(
            FromEmailAddress=formataddr((one_line(business.name), settings().mail_from)),
            Destination={"ToAddresses": [one_line(message.to)]},
            ReplyToAddresses=[one_line(business.email)] if business.email else [],
            Content={"Simple": {"Subject": _utf8(letter.subject), "Body": _body(letter)}},
            **({"ConfigurationSetName": name} if name else {}),
        )
    except ClientError as error:
        if error.response["Error"]["Code"] in _FOR_GOOD:
            return {"outcome": "refused", "reason": error.response["Error"]["Code"]}
        raise UnavailableError("The mail service does not take mails just now.") from error
    return {"outcome": "sent", "message_id": answer["MessageId"]}


def _body(letter: Letter) -> dict[str, dict[str, str]]:
    return {"Html": _utf8(letter.html), "Text": _utf8(letter.text)}


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
