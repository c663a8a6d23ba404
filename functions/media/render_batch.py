"""Lambda entry of the delivery machine's Map: makes what ten photos of a delivery still miss (house 3, Workflow)."""

from __future__ import annotations

from typing import Any

from latchkey import observability
from media import store
from media.asset import Asset, kinds_missing
from media.paths import Raw
from media.rendering import Workshop, prefetched


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """{business_id, listing_id, asset_ids, watermark} in; how many photos are ready and refused out."""
    with observability.invocation("render_batch", getattr(context, "aws_request_id", "")) as facts:
        assets: dict[Raw, Asset] = {}
        for asset_id in event["asset_ids"]:
            raw = Raw(event["business_id"], event["listing_id"], asset_id)
            asset = store.asset(*raw)
            if asset and kinds_missing(asset, watermark=event["watermark"]):
                assets[raw] = asset
        workshop, states = Workshop(), []
        for raw, future in prefetched(list(assets)):
            fetched = future.result()
            if fetched:
                kinds = kinds_missing(assets[raw], watermark=event["watermark"])
                states.append(workshop.make(raw, assets[raw], fetched, kinds))
        answer = {"ready": states.count("ready"), "refused": states.count("refused")}
        facts |= answer
        return answer
