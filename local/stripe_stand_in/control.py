"""What a test or a person may do behind the API: pay, settle, dispute, break things, move the clock, hold webhooks."""

from collections import Counter
from typing import Any

from . import accounts, refunds, sessions
from .faults import Fault
from .problems import invalid
from .stand_in import StripeStandIn
from .world import PLATFORM, Object


def control(stand_in: StripeStandIn, method: str, path: str, wanted: dict[str, Any]) -> Object:
    """Serves `/_stand_in/...`; raises StripeRefusal for what does not exist."""
    with stand_in.lock:
        match (method, path.strip("/").split("/")[1:]):
            case ("GET", ["state"]):
                return _state(stand_in)
            case ("POST", ["accounts"]):
                return _account(stand_in, wanted)
            case ("POST", ["accounts", account_id, "disconnection"]):
                accounts.disconnect(stand_in.world, account_id)
            case ("POST", ["faults"]):
                stand_in.faults.plan(Fault(**wanted))
            case ("DELETE", ["faults"]):
                stand_in.faults.clear()
            case ("POST", ["webhooks"]):
                stand_in.world.outbox.set_mode(wanted["mode"], wanted.get("delay_seconds", 0.0))
            case ("POST", ["webhooks", "release"]):
                count = stand_in.world.outbox.release(
                    stand_in.world.now(), wanted.get("order", "kept"), wanted.get("seed", 0)
                )
                return {"released": count}
            case ("POST", ["clock"]):
                stand_in.world.advance(wanted["advance_seconds"])
            case ("POST", [noun, thing_id, action]):
                return _on_thing(stand_in, noun, thing_id, action, wanted)
            case _:
                raise invalid(f"There is no control {method} {path}.")
    return {"done": True}


def _account(stand_in: StripeStandIn, wanted: dict[str, Any]) -> Object:
    """Makes the account or changes it, so that a demo may be seeded again and again."""
    params = {**wanted, "business_profile": {"name": wanted["name"]}}
    if stand_in.world.journal.get("account", wanted.get("id", "")) is not None:
        return accounts.change(stand_in.world, wanted["id"], params)
    return accounts.create(stand_in.world, params, wanted.get("id"))


def _on_thing(stand_in: StripeStandIn, noun: str, thing_id: str, action: str, wanted: dict[str, Any]) -> Object:
    world = stand_in.world
    match (noun, action):
        case ("sessions", "payment"):
            return {"declined": sessions.pay(world, thing_id, card=wanted.get("card"))}
        case ("sessions", "settlement"):
            return sessions.settle_bank_debit(world, thing_id, succeeded=wanted["succeeded"])
        case ("sessions", "expiry"):
            return sessions.expire(world, _owner(stand_in, "session", thing_id), thing_id)
        case ("payment_intents", "dispute"):
            return refunds.open_dispute(world, _owner(stand_in, "intent", thing_id), thing_id, wanted.get("amount"))
        case ("disputes", "closing"):
            return refunds.close_dispute(world, _owner(stand_in, "dispute", thing_id), thing_id, won=wanted["won"])
        case ("refunds", "failure"):
            return refunds.fail(world, _owner(stand_in, "refund", thing_id), thing_id)
        case ("events", "resending"):
            event = world.find("event", _owner(stand_in, "event", thing_id), thing_id)
            world.outbox.resend(event, world.now())
            return event
        case _:
            raise invalid(f"There is no control {noun}/{action}.")


def _owner(stand_in: StripeStandIn, kind: str, thing_id: str) -> str:
    row = stand_in.world.journal.get(kind, thing_id)
    return str(row["account"]) if row else PLATFORM


def _state(stand_in: StripeStandIn) -> Object:
    world = stand_in.world
    kinds = ("account", "session", "intent", "charge", "refund", "dispute", "event", "delivery")
    return {
        "counts": {kind: sum(1 for _ in world.journal.rows(kind)) for kind in kinds},
        "calls": dict(Counter(stand_in.calls)),
        "sessions": [
            {
                "account": row["account"],
                **{name: row["object"][name] for name in ("id", "status", "payment_status", "amount_total", "url")},
            }
            for _, row in world.journal.rows("session")
        ],
        "now": world.now(),
    }
