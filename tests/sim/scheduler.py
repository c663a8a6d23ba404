"""Actors are threads of which exactly one runs; who is next is decided by a seed, and time passes only when all wait.

Run to run the order is the same. `Sequential` lets an actor run until it waits; `Pct` gives every actor a random
priority and lowers the runner's at a few random steps, which finds orderings that a uniform choice hardly ever does.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any, Protocol

START = datetime(2026, 5, 4, 13, 0, tzinfo=UTC).timestamp()
_CALL_SECONDS = 0.005
_MOST_STEPS = 20_000


class Violation(BaseException):
    """An invariant does not hold; a BaseException, so that the handler that broke it cannot catch it."""


class Stopped(BaseException):
    """The run is over: unwinds an actor that still waits."""


class Order(Protocol):
    """Who runs next among those who can."""

    def pick(self, runnable: "list[Actor]", current: "Actor | None", step: int) -> "Actor": ...


class Sequential:
    """The running actor goes on until it waits; then the one that was born first."""

    def pick(self, runnable: "list[Actor]", current: "Actor | None", step: int) -> "Actor":
        return current if current in runnable else runnable[0]  # type: ignore[return-value]


class Pct:
    """Probabilistic concurrency testing: random priorities, and at `depth` random steps the runner falls to the end."""

    def __init__(self, random: Random, depth: int, length: int) -> None:
        self._random = random
        self._changes = {random.randrange(1, length) for _ in range(depth)}
        self._priority: dict[str, float] = {}
        self._lowest = 0.0

    def pick(self, runnable: "list[Actor]", current: "Actor | None", step: int) -> "Actor":
        if current is not None and step in self._changes:
            self._lowest -= 1.0
            self._priority[current.name] = self._lowest
        return max(runnable, key=self._of)

    def _of(self, actor: "Actor") -> float:
        return self._priority.setdefault(actor.name, self._random.random())


@dataclass(slots=True, eq=False)
class Actor:
    """One thread: a foreground actor keeps the run going, a daemon only serves. `local` belongs to the hooks."""

    name: str
    work: Callable[[], None]
    daemon: bool
    baton: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    wakes_at: float = 0.0
    waits_for: Callable[[], object] | None = None
    ended: bool = False
    local: dict[str, Any] = field(default_factory=dict)


class Scheduler:
    """Runs actors one at a time in virtual time (`now`, epoch seconds) until all is quiet for `settling` seconds."""

    def __init__(self, order: Order, *, settling: float) -> None:
        self.now = START
        self.steps = 0
        self.trace: list[str] = []
        self.after_step: Callable[[], None] = lambda: None
        self.on_leave: Callable[[Actor], None] = lambda _: None
        self.on_enter: Callable[[Actor], None] = lambda _: None
        self._order = order
        self._settling = settling
        self._actors: list[Actor] = []
        self._by_thread: dict[int, Actor] = {}
        self._over = threading.Semaphore(0)
        self._failure: BaseException | None = None
        self._quiet_at: float | None = None
        self._stopping = False

    def current(self) -> Actor | None:
        """The actor on whose thread this is called; None outside of actors."""
        return self._by_thread.get(threading.get_ident())

    def spawn(self, name: str, work: Callable[[], None], *, daemon: bool = False) -> Actor:
        """A new actor, runnable from now on."""
        actor = Actor(name, work, daemon, wakes_at=self.now)
        self._actors.append(actor)
        threading.Thread(target=self._live, args=(actor,), daemon=True, name=name).start()
        return actor

    def run(self) -> None:
        """Until every foreground actor has ended and nothing happened for long enough. Raises what an actor raised."""
        first = self._next(None)
        if first is not None:
            first.baton.release()
            self._over.acquire()
        self._stop()
        if self._failure is not None:
            raise self._failure

    def switch(self, label: str) -> None:
        """A point at which somebody else may go on; `label` says what the actor is about to do."""
        actor = self.current()
        if actor is None:
            return
        self.steps += 1
        self.now += _CALL_SECONDS
        if self.steps > _MOST_STEPS:
            raise Violation("the run does not come to rest")
        self._hand_over(actor)
        self.trace.append(f"{actor.name}: {label}")

    def sleep(self, seconds: float) -> None:
        """Virtual seconds; the scheduler's clock jumps when everybody sleeps."""
        actor = self.current()
        if actor is None or self._stopping:
            return
        actor.wakes_at = self.now + max(seconds, 0)
        self._hand_over(actor)

    def wait_for(self, fact: Callable[[], object]) -> None:
        """Until `fact()` is true; it must become true by another actor, or by time that others let pass."""
        actor = self.current()
        assert actor is not None
        actor.waits_for = fact
        self._hand_over(actor)
        actor.waits_for = None

    # -----------------------------------------------------------------------------------------------------------------
    def _live(self, actor: Actor) -> None:
        self._by_thread[threading.get_ident()] = actor
        actor.baton.acquire()
        try:
            if not self._stopping:
                self.on_enter(actor)
                actor.work()
        except Stopped:
            pass
        except BaseException as error:
            self._failure = self._failure or error
        actor.ended = True
        if self._stopping:
            return
        following = None if self._failure else self._next(actor)
        (following.baton if following else self._over).release()

    def _hand_over(self, actor: Actor) -> None:
        if self._stopping:
            raise Stopped
        following = self._next(actor)
        if following is actor:
            return
        self.on_leave(actor)
        (following.baton if following else self._over).release()
        actor.baton.acquire()
        if self._stopping:
            raise Stopped
        self.on_enter(actor)

    def _next(self, current: Actor | None) -> Actor | None:
        """Who runs next; None when the run is over."""
        while True:
            alive = [actor for actor in self._actors if not actor.ended]
            if all(actor.daemon for actor in alive) and self._quiet_at is None:
                self._quiet_at = self.now + self._settling
            if self._quiet_at is not None and self.now >= self._quiet_at:
                return None
            runnable = [actor for actor in alive if self._can_run(actor)]
            if runnable:
                return self._order.pick(runnable, current, self.steps)
            sleeping = [actor.wakes_at for actor in alive if actor.wakes_at > self.now]
            if not sleeping:
                return None
            self.now = min(sleeping)

    def _can_run(self, actor: Actor) -> bool:
        return actor.wakes_at <= self.now and (actor.waits_for is None or bool(actor.waits_for()))

    def _stop(self) -> None:
        self._stopping = True
        for actor in self._actors:
            if not actor.ended:
                actor.baton.release()
