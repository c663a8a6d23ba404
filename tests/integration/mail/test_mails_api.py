"""The mails of a business: who sees and changes them, and that what leaves is what was set and previewed (product 11)."""

from datetime import timedelta
from email.header import decode_header, make_header
from io import StringIO
from typing import Any

import pytest

from accounts.business import Business
from latchkey import keys
from latchkey.clock import rfc3339, utc_now
from latchkey.outbox import outgoing
from latchkey.tables import commit, read
from latchkey.writes import Put
from mail import api, editing, messages, send
from mail.catalog import CATALOG
from mail.samples import sample
from mail.words import Setting
from tests.browsing import Answer, Browser
from tests.building import (
    a_business,
    anonymous,
    as_customer,
    as_staff,
    sent_mails,
    stream_records,
)
from tests.integration.accounts.people import calls
from tests.integration.media.life import ok

PLAIN = {"subject": "", "opening": "", "closing": ""}
OWN = {"subject": "{customer}: {address}", "opening": "Hello {customer},", "closing": "<b>Bye</b> {{ 7*7 }}"}


@pytest.fixture
def owner(business: Business) -> Browser:
    return as_staff(api.handler, business)


def setting(**changes: Any) -> dict[str, Any]:
    return {**PLAIN, "is_on": True, "version": 0, **changes}


def listed(browser: Browser, mail: str) -> dict[str, Any]:
    (found,) = [one for one in ok(browser.get("/api/mails"))["mails"] if one["mail"] == mail]
    return dict(found)


def refusal(answer: Answer) -> tuple[int, list[str]]:
    return answer.status, [one["field"] for one in answer.json.get("errors", [])]


def put(business: Business, payload: dict[str, Any]) -> str:
    event = outgoing(business.business_id, "mail", payload, utc_now())
    commit([event])
    return str(event.item["event_id"])


def delivered(business: Business) -> dict[str, Any]:
    return messages.payload_of(sample("listing_delivered", business))


def outcome(business: Business, event_id: str) -> str:
    found = read("events", keys.event(business.business_id, event_id))
    assert found is not None
    assert "pending" not in found
    return str(found["outcome"])


def test_all_mails_are_listed_on_and_in_standard_words(owner: Browser) -> None:
    answer = ok(owner.get("/api/mails"))
    assert [one["mail"] for one in answer["mails"]] == list(CATALOG)
    assert answer["may_change"]
    assert all(one["is_on"] and one["version"] == 0 and not one["opening"] for one in answer["mails"])


def test_what_leaves_is_what_was_previewed_to_the_letter(owner: Browser, business: Business) -> None:
    words = {**OWN, "closing": "Bye <b>all</b>"}
    previewed = ok(owner.post("/api/mails/listing_delivered/previews", words))
    ok(owner.put("/api/mails/listing_delivered", setting(**words)))
    put(business, delivered(business))
    send.handler(stream_records("mail"), None)
    (mail,) = sent_mails()
    assert str(make_header(decode_header(mail.subject))) == previewed["subject"]
    assert previewed["subject"] == "Alex Morgan: 12 Ocean Avenue, Portland, ME 04101"
    assert previewed["standard_subject"] == "Your photos of 12 Ocean Avenue, Portland, ME 04101 are ready"
    assert mail.body in (previewed["html"], previewed["text"])
    assert "Bye &lt;b&gt;all&lt;/b&gt;" in previewed["html"]
    assert business.name in previewed["html"]


def test_a_mail_that_is_off_is_done_and_not_sent_nor_tried_again(owner: Browser, business: Business) -> None:
    ok(owner.put("/api/mails/listing_delivered", setting(is_on=False)))
    event_id = put(business, delivered(business))
    assert send.handler(stream_records("mail"), None) == {"batchItemFailures": []}
    assert outcome(business, event_id) == "off"
    assert stream_records("mail")["Records"] == []
    other = a_business()
    put(other, delivered(other))
    ok(owner.put("/api/mails/listing_delivered", setting(version=1)))
    put(business, delivered(business))
    send.handler(stream_records("mail"), None)
    assert len(sent_mails()) == 2, "another business's, and one's own once it is on again"


def test_codes_leave_whatever_a_stored_setting_says(owner: Browser, business: Business) -> None:
    for mail, entry in CATALOG.items():
        answer = owner.put(f"/api/mails/{mail}", setting(is_on=False))
        assert refusal(answer) == ((422, ["is_on"]) if entry.needed else (200, [])), mail
        if entry.needed:
            assert answer.json["detail"].endswith(entry.needed)
    odd = {"schema": 1, "version": 9, "mails": {"verification_code": Setting(is_on=False).item()}}
    commit([Put("people", keys.mail_settings(business.business_id), odd)])
    ends = rfc3339(utc_now() + timedelta(minutes=5))
    put(business, messages.verification_code(business.business_id, to="a@b.test", code="123456", expires_at=ends))
    send.handler(stream_records("mail"), None)
    assert len(sent_mails()) == 1


def test_saving_the_same_changes_nothing_and_the_slower_of_two_hears_of_the_faster(owner: Browser) -> None:
    assert ok(owner.put("/api/mails/welcome", setting()))["version"] == 0
    assert ok(owner.put("/api/mails/welcome", setting(opening="Hi")))["version"] == 1
    assert ok(owner.put("/api/mails/welcome", setting(opening="Hi")))["version"] == 1
    late = owner.put("/api/mails/welcome", setting(opening="Ho"))
    assert (late.status, late.json["current"]) == (409, {"version": 1})
    assert ok(owner.put("/api/mails/order_placed", setting(opening="Ho")))["version"] == 1, "another mail"
    assert listed(owner, "welcome")["opening"] == "Hi"


def test_two_mails_saved_at_the_same_moment_are_both_saved(owner: Browser, monkeypatch: Any) -> None:
    real = editing.commit

    def late(writes: Any) -> None:
        monkeypatch.setattr(editing, "commit", real)
        ok(owner.put("/api/mails/order_placed", setting(opening="faster")))
        real(writes)

    monkeypatch.setattr(editing, "commit", late)
    ok(owner.put("/api/mails/welcome", setting(opening="slower")))
    assert listed(owner, "order_placed")["opening"] == "faster"
    assert listed(owner, "welcome")["opening"] == "slower"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"opening": "{nobody}"}, "opening"),
        ({"closing": "{{ 7*7 }}"}, "closing"),
        ({"subject": "a\nb"}, "subject"),
        ({"subject": "x" * 151}, "subject"),
        ({"opening": "x" * 1001}, "opening"),
    ],
)
def test_bad_words_are_refused_at_their_field_before_and_when_saved(
    owner: Browser, change: dict[str, str], field: str
) -> None:
    assert refusal(owner.post("/api/mails/listing_delivered/previews", {**PLAIN, **change})) == (422, [field])
    assert refusal(owner.put("/api/mails/listing_delivered", setting(**change))) == (422, [field])
    assert listed(owner, "listing_delivered")["version"] == 0


def test_staff_look_owners_and_managers_change_and_nobody_else_knows_of_it(business: Business) -> None:
    for role, status in (("owner", 200), ("manager", 200), ("photographer", 403)):
        browser = as_staff(api.handler, business, role)
        assert ok(browser.get("/api/mails"))["may_change"] is (status == 200)
        ok(browser.post("/api/mails/welcome/previews", PLAIN))
        assert browser.put("/api/mails/welcome", setting(opening=role)).status in (status, 409)
    for browser, status in ((as_customer(api.handler, business), 404), (anonymous(api.handler, business), 401)):
        assert browser.get("/api/mails").status == status
        assert browser.put("/api/mails/welcome", setting()).status == status
        assert browser.post("/api/mails/welcome/previews", PLAIN).status == status


def test_one_businesss_words_are_not_anothers(owner: Browser) -> None:
    ok(owner.put("/api/mails/welcome", setting(opening="canary")))
    elsewhere = as_staff(api.handler, a_business())
    assert "canary" not in elsewhere.get("/api/mails").text


@pytest.mark.parametrize("mail", ["nothing", "__class__", "..%2Fwelcome"])
def test_a_mail_that_is_none_is_not_found(owner: Browser, mail: str) -> None:
    assert owner.post(f"/api/mails/{mail}/previews", PLAIN).status == 404
    assert owner.put(f"/api/mails/{mail}", setting()).status == 404


def test_looking_costs_one_call_and_saving_two(owner: Browser, log: StringIO) -> None:
    ok(owner.get("/api/mails"))
    ok(owner.post("/api/mails/welcome/previews", PLAIN))
    ok(owner.put("/api/mails/welcome", setting(opening="Hi")))
    assert calls(log) == [2, 1, 3], "one of each is the session check"


def test_amounts_of_a_preview_are_in_the_businesss_money(cloud: None) -> None:
    business = a_business(currency="EUR")
    browser = as_staff(api.handler, business)
    assert "€619.00" in ok(browser.post("/api/mails/payment_received/previews", PLAIN))["text"]
