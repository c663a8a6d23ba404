"""The webhook takes what Stripe signed just now, and nothing else; it never loses an event (guarantees 19, 20, 28)."""

import json
import time
from io import StringIO
from typing import Any

import pytest

from accounts.business import Business
from latchkey import secrets as kept_secrets
from latchkey.clients import client
from latchkey.settings import settings
from local.stripe_stand_in.webhooks import sign
from payments import webhook
from tests.building import STRIPE_SECRET, all_items
from tests.integration.payments.paying import a_shop, post_webhook

EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "payment_intent.created",
    "created": 1,
    "data": {"object": {"id": "pi_1"}},
}


def body_of(**changes: Any) -> bytes:
    return json.dumps({**EVENT, **changes}).encode()


def post(body: bytes, *, secret: str = "whsec_a", at: int = 0, endpoint: str = "platform") -> int:
    return post_webhook(endpoint, sign(body, [secret], int(time.time()) + at), body)


def stored() -> list[dict[str, Any]]:
    return [item for item in all_items("events") if item["kind"] == "stripe_event"]


def test_a_signed_event_is_stored_as_it_came_and_answered(cloud: None) -> None:
    body = body_of(note="ümlaut")
    assert post(body) == 200
    (item,) = stored()
    assert item["payload"]["raw"] == body.decode()
    assert item["pending"] == "stripe_event"
    assert item["pk"] == "platform#event#evt_1"


def test_an_event_of_an_account_is_kept_apart_from_the_others(cloud: None) -> None:
    assert post(body_of(account="acct_1"), secret="whsec_b", endpoint="connect") == 200
    assert [item["pk"] for item in stored()] == ["acct_1#event#evt_1"]


@pytest.mark.parametrize("times", [2, 50])
def test_the_same_event_again_is_answered_and_stored_once(cloud: None, times: int) -> None:
    assert {post(body_of()) for _ in range(times)} == {200}
    assert len(stored()) == 1


@pytest.mark.parametrize("seconds", [-299, 299])
def test_up_to_five_minutes_either_way_are_fresh(cloud: None, seconds: int) -> None:
    assert post(body_of(), at=seconds) == 200


@pytest.mark.parametrize("seconds", [-302, 302, -86400, 86400 * 365])
def test_older_or_from_the_future_is_refused(cloud: None, seconds: int) -> None:
    assert post(body_of(), at=seconds) == 400
    assert stored() == []


def test_another_secret_or_the_other_endpoints_secret_is_refused(cloud: None) -> None:
    assert post(body_of(), secret="whsec_forged") == 400
    assert post(body_of(), secret="whsec_b") == 400
    assert post(body_of(account="acct_1"), secret="whsec_a", endpoint="connect") == 400
    assert post(body_of(), secret="") == 400
    assert stored() == []


def test_during_a_rotation_both_secrets_are_valid(cloud: None) -> None:
    both = {**STRIPE_SECRET, "webhook_secrets": ["whsec_a", "whsec_new"]}
    client("secretsmanager").put_secret_value(SecretId=settings().stripe_secret_id, SecretString=json.dumps(both))
    kept_secrets.forget()
    assert post(body_of(id="evt_1")) == post(body_of(id="evt_2"), secret="whsec_new") == 200
    two_marks = sign(body_of(id="evt_3"), ["whsec_gone", "whsec_new"], int(time.time()))
    assert post_webhook("platform", two_marks, body_of(id="evt_3")) == 200


def test_a_body_that_differs_by_one_byte_is_refused(cloud: None) -> None:
    body = body_of()
    signature = sign(body, ["whsec_a"], int(time.time()))
    for place in range(0, len(body), 7):
        changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        assert post_webhook("platform", signature, changed) == 400
    assert stored() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"1", b'"evt"', b"{}", b"\xff\xfe", b"\x00", b"[" * 100_000, b'{"object":"event"}', b"{" * 5,
     b"NaN", body_of(id="evt 1"), body_of(id=7), body_of(id="evt_1#x"), body_of(type=None), body_of(data=[]),
     body_of(data={"object": []}), body_of(object="v2.core.event"), body_of(account=["acct_1"]), body_of(account="x#y"),
     b'{"id":' + b"9" * 5000 + b"}"],
)  # fmt: skip
def test_signed_nonsense_is_refused(cloud: None, body: bytes) -> None:
    assert post(body) == 400
    assert stored() == []


@pytest.mark.parametrize(
    "header",
    ["", "t=", "t=1", "v1=abc", "t=x,v1=" + "0" * 64, "t=-1,v1=" + "0" * 64, "t=٣,v1=" + "0" * 64,
     ",,,=,=", "t=1,t=2,v1=" + "0" * 64,
     "t=" + "9" * 5000 + ",v1=" + "0" * 64, "t=1,v1=ü", "t=1,v1=\ud800", "t=1,v0=" + "0" * 64, "\x00"],
)  # fmt: skip
def test_odd_signatures_are_refused(cloud: None, header: str) -> None:
    assert post_webhook("platform", header, body_of()) == 400
    assert stored() == []


def test_a_body_that_is_not_base64_is_refused(cloud: None) -> None:
    event = {
        "rawPath": "/webhooks/stripe",
        "headers": {"x-latchkey-edge": "edge-secret-of-the-tests", "stripe-signature": "t=1,v1=" + "0" * 64},
        "body": "%%%",
        "isBase64Encoded": True,
    }
    assert webhook.handler(event, None)["statusCode"] == 400
    assert webhook.handler({**event, "body": "ü", "isBase64Encoded": False}, None)["statusCode"] == 400
    assert webhook.handler({**event, "rawPath": "/webhooks/other"}, None)["statusCode"] == 400
    assert webhook.handler({"rawPath": "/webhooks/stripe", "headers": {}}, None)["statusCode"] == 403


def test_past_the_edge_nothing_is_taken(cloud: None) -> None:
    signature = sign(body_of(), ["whsec_a"], int(time.time()))
    assert post_webhook("platform", signature, body_of(), **{"x-latchkey-edge": "guess"}) == 403
    assert stored() == []


def test_no_secret_card_or_link_is_written_into_a_log(
    business: Business, log: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        shop.stripe.pay(shop.session_id, "4000000000000002")
        shop.stripe.pay(shop.session_id)
        shop.hear_stripe()
        shop.come_back()
        post(b'{"card":"4242424242424242"}', secret="whsec_forged")
        written = log.getvalue() + "".join(capsys.readouterr())
        for secret in (
            "sk_test",
            "whsec",
            "4242",
            "4000",
            shop.session_id,
            shop.customer.email,
            "Harbor Street",
            "v1=",
        ):
            assert secret not in written, secret
        assert shop.order.order_id in written
