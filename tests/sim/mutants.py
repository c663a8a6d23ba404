"""Seeded defects: each is put into the product from here, and the simulator has to find it. A judge is judged by these."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

import mail.send
import media.delivering
import media.pictures
import media.workflow
import payments.checkout
import payments.inbox
import payments.sweeper
import payments.usecases
import payments.writes
from latchkey import keys, tables
from latchkey.clients import client
from latchkey.outbox import settled
from latchkey.tables import commit
from latchkey.writes import Put, Update, Write
from media.writes import lock_due
from payments import store, stripe_client
from payments.ledger import Draft
from payments.writes import PageTakenError
from tests.sim import exhaustive, interleaved
from tests.sim.scenarios import SCENARIOS

Patches = Callable[[], list[Any]]
_SEEDS = 600
_LIKELY = ("crash_after", "crash_before", "lost", "twice", "error", "throttle")
_MOST_TIMES = 4  # a defect may add calls beside others of the same place


@dataclass(frozen=True, slots=True)
class Mutant:
    """A defect and where to look for it: a scenario with its faults at sites that name `at`; or with the hunt `crowd`,
    the interleavings whose script starts with `at`.
    """

    name: str
    patches: Patches
    hunt: str
    at: str = ""


def caught(mutant: Mutant, until: float) -> str | None:
    """What the simulator says about the mutant; None when it survives."""
    with applied(mutant):
        failure = _in_the_crowd(mutant.at, until) if mutant.hunt == "crowd" else _in(mutant, until)
    return f"{failure.scenario}: {failure.reason}" if failure else None


@contextmanager
def applied(mutant: Mutant) -> Iterator[None]:
    """The product with the defect."""
    running = mutant.patches()
    for one in running:
        one.start()
    try:
        yield
    finally:
        for one in reversed(running):
            one.stop()


def _in(mutant: Mutant, until: float) -> exhaustive.Failure | None:
    scenario = next(one for one in SCENARIOS if one.name == mutant.hunt)
    failure = exhaustive.attempt(scenario, 1, ())
    if failure is not None:
        return failure
    chosen = [case for case in exhaustive.cases((scenario,), _MOST_TIMES) if mutant.at in str(case[1].site)]
    chosen.sort(key=lambda case: _LIKELY.index(case[1].kind))
    tally = exhaustive.exhaust(chosen, until, most_failures=1)
    return tally.failures[0] if tally.failures else None


def _in_the_crowd(script: str, until: float) -> exhaustive.Failure | None:
    seeds = [seed for seed in range(1, _SEEDS) if interleaved.crowd(seed).name.startswith(script)]
    tally = interleaved.interleave(seeds, until, most_failures=1)
    return tally.failures[0] if tally.failures else None


# The defects ---------------------------------------------------------------------------------------------------------
def _ledger_not_in_transaction() -> list[Any]:
    def one_by_one(writes: list[Write]) -> None:
        for write in writes:
            commit([write])

    return [patch.object(payments.usecases, "commit", one_by_one)]


def _mark_seen_first() -> list[Any]:
    """Seen before applied, and nobody who asks Stripe afterwards: each alone is healed by the other."""
    thorough = payments.inbox._fulfill

    def seen_first(item: Any, now: Any) -> None:
        known = tables.read("events", keys.event(item["business_id"], item["event_id"]))
        if known is not None and "pending" in known:
            commit([settled(item["business_id"], item["event_id"], now)])
            thorough(item, now)

    return [patch.object(payments.inbox, "_fulfill", seen_first), *_no_sweep()]


def _no_sweep() -> list[Any]:
    return [patch.object(store, "open_pages", lambda older_than: iter(()))]


def _no_expire_old() -> list[Any]:
    def forget(bill: Any, now: Any) -> None:
        payment = store.bill_and_payment(bill.order.business_id, bill.order.order_id, bill.page.payment_id)[1]  # type: ignore[index]
        commit([payments.writes.page_closed(payment, bill.generation)])

    return [patch.object(payments.checkout, "_closed", forget)]


def _trust_event() -> list[Any]:
    honest = payments.usecases.outcome_of
    return [patch.object(payments.usecases, "outcome_of", lambda f: "paid" if f.status == "complete" else honest(f))]


def _ignore_amount() -> list[Any]:
    def open_up(*place: str, due: int, payment_state: str) -> Update:
        return lock_due(*place, due=0, payment_state="paid")

    return [patch.object(payments.usecases, "lock_due", open_up)]


def _drop_surplus() -> list[Any]:
    honest = payments.usecases._append

    def capped(bill: Any, drafts: list[Draft], now: Any) -> Any:
        most = max(bill.ledger.due, 1)
        return honest(bill, [replace(d, amount=min(d.amount, most)) for d in drafts], now)

    return [patch.object(payments.usecases, "_append", capped)]


def _random_key_and_no_condition() -> list[Any]:
    honest = payments.writes.page_recorded

    def unconditional(*arguments: Any) -> list[Write]:
        return [replace(write, condition=None) for write in honest(*arguments)]  # type: ignore[misc]

    def random_id(*_: Any) -> str:
        return "pay_" + "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(26))

    return [
        patch.object(payments.checkout, "payment_id_of", random_id),
        patch.object(payments.writes, "page_recorded", unconditional),
    ]


def _given_before_recorded() -> list[Any]:
    """Whoever loses the race for the order's page gives away the page that it made."""

    def careless(writes: list[Write]) -> None:
        try:
            commit(writes)
        except PageTakenError:
            return

    return [patch.object(payments.checkout, "commit", careless)]


def _unlock_in_callback_only() -> list[Any]:
    def later(step: Any) -> None:
        commit([lock_due(*step.place, step.order_id, due=0, payment_state="paid")])

    untouched = patch.object(payments.usecases, "lock_due", _nothing_of_the_lock)
    return [untouched, patch.object(media.delivering, "remove_watermarks", later)]


def _nothing_of_the_lock(*place: str, due: int, payment_state: str) -> Update:
    return Update("listings", keys.lock(*place[:2]), {"seen": True})


def _lock_written_afterwards() -> list[Any]:
    def in_two(writes: list[Write]) -> None:
        commit([write for write in writes if write.table != "listings"])
        if lock := [write for write in writes if write.table == "listings"]:
            commit(lock)

    return [patch.object(payments.usecases, "commit", in_two)]


def _mail_before_commit() -> list[Any]:
    def mail_first(writes: list[Write]) -> None:
        mails = [one for one in writes if isinstance(one, Put) and one.item.get("kind") == "mail"]
        if mails:
            commit(mails)
        commit([one for one in writes if one not in mails])

    return [patch.object(payments.usecases, "commit", mail_first)]


def _settled_before_sent() -> list[Any]:
    honest = mail.send._outcome

    def outcome(event: Mapping[str, Any], business: Any, mails: Any, now: Any) -> dict[str, str]:
        commit(
            [
                settled(
                    event["business_id"],
                    event["event_id"],
                    now,
                    outcome="sent",
                    payload={"mail": event["payload"]["mail"]},
                )
            ]
        )
        return honest(event, business, mails, now)  # type: ignore[arg-type]

    return [patch.object(mail.send, "_outcome", outcome)]


def _was_it_me_removed() -> list[Any]:
    return [patch.object(tables, "_is_mine", lambda reason, mark: False)]


def _execution_name_is_random() -> list[Any]:
    class Renaming:
        def __init__(self, wire: Any) -> None:
            self._wire = wire

        def start_execution(self, **asked: Any) -> Any:
            return self._wire.start_execution(**{**asked, "name": f"{asked['name']}-{secrets.token_hex(4)}"})

        def __getattr__(self, name: str) -> Any:
            return getattr(self._wire, name)

    return [patch.object(media.workflow, "client", lambda service: Renaming(client(service)))]


def _shows_clean_while_locked() -> list[Any]:
    return [patch.object(media.pictures, "folder_shown", lambda onlooker, place, terms: "clean")]


def _account_left_out() -> list[Any]:
    honest = stripe_client._options
    return [patch.object(stripe_client, "_options", lambda account, key=None: honest(None, key))]


def _business_left_out_of_a_key() -> list[Any]:
    return [
        patch.object(
            keys, "payment", lambda b, order_id, payment_id: keys.Key(f"order#{order_id}", f"payment#{payment_id}")
        )
    ]


MUTANTS = (
    Mutant("ledger_not_in_transaction", _ledger_not_in_transaction, "return page"),
    Mutant("mark_seen_first and no_sweep", _mark_seen_first, "webhook", "payments.fulfill"),
    Mutant("no_sweep", _no_sweep, "sweeper alone"),
    Mutant("no_expire_old", _no_expire_old, "new price"),
    Mutant("trust_event", _trust_event, "bank debit"),
    Mutant("ignore_amount", _ignore_amount, "old page"),
    Mutant("drop_surplus", _drop_surplus, "dearer page"),
    Mutant("random_stripe_key and no condition", _random_key_and_no_condition, "crowd", "two tabs"),
    Mutant("given_before_recorded", _given_before_recorded, "crowd", "tab and guest"),
    Mutant("unlock_in_callback_only", _unlock_in_callback_only, "sweeper alone"),
    Mutant("lock_written_afterwards", _lock_written_afterwards, "return page", "settle"),
    Mutant("mail_before_commit", _mail_before_commit, "return page"),
    Mutant("settled_before_sent", _settled_before_sent, "return page", "mail.send"),
    Mutant("was_it_me_removed", _was_it_me_removed, "accept", "Transact"),
    Mutant("execution_name_is_random", _execution_name_is_random, "whole life", "media.workflow"),
    Mutant("shows_clean_while_locked", _shows_clean_while_locked, "deliver"),
    Mutant("stripe_account_left_out", _account_left_out, "return page"),
    Mutant("business_left_out_of_a_key", _business_left_out_of_a_key, "return page"),
)
