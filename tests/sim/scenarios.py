"""The lives of an order that are run with every fault at every call: each arms the plan where its own part begins."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from tests.sim import people, studio
from tests.sim.faults import Plan
from tests.sim.scheduler import Order, Sequential
from tests.sim.world import Weather, World, a_world, run

QUIET = Weather(webhooks="never")


@dataclass(frozen=True, slots=True)
class Scenario:
    """`prepare` runs before anything is watched, its mails have left then, and it returns the order; `play` spawns the actors."""

    name: str
    weather: Weather
    prepare: Callable[[World], str]
    play: Callable[[World, str], None]


def perform(scenario: Scenario, plan: Plan, *, seed: int = 1, order: Order | None = None) -> World:
    """One run. Raises Violation; the world that it happened in is its attribute `world`."""
    with a_world(seed, order or Sequential(), plan, scenario.weather) as world:
        order_id = scenario.prepare(world)
        people.mails_have_left()
        scenario.play(world, order_id)
        try:
            run(world)
        except BaseException as error:
            error.world = world  # type: ignore[attr-defined]
            raise
    return world


def placed(world: World) -> str:
    return people.place(world, world.shop)


def accepted(world: World) -> str:
    order_id = people.place(world, world.shop)
    people.accept(world, world.shop, order_id)
    return order_id


def ready(world: World) -> str:
    order_id = accepted(world)
    studio.put_photos(world.shop, order_id)
    return order_id


def delivered(world: World) -> str:
    """Delivered and locked, without a machine: for runs that are about money alone."""
    order_id = accepted(world)
    people.deliver_at_once(world.shop, order_id)
    return order_id


def delivered_to_a_guest(world: World) -> str:
    order_id = people.place(world, world.shop, guest=True)
    people.accept(world, world.shop, order_id)
    people.deliver_at_once(world.shop, order_id)
    return order_id


def _accept(world: World, order_id: str) -> None:
    def staff(world: World) -> None:
        world.plan.armed = True
        people.accept(world, world.shop, order_id)

    world.spawn("staff", staff)


def _cancel(world: World, order_id: str) -> None:
    def staff(world: World) -> None:
        world.plan.armed = True
        people.cancel(world, world.shop, order_id)

    world.spawn("staff", staff)


def _deliver(world: World, order_id: str) -> None:
    def staff(world: World) -> None:
        world.plan.armed = True
        studio.press_deliver(world, world.shop, order_id)
        world.scheduler.sleep(5.0)
        studio.look(world, world.shop, order_id)

    world.spawn("staff", staff)
    _mind(world)


def _pay(world: World, order_id: str) -> None:
    def customer(world: World) -> None:
        world.plan.armed = True
        people.pay(world, world.shop, order_id, comes_back=False)

    world.spawn("customer", customer)


def _pay_and_return(world: World, order_id: str) -> None:
    def customer(world: World) -> None:
        world.plan.armed = True
        people.pay(world, world.shop, order_id)

    world.spawn("customer", customer)


def _pay_as_guest(world: World, order_id: str) -> None:
    def guest(world: World) -> None:
        world.plan.armed = True
        people.pay(world, world.shop, order_id, guest=True)

    world.spawn("guest", guest)


def _wake(world: World, order_id: str) -> None:
    """Deliver as it is, wait until the machine waits, then pay under faults."""

    def everybody(world: World) -> None:
        studio.press_deliver(world, world.shop, order_id)
        world.scheduler.wait_for(lambda: any(one.token for one in world.machine.executions.values()))
        world.scheduler.sleep(2.0)
        world.plan.armed = True
        people.pay(world, world.shop, order_id)
        studio.look(world, world.shop, order_id)

    world.spawn("everybody", everybody)
    _mind(world)


def _live_whole(world: World, order_id: str) -> None:
    """Deliver and pay, all of it under faults."""

    def everybody(world: World) -> None:
        world.plan.armed = True
        studio.press_deliver(world, world.shop, order_id)
        world.scheduler.sleep(100.0)
        people.pay(world, world.shop, order_id)

    world.spawn("everybody", everybody)
    _mind(world)


def _wait_long(world: World, order_id: str) -> None:
    """The wait times out twice and is handed over to a new execution each time; then somebody pays."""

    def everybody(world: World) -> None:
        studio.press_deliver(world, world.shop, order_id)
        world.scheduler.sleep(100.0)
        world.plan.armed = True
        world.scheduler.sleep(300.0)
        people.pay(world, world.shop, order_id)

    world.spawn("everybody", everybody)
    _mind(world)


def _reprice(world: World, order_id: str) -> None:
    """A page is open when the price changes; the next press of Pay has to close it and open another."""

    def everybody(world: World) -> None:
        tab = people.Tab(world, world.shop, order_id, guest=False)
        tab.open_page()
        people.edit_price(world, world.shop, order_id, 5000)
        world.plan.armed = True
        people.pay(world, world.shop, order_id)

    world.spawn("everybody", everybody)


def _pay_the_old_page(world: World, order_id: str) -> None:
    """The price rises, somebody pays the page that was open, and then the rest."""

    def everybody(world: World) -> None:
        tab = people.Tab(world, world.shop, order_id, guest=False)
        url = tab.open_page()
        people.edit_price(world, world.shop, order_id, 5000)
        world.plan.armed = True
        if url is not None:
            tab.pay_at(url)
        people.pay(world, world.shop, order_id)

    world.spawn("everybody", everybody)


def _pay_a_dearer_page(world: World, order_id: str) -> None:
    """The price falls, and somebody pays the page that was open: the surplus is kept for people to decide."""

    def everybody(world: World) -> None:
        tab = people.Tab(world, world.shop, order_id, guest=False)
        url = tab.open_page()
        people.edit_price(world, world.shop, order_id, -5000)
        world.plan.armed = True
        if url is not None and tab.pay_at(url):
            tab.come_back()

    world.spawn("everybody", everybody)


def _pay_while_the_invoice_is_issued(world: World, order_id: str) -> None:
    """The return page has asked Stripe and not yet booked when the listing is delivered."""

    def payer(world: World) -> None:
        tab = people.Tab(world, world.shop, order_id, guest=False)
        url = tab.open_page()
        assert url is not None
        tab.pay_at(url)
        issue = partial(people.issue_invoice, world.shop, order_id)
        world.stand_in.faults.interrupt("checkout.sessions.retrieve", issue)
        world.plan.armed = True
        tab.come_back()

    world.spawn("payer", payer)


def _debit(world: World, order_id: str) -> None:
    """A bank debit: processing first, its end some minutes later."""

    def payer(world: World) -> None:
        tab = people.Tab(world, world.shop, order_id, guest=False)
        url = tab.open_page()
        assert url is not None
        session_id = url.rsplit("/", 1)[1]
        world.plan.armed = True
        world.stand_in.pay(session_id, None)
        tab.come_back()
        world.scheduler.sleep(400.0)
        world.stand_in.settle_bank_debit(session_id, succeeded=world.random.random() < 0.7)

    world.spawn("payer", payer)


def _mind(world: World) -> None:
    world.scheduler.spawn("studio", lambda: studio.mind_deliveries(world, world.shop), daemon=True)


NORMAL = Weather(settling_seconds=700.0)
SCENARIOS = (
    Scenario("accept", Weather(settling_seconds=5.0), placed, _accept),
    Scenario("cancel", Weather(settling_seconds=5.0), accepted, _cancel),
    Scenario("deliver", NORMAL, ready, _deliver),
    Scenario("webhook", NORMAL, delivered, _pay),
    Scenario("return page", QUIET, delivered, _pay_and_return),
    Scenario("sweeper alone", replace(QUIET, settling_seconds=1000.0), delivered, _pay),
    Scenario("guest", QUIET, delivered_to_a_guest, _pay_as_guest),
    Scenario("wake the machine", NORMAL, ready, _wake),
    Scenario("whole life", NORMAL, ready, _live_whole),
    Scenario("long wait", replace(NORMAL, wait_seconds=150.0), ready, _wait_long),
    Scenario("new price", NORMAL, delivered, _reprice),
    Scenario("old page", NORMAL, delivered, _pay_the_old_page),
    Scenario("dearer page", QUIET, delivered, _pay_a_dearer_page),
    Scenario("invoice meets payment", QUIET, delivered, _pay_while_the_invoice_is_issued),
    Scenario("bank debit", NORMAL, delivered, _debit),
)
