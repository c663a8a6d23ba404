"""One run: an empty cloud, businesses with a Stripe account each, and everything that serves them, under one seed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import media.api
import media.workspace_api
import orders.api
import payments.api
import payments.webhook
from accounts.business import Business
from latchkey import keys
from latchkey.money import Money
from latchkey.tables import commit, read
from local.stripe_stand_in import accounts as stripe_accounts
from local.stripe_stand_in.stand_in import StripeStandIn
from local.stripe_stand_in.webhooks import SignedWebhook, WebhookSecrets
from orders import writes as orders_writes
from orders.product import Band, Product
from payments import stripe_client
from tests.building import (
    EDGE_SECRET,
    STRIPE_SECRET,
    Answer,
    Browser,
    Person,
    a_business,
    a_customer,
    a_staff_member,
    anonymous,
    cloud,
    signed_in,
)
from tests.quick_moto import quick
from tests.sim import lambdas, state
from tests.sim.calls import Calls, WatchedStripe, watch
from tests.sim.determinism import determined
from tests.sim.faults import Plan
from tests.sim.invariants import Judge
from tests.sim.lambdas import CrashedError, EventsStream
from tests.sim.machine import Machine
from tests.sim.resolvers import Resolvers
from tests.sim.scheduler import Order, Scheduler, Violation

PRICE = 24900
_LOOK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Weather:
    """How the outside behaves in a run: what Stripe's webhooks do, how long the stream takes, seconds of quiet at the end."""

    webhooks: str = "normal"  # normal, twice, never, held (until the end, shuffled)
    webhook_delay_seconds: float = 0.0
    stream_seconds: float = 0.2
    concurrent_webhooks: bool = False
    settling_seconds: float = 1000.0
    wait_seconds: float | None = None  # of the delivery machine; None as in the template


@dataclass(slots=True)
class Shop:
    """A business with its people."""

    business: Business
    staff: Person
    customer: Person

    @property
    def business_id(self) -> str:
        return self.business.business_id


@dataclass(slots=True)
class World:
    """What scenarios act in."""

    random: Random
    scheduler: Scheduler
    stand_in: StripeStandIn
    judge: Judge
    plan: Plan
    weather: Weather
    machine: Machine
    stream: EventsStream
    shops: list[Shop] = field(default_factory=list)

    @property
    def shop(self) -> Shop:
        return self.shops[0]

    def browser(self, module: Any, shop: Shop, person: Person | None) -> Browser:
        """A browser whose requests are invocations: one that dies is answered as API Gateway does."""
        name = f"{module.__name__}.handler"

        def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
            actor = self.scheduler.current()
            if actor is None:
                return dict(module.handler(event, None))
            actor.local["business"] = shop.business_id
            try:
                return dict(lambdas.invoke(self.scheduler, name, module.handler, event))
            except CrashedError:
                return {"statusCode": 503, "headers": {}, "body": "{}"}
            finally:
                actor.local["business"] = None

        return signed_in(handler, shop.business, person) if person else anonymous(handler, shop.business)

    def spawn(self, name: str, work: Callable[..., None], *arguments: Any) -> None:
        """A foreground actor."""
        self.scheduler.spawn(name, lambda: work(self, *arguments))

    def until_answered(self, ask: Callable[[], Answer], tries: int = 8) -> Answer:
        """A person who presses again when the page says that something went wrong."""
        answer = ask()
        for _ in range(tries):
            if answer.status < 500 and answer.status != 429:
                return answer
            self.scheduler.sleep(4.0)
            answer = ask()
        return answer


@contextmanager
def a_world(seed: int, order: Order, plan: Plan, weather: Weather) -> Iterator[World]:
    """A world that stands but does not run yet: one business with an order's worth of products, another beside it."""
    random = Random(seed)
    scheduler = Scheduler(order, settling=weather.settling_seconds)
    with ExitStack() as stack:
        stack.enter_context(quick())
        stack.enter_context(determined(seed, scheduler))
        stack.enter_context(cloud())
        watch(None)
        secrets = WebhookSecrets(STRIPE_SECRET["webhook_secrets"], STRIPE_SECRET["connect_webhook_secrets"])
        stand_in = StripeStandIn(webhook_secrets=secrets, seed=seed, now=lambda: scheduler.now)
        stand_in.world.outbox.set_mode(weather.webhooks, weather.webhook_delay_seconds)
        stripe_client.use_transport(WatchedStripe(stand_in))
        stack.callback(stripe_client.use_transport, None)
        shops = [_a_shop(stand_in, name) for name in ("harbor", "meadow")]
        businesses = {shop.business_id: _stored_business(shop) for shop in shops}
        judge = Judge(scheduler, stand_in, businesses)
        stream = EventsStream(scheduler, lambda: weather.stream_seconds)
        machine = Machine(scheduler, weather.wait_seconds)
        world = World(random, scheduler, stand_in, judge, plan, weather, machine, stream, shops)
        calls = Calls(scheduler, plan, {"stepfunctions": machine.answer}, judge.on_keys, stream.look)
        scheduler.after_step = judge.after_step
        resolvers = Resolvers([orders.api.app, payments.api.app, media.api.app, media.workspace_api.app])
        scheduler.on_leave, scheduler.on_enter = resolvers.leave, resolvers.enter
        watch(calls)
        stack.callback(watch, None)
        yield world


def run(world: World) -> None:
    """Until all is quiet. Raises Violation."""
    scheduler = world.scheduler
    world.stream.start()
    scheduler.spawn("stripe", lambda: _deliver_webhooks(world), daemon=True)
    scheduler.spawn("schedule", lambda: lambdas.sweep_for_ever(scheduler), daemon=True)
    scheduler.run()
    world.judge.when_quiet()
    for execution in world.machine.executions.values():
        delivery = state.stored().deliveries.get(execution.input["delivery_id"], {})
        if execution.status == "RUNNING" and delivery.get("state") == "completed":
            raise Violation(f"the execution {execution.name} waits for ever in {execution.state}")


def _a_shop(stand_in: StripeStandIn, name: str) -> Shop:
    account = f"acct_{name}"
    stripe_accounts.create(stand_in.world, {"business_profile": {"name": name}}, account)
    business = a_business(
        host=f"{name}.example.test", email=f"studio@{name}.test", stripe_account=account, tax_rate_basis_points=0
    )
    product = Product("prd_" + "0" * 26, "package", "Photos", "All rooms", (Band(None, Money(PRICE, "USD")),), 60, 24)
    commit([orders_writes.product(business.business_id, product)])
    return Shop(
        business, a_staff_member(business, email=f"staff@{name}.test"), a_customer(business, f"agent@{name}.test")
    )


def _stored_business(shop: Shop) -> Mapping[str, Any]:
    item = read("people", keys.business(shop.business_id))
    assert item is not None
    return item


def _deliver_webhooks(world: World) -> None:
    """Stripe's own deliveries and repeats, one after another, or each on its own when the weather says so."""
    scheduler, stand_in = world.scheduler, world.stand_in
    underway: set[str] = set()

    def next_at() -> float | None:
        rows = ((row_id, row) for row_id, row in stand_in.world.journal.rows("delivery") if row_id not in underway)
        return min((row["at"] for _, row in rows if not row["held"]), default=None)

    def deliver(signed: SignedWebhook) -> None:
        stand_in.answered(signed, post_webhook(world, signed))
        underway.discard(signed.delivery_id)

    while True:
        scheduler.wait_for(lambda: next_at() is not None)
        at = next_at()
        if at is not None and at > scheduler.now:
            scheduler.sleep(min(at - scheduler.now, _LOOK_SECONDS))
            continue
        for signed in stand_in.due_webhooks():
            if signed.delivery_id in underway:
                continue
            underway.add(signed.delivery_id)
            if world.weather.concurrent_webhooks:
                name = f"webhook-{signed.delivery_id}-{scheduler.steps}"
                scheduler.spawn(name, lambda signed=signed: deliver(signed), daemon=True)  # type: ignore[misc]
            else:
                deliver(signed)


def post_webhook(world: World, signed: SignedWebhook) -> int | None:
    """The status of our endpoint's answer; None when it died."""
    path = "/webhooks/stripe-connect" if signed.endpoint == "connect" else "/webhooks/stripe"
    headers = {"x-latchkey-edge": EDGE_SECRET, **{name.lower(): value for name, value in signed.headers.items()}}
    event = {
        "version": "2.0",
        "rawPath": path,
        "headers": headers,
        "requestContext": {"http": {"method": "POST", "path": path, "sourceIp": "203.0.113.9"}},
        "body": signed.body.decode(),
        "isBase64Encoded": False,
    }
    try:
        answer = lambdas.invoke(world.scheduler, "payments.webhook.handler", payments.webhook.handler, event)
    except CrashedError:
        return None
    return int(answer["statusCode"])
