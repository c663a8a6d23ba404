"""Lambda entry for what S3 says about new originals, through SQS: each is judged and rendered alone (guarantees 37, 53)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from latchkey import observability
from media import store
from media.asset import Asset
from media.paths import Raw, raw_of
from media.rendering import Workshop, prefetched


@dataclass(frozen=True, slots=True)
class Arrival:
    """An original, the version of it that the event is about, and the message that said so."""

    raw: Raw
    etag: str
    message_id: str


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Renders a batch; only messages whose photo failed on our side come again. A refused photo is done."""
    with observability.invocation("render_arrivals", getattr(context, "aws_request_id", "")) as facts:
        failed: set[str] = set()
        wanted = _wanted(event, failed)
        workshop, states = Workshop(), []
        for raw, future in prefetched(list(wanted)):
            asset, messages = wanted[raw]
            try:
                fetched = future.result()
                states.append(workshop.make(raw, asset, fetched) if fetched else "gone")
            except Exception as error:
                # The last door of a message: the others go on, this one comes again and ends in the dead letters.
                facts["failed_photo"], facts["where"] = type(error).__name__, observability.where(error)
                failed |= messages
        facts |= {"photos": len(wanted), "refused": states.count("refused"), "failed_messages": len(failed)}
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in sorted(failed)]}


def arrivals(event: dict[str, Any]) -> list[Arrival]:
    """Every object of ours that the messages name; test events and foreign keys are passed over."""
    found = []
    for message in event["Records"]:
        for record in _records(message["body"]):
            described = record.get("s3", {}).get("object", {})
            raw = raw_of(unquote_plus(str(described.get("key", ""))))
            if raw:
                found.append(Arrival(raw, str(described.get("eTag", "")).strip('"'), message["messageId"]))
    return found


def _records(body: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(body)
    except ValueError:
        return []
    records = document.get("Records") if isinstance(document, dict) else None
    return [record for record in records if isinstance(record, dict)] if isinstance(records, list) else []


def _wanted(event: dict[str, Any], failed: set[str]) -> dict[Raw, tuple[Asset, set[str]]]:
    """Each photo once, without those that this version of the object has settled already."""
    wanted: dict[Raw, tuple[Asset, set[str]]] = {}
    for arrival in arrivals(event):
        if arrival.raw in wanted:
            wanted[arrival.raw][1].add(arrival.message_id)
            continue
        try:
            asset = store.asset(*arrival.raw)
        except Exception as error:
            observability.note(failed_read=type(error).__name__, where=observability.where(error))
            failed.add(arrival.message_id)
            continue
        if asset and not _is_settled(asset, arrival.etag):
            wanted[arrival.raw] = (asset, {arrival.message_id})
    return wanted


def _is_settled(asset: Asset, etag: str) -> bool:
    return asset.state in ("ready", "refused") and bool(etag) and asset.etag == etag
