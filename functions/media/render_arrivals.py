"""Lambda entry for what S3 says about new originals, through SQS: each is judged and rendered alone (guarantees 37, 53)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_plus

from latchkey import observability
from media import store
from media.asset import Asset
from media.paths import Source, source_of
from media.rendering import Fetched, Workshop, prefetched

# A video that begins must end within the function's time-out, also on a bad day.
_SLOWEST_BYTES_A_SECOND: Final = 25_000_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """An object, the version of it that the event is about, and the message that said so."""

    source: Source
    etag: str
    message_id: str


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Renders a batch; only messages whose photo failed on our side come again. A refused photo is done."""
    with observability.invocation("render_arrivals", getattr(context, "aws_request_id", "")) as facts:
        failed: set[str] = set()
        wanted = _wanted(event, failed)
        workshop, states = Workshop(), []
        videos = [source for source, (asset, _) in wanted.items() if is_video(source, asset)]
        for source, future in prefetched([source for source in wanted if source not in videos]):
            asset, messages = wanted[source]
            with _alone(messages, failed):
                states.append(_pictured(workshop, source, asset, future.result()))
        for source in videos:
            asset, messages = wanted[source]
            if source is not videos[0] and not _has_time_for(asset, context):
                failed |= messages  # comes again, to an invocation with time
                continue
            with _alone(messages, failed):
                states.append(workshop.make_video(source.raw, asset))
        facts |= {"photos": len(wanted) - len(videos), "videos": len(videos)}
        facts |= {"refused": states.count("refused"), "failed_messages": len(failed)}
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in sorted(failed)]}


def is_video(source: Source, asset: Asset) -> bool:
    """Whether the object is a video's own file, which is copied and never held in memory."""
    return asset.kind == "video" and not source.is_poster


@contextmanager
def _alone(messages: set[str], failed: set[str]) -> Iterator[None]:
    """The last door of a message: the others go on, this one comes again and ends in the dead letters."""
    try:
        yield
    except Exception as error:
        observability.note(failed_file=type(error).__name__, where=observability.where(error))
        failed |= messages


def _pictured(workshop: Workshop, source: Source, asset: Asset, fetched: Fetched | None) -> str:
    if fetched is None:
        return "gone"
    if source.is_poster:
        workshop.make_poster(source.raw, asset, fetched)
        return "poster"
    return workshop.make(source.raw, asset, fetched)


def _has_time_for(asset: Asset, context: Any) -> bool:
    """Whether a video can be copied to its end; what was begun would be lost with all that waits behind it."""
    if context is None:
        return True
    return bool(context.get_remaining_time_in_millis() / 1000 > asset.bytes / _SLOWEST_BYTES_A_SECOND + 30)


def arrivals(event: dict[str, Any]) -> list[Arrival]:
    """Every object of ours that the messages name; test events and foreign keys are passed over."""
    found = []
    for message in event["Records"]:
        for record in _records(message["body"]):
            described = record.get("s3", {}).get("object", {})
            source = source_of(unquote_plus(str(described.get("key", ""))))
            if source:
                found.append(Arrival(source, str(described.get("eTag", "")).strip('"'), message["messageId"]))
    return found


def _records(body: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(body)
    except ValueError:
        return []
    records = document.get("Records") if isinstance(document, dict) else None
    return [record for record in records if isinstance(record, dict)] if isinstance(records, list) else []


def _wanted(event: dict[str, Any], failed: set[str]) -> dict[Source, tuple[Asset, set[str]]]:
    """Each file once, without those that this version of the object has settled already."""
    wanted: dict[Source, tuple[Asset, set[str]]] = {}
    for arrival in arrivals(event):
        if arrival.source in wanted:
            wanted[arrival.source][1].add(arrival.message_id)
            continue
        asset = None
        with _alone({arrival.message_id}, failed):
            asset = store.asset(*arrival.source.raw)
        if asset and not _is_settled(arrival, asset):
            wanted[arrival.source] = (asset, {arrival.message_id})
    return wanted


def _is_settled(arrival: Arrival, asset: Asset) -> bool:
    if arrival.source.is_poster:
        return asset.poster != "coming" and bool(arrival.etag) and asset.poster_etag == arrival.etag
    return asset.state in ("ready", "refused") and bool(arrival.etag) and asset.etag == arrival.etag
