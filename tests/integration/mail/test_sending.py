"""The outbox's mails: each sent, once if nothing breaks, never lost, to one person (guarantees 60, 61, 28, 6)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import getaddresses
from io import StringIO
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from accounts.business import Business
from latchkey import keys
from latchkey.clients import client
from latchkey.clock import rfc3339, utc_now
from latchkey.errors import UnavailableError
from latchkey.outbox import outgoing
from latchkey.tables import commit, read
from mail import messages, send
from tests.building import a_business, all_items, business_value, sent_mails, stream_records


def put(business: Business, payload: dict[str, Any], event_id: str | None = None) -> str:
    event = outgoing(business.business_id, "mail", payload, utc_now(), event_id=event_id)
    commit([event])
    return str(event.item["event_id"])


def code_for(business: Business, to: str = "joe@example.com", minutes: int = 10) -> dict[str, Any]:
    ends = rfc3339(utc_now() + timedelta(minutes=minutes))
    return messages.verification_code(business.business_id, to=to, code="204918", expires_at=ends)


def event_of(business: Business, event_id: str) -> dict[str, Any]:
    found = read("events", keys.event(business.business_id, event_id))
    assert found is not None
    return found


@contextmanager
def ses(answers: Any, *, after: bool = False) -> Iterator[None]:
    """Every call of SES raises what `answers` makes of it, before or after the mail has left; None lets it pass."""
    name = "after-call.sesv2.SendEmail" if after else "before-call.sesv2.SendEmail"

    def act(params: Any = None, **_: Any) -> None:
        error = answers(str((params or {}).get("body", "")))
        if error is not None:
            raise error

    events = client("sesv2").meta.events
    events.register(name, act)
    try:
        yield
    finally:
        events.unregister(name, act)


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "SendEmail")


class CrashError(BaseException):
    """The worker is gone."""


def test_a_mail_leaves_once_however_often_its_event_comes(business: Business) -> None:
    event_id = put(business, code_for(business))
    records = stream_records("mail")
    for _ in range(3):
        assert send.handler(records, None) == {"batchItemFailures": []}
    (mail,) = sent_mails()
    assert mail.destinations == {"ToAddresses": ["joe@example.com"]}
    assert mail.source == f'"{business.name}" <portal@example.com>' or mail.source.startswith(business.name)
    settled = event_of(business, event_id)
    assert settled["outcome"] == "sent"
    assert "pending" not in settled


def test_a_settled_event_keeps_neither_code_nor_address(business: Business) -> None:
    put(business, code_for(business))
    send.handler(stream_records("mail"), None)
    (item,) = all_items("events")
    assert "204918" not in str(item)
    assert "joe@" not in str(item)
    assert item["payload"] == {"mail": "verification_code"}


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException"])
def test_what_ses_refuses_for_good_is_recorded_and_not_tried_for_ever(business: Business, code: str) -> None:
    event_id = put(business, code_for(business))
    with ses(lambda _: refusal(code)):
        assert send.handler(stream_records("mail"), None) == {"batchItemFailures": []}
    assert event_of(business, event_id)["outcome"] == "refused"
    assert event_of(business, event_id)["reason"] == code
    assert stream_records("mail")["Records"] == []


@pytest.mark.parametrize(
    "code", ["TooManyRequestsException", "SendingPausedException", "AccountSuspendedException", "InternalFailure"]
)
def test_what_may_pass_later_is_tried_again(business: Business, code: str) -> None:
    event_id = put(business, code_for(business))
    with ses(lambda _: refusal(code)):
        answer = send.handler(stream_records("mail"), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "000000000000000000001"}]}
    assert "pending" in event_of(business, event_id)
    send.handler(stream_records("mail"), None)
    assert len(sent_mails()) == 1


def test_one_bad_mail_holds_up_no_other(business: Business) -> None:
    for number in range(5):
        put(business, code_for(business, f"p{number}@example.com"))
    records = stream_records("mail")
    with ses(lambda body: refusal("TooManyRequestsException") if "p2@" in body else None):
        answer = send.handler(records, None)
    assert len(answer["batchItemFailures"]) == 1
    assert len(sent_mails()) == 4
    assert send.handler(records, None) == {"batchItemFailures": []}
    assert sorted(mail.destinations["ToAddresses"][0] for mail in sent_mails()) == [
        f"p{number}@example.com" for number in range(5)
    ]


def test_a_crash_after_sending_sends_at_most_once_more(business: Business) -> None:
    put(business, code_for(business))
    records = stream_records("mail")

    def crash(**_: Any) -> None:
        raise CrashError

    client("dynamodb").meta.events.register("before-call.dynamodb.UpdateItem", crash)
    try:
        with pytest.raises(CrashError):
            send.handler(records, None)
    finally:
        client("dynamodb").meta.events.unregister("before-call.dynamodb.UpdateItem", crash)
    for _ in range(3):
        send.handler(records, None)
    assert len(sent_mails()) == 2


def test_a_crash_before_sending_loses_nothing(business: Business) -> None:
    put(business, code_for(business))
    records = stream_records("mail")
    with ses(lambda _: CrashError()), pytest.raises(CrashError):
        send.handler(records, None)
    send.handler(records, None)
    assert len(sent_mails()) == 1


def test_a_lost_answer_is_tried_again(business: Business) -> None:
    event_id = put(business, code_for(business))
    with ses(lambda _: ReadTimeoutError(endpoint_url="x"), after=True):
        assert len(send.handler(stream_records("mail"), None)["batchItemFailures"]) == 1
    send.handler(stream_records("mail"), None)
    assert event_of(business, event_id)["outcome"] == "sent"
    assert len(sent_mails()) == 2


def test_an_expired_code_is_not_sent(business: Business) -> None:
    event_id = put(business, code_for(business, minutes=0))
    send.handler(stream_records("mail"), None)
    assert sent_mails() == []
    assert event_of(business, event_id)["outcome"] == "expired"


def test_an_event_of_another_business_or_of_no_shape_is_refused_and_visible(business: Business) -> None:
    other = business_value()
    ids = [put(business, code_for(other)), put(business, {"mail": "unknown"}), put(other, code_for(other))]
    assert send.handler(stream_records("mail"), None) == {"batchItemFailures": []}
    assert sent_mails() == []
    assert event_of(business, ids[0])["outcome"] == "refused"
    assert event_of(business, ids[1])["outcome"] == "refused"
    assert event_of(other, ids[2])["outcome"] == "refused"


@pytest.mark.parametrize("name", ['Häfen "Light" <x>', "a, b; c@d", "Ω" * 80])
def test_a_display_name_is_one_quoted_word_and_never_another_address(business: Business, name: str) -> None:
    changed = a_business(name=name)
    put(changed, code_for(changed))
    send.handler(stream_records("mail"), None)
    (mail,) = sent_mails()
    assert [address for _, address in getaddresses([mail.source])] == ["portal@example.com"]
    assert mail.source.isascii()


def test_the_link_is_of_the_stored_host_whatever_the_payload_says(business: Business) -> None:
    payload = messages.account_exists(business.business_id, to="joe@example.com")
    put(business, {**payload, "host": "evil.test"})
    put(business, payload)
    send.handler(stream_records("mail"), None)
    (mail,) = sent_mails()
    assert f"https://{business.host}/sign-in" in mail.body
    assert "evil.test" not in mail.body


def test_the_log_of_mails_holds_ids_alone(business: Business, log: StringIO) -> None:
    put(business, code_for(business, "canary@example.com"))
    with ses(lambda _: refusal("TooManyRequestsException")):
        send.handler(stream_records("mail"), None)
    send.handler(stream_records("mail"), None)
    assert log.getvalue().count("\n") == 2
    assert "canary" not in log.getvalue()
    assert "204918" not in log.getvalue()


def test_delivering_raises_while_ses_cannot_take_it(business: Business) -> None:
    event_id = put(business, code_for(business))
    with ses(lambda _: refusal("LimitExceededException")), pytest.raises(UnavailableError):
        send.deliver(business.business_id, event_id, utc_now())
