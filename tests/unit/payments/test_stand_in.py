"""The stand-in answers as the stripe package says Stripe does, and forgets nothing (house 3, Local Stripe)."""

import json
from pathlib import Path
from typing import Any

import pytest
import stripe

from local.stripe_stand_in import accounts, refunds
from local.stripe_stand_in.faults import Fault
from local.stripe_stand_in.http_client import InProcessClient
from local.stripe_stand_in.stand_in import StripeStandIn
from local.stripe_stand_in.world import World
from tests.unit.payments.stripe_types import complaints

HARBOR = {"stripe_account": "acct_harbor"}
PARAMS: Any = {
    "mode": "payment",
    "line_items": [
        {"quantity": 2, "price_data": {"currency": "usd", "unit_amount": 30950, "product_data": {"name": "Order 1042"}}}
    ],
    "success_url": "http://harbor.localhost/orders/1/paid?session={CHECKOUT_SESSION_ID}",
    "cancel_url": "http://harbor.localhost/orders/1",
    "metadata": {"order_id": "ord_1"},
    "payment_intent_data": {"metadata": {"order_id": "ord_1"}},
}


class Checked(InProcessClient):
    """Every answer on its way to the package is compared with the package's types."""

    def request(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().request(*args, **kwargs)
        body = json.loads(answer[0])
        if answer[1] == 200:
            assert complaints(body) == []
        return answer


class Here:
    """A stand-in with an account, and the package's client in front of it."""

    def __init__(self, **settings: Any) -> None:
        self.now = 1_795_000_000.0
        self.stand_in = StripeStandIn(World(now=lambda: self.now, **settings))
        if self.stand_in.world.journal.get("account", "acct_harbor") is None:
            accounts.create(self.stand_in.world, {"business_profile": {"name": "Harbor Lane"}}, "acct_harbor")
        transport = Checked(self.stand_in)
        self.client = stripe.StripeClient("sk_test_1", http_client=transport, max_network_retries=0)
        self.sessions = self.client.v1.checkout.sessions

    def create(self, key: str | None = None, **changes: Any) -> stripe.checkout.Session:
        options: Any = {**HARBOR, **({"idempotency_key": key} if key else {})}
        return self.sessions.create({**PARAMS, **changes}, options)


@pytest.fixture
def here() -> Here:
    return Here()


def test_the_whole_life_of_a_payment_has_the_packages_shape(here: Here) -> None:
    session = here.create()
    assert here.stand_in.pay(session.id, "4000000000000002")
    assert here.stand_in.pay(session.id) is None
    expand: Any = {"expand": ["payment_intent.latest_charge", "line_items"]}
    paid = here.sessions.retrieve(session.id, expand, HARBOR)  # type: ignore[arg-type]
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    intent: Any = paid.payment_intent
    assert (intent.status, intent.amount_received, intent.metadata["order_id"]) == ("succeeded", 61900, "ord_1")
    assert intent.latest_charge.payment_method_details.card.last4 == "4242"
    options: Any = HARBOR
    here.client.v1.refunds.create({"payment_intent": intent.id, "amount": 1900}, options)
    refunds.open_dispute(here.stand_in.world, "acct_harbor", intent.id)
    here.client.v1.disputes.list({"payment_intent": intent.id}, options)
    here.client.v1.charges.list({"payment_intent": intent.id}, options)
    here.client.v1.refunds.list({}, options)
    here.client.v1.payment_intents.retrieve(intent.id, {}, options)
    here.sessions.line_items.list(session.id, {}, options)
    here.client.v1.accounts.retrieve("acct_harbor")
    here.client.v1.accounts.list()
    events = here.client.v1.events.list({"limit": 100}, options)
    assert [event.type for event in events.data][::-1] == [
        "payment_intent.created", "charge.failed", "payment_intent.payment_failed", "charge.succeeded",
        "payment_intent.succeeded", "checkout.session.completed", "refund.created", "charge.refunded",
        "charge.dispute.created", "charge.dispute.funds_withdrawn",
    ]  # fmt: skip
    assert {event.account for event in events.data} == {"acct_harbor"}
    for event in events.data:
        snapshot = event.data.object
        assert complaints(here.stand_in.world.find("event", "acct_harbor", event.id)["data"]["object"]) == [], snapshot


def test_a_bank_debit_is_processing_until_told(here: Here) -> None:
    session = here.create()
    here.stand_in.pay(session.id, card=None)
    expand: Any = {"expand": ["payment_intent.latest_charge"]}
    options: Any = HARBOR
    waiting = here.sessions.retrieve(session.id, expand, options)
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    assert waiting.payment_intent.status == "processing"  # type: ignore[union-attr]
    here.stand_in.settle_bank_debit(session.id, succeeded=False)
    failed = here.sessions.retrieve(session.id, expand, options)
    assert (failed.payment_status, failed.payment_intent.status) == ("unpaid", "requires_payment_method")  # type: ignore[union-attr]


def test_accounts_do_not_see_each_other(here: Here) -> None:
    accounts.create(here.stand_in.world, {"business_profile": {"name": "Other"}}, "acct_other")
    session = here.create()
    for options in ({}, {"stripe_account": "acct_other"}):
        with pytest.raises(stripe.InvalidRequestError, match=r"No such checkout\.session") as refusal:
            here.sessions.retrieve(session.id, {}, options)  # type: ignore[arg-type]
        assert (refusal.value.code, refusal.value.http_status) == ("resource_missing", 404)
        assert here.sessions.list({}, options).data == []  # type: ignore[arg-type]
    with pytest.raises(stripe.PermissionError):
        here.sessions.retrieve(session.id, {}, {"stripe_account": "acct_nobody"})
    accounts.disconnect(here.stand_in.world, "acct_harbor")
    with pytest.raises(stripe.PermissionError):
        here.create()


def test_a_key_is_replayed_for_a_day(here: Here) -> None:
    first = here.create("k1")
    here.stand_in.pay(first.id)
    again = here.create("k1")
    assert (again.id, again.status) == (first.id, "open")  # the answer as it was saved
    with pytest.raises(stripe.IdempotencyError):
        here.create("k1", cancel_url="http://harbor.localhost/other")
    assert here.create("k2").id != first.id
    here.now += 24 * 3600 + 1
    assert here.create("k1").id != first.id


def test_a_saved_500_is_replayed_and_a_429_is_not(here: Here) -> None:
    here.stand_in.faults.plan(Fault("checkout.sessions.create", "error"))
    for replayed in (None, "true"):
        with pytest.raises(stripe.APIError) as failure:
            here.create("k1")
        assert (failure.value.headers or {}).get("idempotent-replayed") == replayed
    here.stand_in.faults.plan(Fault("checkout.sessions.create", "rate_limit"))
    with pytest.raises(stripe.RateLimitError):
        here.create("k2")
    here.stand_in.faults.plan(Fault("checkout.sessions.create", "conflict"))
    with pytest.raises(stripe.APIError):
        here.create("k2")
    assert here.create("k2").status == "open"


def test_validation_mistakes_are_not_saved_under_a_key(here: Here) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        here.create("k1", line_items=[])
    assert here.create("k1").status == "open"


def test_a_lost_answer_was_applied_and_a_timeout_was_not(here: Here) -> None:
    here.stand_in.faults.plan(Fault("checkout.sessions.*", "lost"))
    with pytest.raises(stripe.APIConnectionError):
        here.create("k1")
    assert len(here.stand_in.world.owned("session", "acct_harbor")) == 1
    here.stand_in.faults.plan(Fault("checkout.sessions.*", "timeout"))
    with pytest.raises(stripe.APIConnectionError):
        here.create("k2")
    assert len(here.stand_in.world.owned("session", "acct_harbor")) == 1


def test_sessions_expire_by_themselves_and_by_request(here: Here) -> None:
    options: Any = HARBOR
    short = here.create(expires_at=int(here.now) + 1800)
    here.now += 1800
    assert here.sessions.retrieve(short.id, {}, options).status == "expired"
    session = here.create()
    assert here.sessions.expire(session.id, {}, options).status == "expired"
    with pytest.raises(stripe.InvalidRequestError, match="status of expired"):
        here.sessions.expire(session.id, {}, options)
    for seconds in (60, 25 * 3600):
        with pytest.raises(stripe.InvalidRequestError, match="between 30 minutes and 24 hours"):
            here.create(expires_at=int(here.now) + seconds)


def priced(amount: Any, currency: str = "usd") -> dict[str, Any]:
    price = {"currency": currency, "unit_amount": amount, "product_data": {"name": "x"}}
    return {"line_items": [{"quantity": 1, "price_data": price}]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (priced(49), "amount_too_small"),
        (priced(49, "jpy"), "amount_too_small"),
        (priced(10**8), "amount_too_large"),
        (priced("1.5"), "parameter_invalid_integer"),
        ({"success_url": ""}, "parameter_missing"),
        ({"cancel_url": "/orders/1"}, "url_invalid"),
        ({"colour": "red"}, "parameter_unknown"),
    ],
)  # fmt: skip
def test_what_stripe_refuses_is_refused(here: Here, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        here.create(**changes)
    assert refusal.value.code == code


def test_a_restricted_account_cannot_open_a_page(here: Here) -> None:
    accounts.change(here.stand_in.world, "acct_harbor", {"charges_enabled": False})
    with pytest.raises(stripe.InvalidRequestError, match="cannot currently make charges"):
        here.create()


def test_refunds_never_exceed_the_charge(here: Here) -> None:
    session = here.create()
    here.stand_in.pay(session.id)
    options: Any = HARBOR
    intent: Any = here.sessions.retrieve(session.id, {}, options).payment_intent
    create = here.client.v1.refunds.create
    create({"payment_intent": intent, "amount": 60000}, options)
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        create({"payment_intent": intent, "amount": 1901}, options)
    last = create({"payment_intent": intent}, options)
    assert last.amount == 1900
    with pytest.raises(stripe.InvalidRequestError, match="already been refunded"):
        create({"payment_intent": intent}, options)
    refunds.fail(here.stand_in.world, "acct_harbor", last.id)
    assert create({"payment_intent": intent}, options).amount == 1900


def test_lists_have_pages_and_filters(here: Here) -> None:
    ids = [here.create().id for _ in range(5)][::-1]
    options: Any = HARBOR
    first = here.sessions.list({"limit": 2}, options)
    assert ([one.id for one in first.data], first.has_more) == (ids[:2], True)
    assert [one.id for one in first.auto_paging_iter()] == ids
    here.stand_in.pay(ids[0])
    assert [one.id for one in here.sessions.list({"status": "complete"}, options).data] == [ids[0]]
    assert here.sessions.list({"created": {"gt": int(here.now)}}, options).data == []


def test_webhooks_are_signed_by_the_endpoints_secret_and_tried_again(here: Here) -> None:
    session = here.create()
    here.stand_in.pay(session.id)
    due = here.stand_in.due_webhooks()
    assert {webhook.endpoint for webhook in due} == {"connect"}
    for webhook in due:
        header = webhook.headers["stripe-signature"]
        stripe.Webhook.construct_event(webhook.body, header, "whsec_stand_in_connect", tolerance=None)  # type: ignore[arg-type]
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(webhook.body, header, "whsec_stand_in_platform", tolerance=None)  # type: ignore[arg-type]
        here.stand_in.answered(webhook, 500)
    assert here.stand_in.due_webhooks() == []
    here.now += 2
    again = here.stand_in.due_webhooks()
    assert [webhook.event_id for webhook in again] == [webhook.event_id for webhook in due]
    for webhook in again:
        here.stand_in.answered(webhook, 200)
    here.now += 10**6
    assert here.stand_in.due_webhooks() == []


@pytest.mark.parametrize(("mode", "times"), [("normal", 1), ("twice", 2), ("never", 0), ("held", 0)])
def test_webhooks_come_once_twice_or_never(here: Here, mode: str, times: int) -> None:
    here.stand_in.world.outbox.set_mode(mode)
    here.stand_in.pay(here.create().id)
    due = [webhook.event_id for webhook in here.stand_in.due_webhooks()]
    assert len(due) == 4 * times
    assert len(set(due)) == 4 * bool(times)


def test_held_webhooks_come_late_and_shuffled(here: Here) -> None:
    here.stand_in.world.outbox.set_mode("held")
    here.stand_in.pay(here.create().id)
    here.now += 3 * 86400
    assert here.stand_in.world.outbox.release(here.now, "reversed") == 4
    here.now += 1
    kinds = [stripe.Webhook.construct_event_without_verification(w.body).type for w in here.stand_in.due_webhooks()]
    assert kinds[0] == "checkout.session.completed"
    assert kinds[-1] == "payment_intent.created"


def test_everything_survives_a_kill(tmp_path: Path) -> None:
    before = Here(folder=tmp_path)
    session = before.create("k1")
    before.stand_in.pay(session.id)
    with (tmp_path / "stripe.jsonl").open("a") as torn:
        torn.write('["session","cs_torn",{"acc')
    after = Here(folder=tmp_path)
    assert after.create("k1").id == session.id
    options: Any = HARBOR
    assert after.sessions.retrieve(session.id, {}, options).payment_status == "paid"
    assert len(after.stand_in.due_webhooks()) == 4


def test_the_customer_pays_while_we_expire(here: Here) -> None:
    session = here.create()
    here.stand_in.faults.interrupt("checkout.sessions.expire", lambda: here.stand_in.pay(session.id))
    options: Any = HARBOR
    with pytest.raises(stripe.InvalidRequestError, match="status of complete"):
        here.sessions.expire(session.id, {}, options)
