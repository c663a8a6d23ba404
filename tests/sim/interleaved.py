"""Many actors at once under random priorities: a new seed is another ordering, another weather, another script."""

import time
from collections.abc import Iterable
from random import Random

from tests.sim import people, studio
from tests.sim.exhaustive import Failure, Tally
from tests.sim.faults import KINDS, Fault, Kind, Plan
from tests.sim.scenarios import Scenario, delivered, delivered_to_a_guest, perform, ready
from tests.sim.scheduler import Pct, Violation
from tests.sim.world import Weather, World

_LENGTH = 90  # calls of a usual run, over which the change points are strewn
_SCRIPTS = ("two tabs", "tab and guest", "cancel", "new price", "whole", "debit")


def crowd(seed: int) -> Scenario:
    """The script and weather of this seed."""
    random = Random(f"crowd {seed}")
    script = random.choice(_SCRIPTS)
    weather = Weather(
        webhooks=random.choice(("normal", "normal", "twice", "held", "never")),
        webhook_delay_seconds=random.choice((0.0, 0.0, 0.0, 30.0, 400.0)),
        stream_seconds=random.choice((0.0, 0.2, 3.0)),
        concurrent_webhooks=True,
        settling_seconds=1000.0,
    )

    def play(world: World, order_id: str) -> None:
        _PLAYS[script](world, order_id)
        world.scheduler.spawn("studio", lambda: studio.mind_deliveries(world, world.shop), daemon=True)
        if weather.webhooks == "held":
            world.scheduler.spawn("release", lambda: _release(world), daemon=True)
        if random.random() < 0.3:
            world.stand_in.faults.interrupt("checkout.sessions.expire", lambda: _pay_inside(world, order_id))

    prepare = {"whole": ready, "tab and guest": delivered_to_a_guest}.get(script, delivered)
    return Scenario(f"{script}, webhooks {weather.webhooks}", weather, prepare, play)


def interleave(seeds: Iterable[int], until: float, most_failures: int = 5) -> Tally:
    """One run for each seed, until time is up."""
    tally = Tally()
    for seed in seeds:
        if time.monotonic() > until or len(tally.failures) >= most_failures:
            break
        failure = attempt(seed)
        tally.runs += 1
        if failure is not None:
            tally.failures.append(failure)
    return tally


def attempt(seed: int, faults: tuple[Fault, ...] = ()) -> Failure | None:
    """The run of this seed; every third has a fault somewhere."""
    scenario, random = crowd(seed), Random(f"order {seed}")
    plan = _Strewn(random) if seed % 3 == 0 and not faults else Plan(faults, armed=True)
    try:
        perform(scenario, plan, seed=seed, order=Pct(random, depth=3, length=_LENGTH))
    except (Exception, Violation) as error:
        world = getattr(error, "world", None)
        trace = tuple(world.scheduler.trace) if world else ()
        return Failure(scenario.name, seed, "interleaved", faults, f"{type(error).__name__}: {error}", trace)
    return None


class _Strewn(Plan):
    """A plan with one fault of a random kind at a random call."""

    def __init__(self, random: Random) -> None:
        super().__init__(armed=True)
        self._left = random.randrange(_LENGTH)
        self._kind = random.choice(KINDS)

    def at(self, function: str, path: str, operation: str) -> Kind | None:
        super().at(function, path, operation)
        self._left -= 1
        return self._kind if self._left == 0 else None


# Scripts -------------------------------------------------------------------------------------------------------------
def _two_tabs(world: World, order_id: str) -> None:
    for name in ("tab one", "tab two"):
        comes_back = world.random.random() < 0.6
        world.spawn(
            name, lambda world, comes_back=comes_back: people.pay(world, world.shop, order_id, comes_back=comes_back)
        )
    world.spawn("looker", lambda world: _look_often(world, order_id))


def _tab_and_guest(world: World, order_id: str) -> None:
    world.spawn("tab", lambda world: people.pay(world, world.shop, order_id))
    world.spawn("guest", lambda world: people.pay(world, world.shop, order_id, guest=True))


def _cancel(world: World, order_id: str) -> None:
    world.spawn("tab", lambda world: people.pay(world, world.shop, order_id))
    world.spawn("staff", lambda world: people.cancel(world, world.shop, order_id))
    world.spawn("second tab", lambda world: people.pay(world, world.shop, order_id, comes_back=False))


def _new_price(world: World, order_id: str) -> None:
    world.spawn("tab", lambda world: people.pay(world, world.shop, order_id))
    world.spawn("second tab", lambda world: people.pay(world, world.shop, order_id))

    def staff(world: World) -> None:
        for _ in range(world.random.choice((1, 2))):
            people.edit_price(world, world.shop, order_id, world.random.choice((5000, 10000, -3000)))
            world.scheduler.sleep(world.random.choice((0.0, 0.4, 10.0)))

    world.spawn("staff", staff)


def _whole(world: World, order_id: str) -> None:
    world.spawn("staff", lambda world: studio.press_deliver(world, world.shop, order_id))
    world.spawn("tab", lambda world: people.pay(world, world.shop, order_id))
    world.spawn("looker", lambda world: _look_often(world, order_id))


def _debit(world: World, order_id: str) -> None:
    def payer(world: World) -> None:
        tab = people.Tab(world, world.shop, order_id, guest=False)
        url = tab.open_page()
        if url is None or not tab.pay_at(url, card=None):
            return
        tab.come_back()
        world.scheduler.sleep(world.random.choice((1.0, 60.0, 500.0)))
        world.stand_in.settle_bank_debit(url.rsplit("/", 1)[1], succeeded=world.random.random() < 0.6)

    world.spawn("payer", payer)
    world.spawn("tab", lambda world: people.pay(world, world.shop, order_id))


_PLAYS = {
    "two tabs": _two_tabs,
    "tab and guest": _tab_and_guest,
    "cancel": _cancel,
    "new price": _new_price,
    "whole": _whole,
    "debit": _debit,
}


def _look_often(world: World, order_id: str) -> None:
    for _ in range(3):
        studio.look(world, world.shop, order_id)
        world.scheduler.sleep(world.random.choice((0.0, 0.2, 5.0)))


def _release(world: World) -> None:
    """The events that Stripe held back come late and shuffled."""
    world.scheduler.sleep(world.random.choice((20.0, 300.0)))
    world.stand_in.world.outbox.set_mode("normal")
    world.stand_in.world.outbox.release(world.stand_in.world.now(), "shuffled", seed=world.random.randrange(1000))


def _pay_inside(world: World, order_id: str) -> None:
    """The customer pays while we expire the page: Stripe does what comes first."""
    urls = world.judge.given.get(order_id, set())
    for session_id, row in list(world.stand_in.world.journal.rows("session")):
        if row["object"]["status"] == "open" and row["object"]["url"] in urls:
            world.stand_in.pay(session_id)
            return
