"""Lambda entries of the machine that brings a new mark to delivered galleries; each hands its turn to `media.remarking`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from latchkey import observability
from latchkey.clock import utc_now
from media import remarking
from media.remarking import Turn


def plan_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """What this round makes."""
    with _turn("plan", event, context) as turn:
        planned = remarking.plan(turn)
        observability.note(next=planned["next"], batches=len(planned["batches"]))
        return planned


def switch_handler(event: dict[str, Any], context: Any) -> dict[str, bool]:
    """Shows one listing with the new mark."""
    with _turn("switch", event, context) as turn:
        observability.note(listing_id=event["listing_id"])
        return {"switched": remarking.switch(turn, event["listing_id"])}


def remove_old_handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Deletes the pictures with older marks of some listings."""
    with _turn("remove_old", event, context) as turn:
        return {"photos": sum(remarking.remove_old(turn, listing_id) for listing_id in event["listing_ids"])}


def hand_over_handler(event: dict[str, Any], context: Any) -> None:
    """Lets a new execution go on."""
    with _turn("hand_over", event, context) as turn:
        remarking.hand_over(turn, utc_now())


def record_attention_handler(event: dict[str, Any], context: Any) -> None:
    """Shows the failure on the settings page."""
    with _turn("record_attention", event, context) as turn:
        observability.note(failure=(event.get("failure") or {}).get("Error"))
        if remarking.record_attention(turn):
            observability.count("RemarkingsNeedAttention")


@contextmanager
def _turn(name: str, event: dict[str, Any], context: Any) -> Iterator[Turn]:
    turn = Turn(event["business_id"], int(event["version"]), int(event["round"]))
    with observability.invocation(f"remarking.{name}", getattr(context, "aws_request_id", "")):
        observability.note(version=turn.version, round=turn.round)
        yield turn
