"""Lambda entry of both machines' Maps: makes what ten photos of a delivery still miss, or their pictures with a new mark."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from typing import Any

from latchkey import observability
from latchkey.tables import commit
from media import mark_writes, store, writes
from media.asset import Asset, kinds_missing, missing
from media.kinds import Kind
from media.mark_writes import SupersededError
from media.original import RefusedError
from media.paths import Raw, Source
from media.remarking import is_behind, is_newest
from media.rendering import Fetched, Workshop, prefetched


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """{business_id, listing_id, asset_ids, watermark, mark} in; how many photos are ready and refused out."""
    with observability.invocation("render_batch", getattr(context, "aws_request_id", "")) as facts:
        place = event["business_id"], event["listing_id"]
        # An execution that began before marks had versions names none.
        needs: dict[str, Any] = {"watermark": event["watermark"], "mark": event.get("mark", 0)}
        assets = _assets(*place, event["asset_ids"], lambda asset: bool(missing([asset], **needs)))
        workshop, states = Workshop(needs["mark"]), []
        for source, future in prefetched(_pictures_of(assets)):
            asset, fetched = assets[source.raw], future.result()
            kinds = kinds_missing(asset, **needs)
            if source.is_poster:
                _make_poster(workshop, source.raw, asset, fetched, kinds)
            elif fetched:
                states.append(workshop.make(source.raw, asset, fetched, kinds))
        unseen = [raw for raw, asset in assets.items() if asset.kind == "video" and asset.state == "processing"]
        states += [workshop.make_video(raw, assets[raw]) for raw in unseen]
        answer = {"ready": states.count("ready"), "refused": states.count("refused")}
        facts |= answer
        return answer


def _pictures_of(assets: Mapping[Raw, Asset]) -> list[Source]:
    """Where the pixels of these come from; a video without a poster has none."""
    return [
        Source(raw, is_poster=asset.kind == "video")
        for raw, asset in assets.items()
        if asset.kind != "video" or asset.poster in ("coming", "made")
    ]


def _make_poster(workshop: Workshop, raw: Raw, asset: Asset, fetched: Fetched | None, kinds: list[Kind]) -> None:
    if fetched is None:
        workshop.miss_poster(raw, asset)
    elif asset.poster == "coming":
        workshop.make_poster(raw, asset, fetched)
    elif kinds:
        workshop.make_poster(raw, asset, fetched, kinds)


def mark_anew_handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """{business_id, version, listing_id, asset_ids} in; how many photos got that version of the mark out."""
    with observability.invocation("mark_anew", getattr(context, "aws_request_id", "")) as facts:
        version, listing_id = int(event["version"]), event["listing_id"]
        if not is_newest(event["business_id"], version):
            return {"marked": 0}
        assets = _assets(
            event["business_id"],
            listing_id,
            event["asset_ids"],
            lambda asset: is_behind(asset, version),
        )
        answer = {"marked": sum(_marked(assets, version))}
        facts |= answer
        return answer


def _marked(assets: dict[Raw, Asset], version: int) -> Iterator[bool]:
    """One photo after another, each counted in the commit that says that it is made; stops at a newer mark."""
    workshop = Workshop(version)
    for (raw, _), future in prefetched(_pictures_of(assets)):
        try:
            yield _mark_anew(workshop, raw, assets[raw], future, version)
        except SupersededError:
            return


def _mark_anew(workshop: Workshop, raw: Raw, asset: Asset, future: Future[Fetched | None], version: int) -> bool:
    fetched = future.result()
    try:
        if fetched is None:
            raise RefusedError("Its original is not here any more.")
        made = workshop.mark_anew(raw, asset, fetched)
    except RefusedError as refusal:
        reason = f"{asset.name}: {refusal.reason}"
        commit([mark_writes.stuck(raw.business_id, version, raw.listing_id, reason)])
        return False
    try:
        commit([made, mark_writes.counted(raw.business_id, version)])
    except writes.PassedError:
        return False  # another worker made and counted it, or it is gone
    return True


def _assets(
    business_id: str, listing_id: str, asset_ids: list[str], is_wanted: Callable[[Asset], bool]
) -> dict[Raw, Asset]:
    found: dict[Raw, Asset] = {}
    for asset_id in asset_ids:
        raw = Raw(business_id, listing_id, asset_id)
        asset = store.asset(*raw)
        if asset and is_wanted(asset):
            found[raw] = asset
    return found
