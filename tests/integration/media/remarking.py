"""Builders for a business that changes its watermark: the settings page's calls, and the machine's steps by hand."""

from __future__ import annotations

import io
from typing import Any, Final

from PIL import Image

from media import remark_steps, render_batch, watermark_api
from tests.building import all_items, as_staff
from tests.integration.media.life import Life, media_bytes, ok

FUNCTIONS: Final = {
    "PlanFunction": remark_steps.plan_handler,
    "MarkAnewFunction": render_batch.mark_anew_handler,
    "SwitchFunction": remark_steps.switch_handler,
    "RemoveOldFunction": remark_steps.remove_old_handler,
    "HandOverFunction": remark_steps.hand_over_handler,
    "AttentionFunction": remark_steps.record_attention_handler,
}


def setting(**changes: Any) -> dict[str, Any]:
    """A mark unlike the one that businesses begin with."""
    return {"kind": "text", "text": "Northlight", "opacity": 80, "style": "centered", "logo": None, **changes}


def watermark(life: Life) -> dict[str, Any]:
    return ok(as_staff(watermark_api.handler, life.business).get("/api/watermark"))


def save(life: Life, **changes: Any) -> dict[str, Any]:
    """Saves a mark on the newest version."""
    owner = as_staff(watermark_api.handler, life.business)
    version = ok(owner.get("/api/watermark"))["version"]
    return ok(owner.put("/api/watermark", {**setting(**changes), "version": version}))


def turn(life: Life, version: int, round_: int = 1) -> dict[str, Any]:
    """The machine's input."""
    return {"business_id": life.business.business_id, "version": version, "round": round_}


def plan(life: Life, version: int, round_: int = 1) -> dict[str, Any]:
    return remark_steps.plan_handler(turn(life, version, round_), None)


def make(life: Life, version: int, planned: dict[str, Any]) -> int:
    """How many photos the Map over these batches marked."""
    step = turn(life, version)
    return sum(render_batch.mark_anew_handler({**step, **batch}, None)["marked"] for batch in planned["batches"])


def switch(life: Life, version: int, planned: dict[str, Any]) -> list[bool]:
    step = turn(life, version)
    return [remark_steps.switch_handler({**step, **one}, None)["switched"] for one in planned["listings"]]


def remark(life: Life, version: int) -> None:
    """A whole run, until nothing is left."""
    while (planned := plan(life, version))["next"] == "make":
        make(life, version, planned)
        assert all(switch(life, version, planned))


def run_item(life: Life) -> dict[str, Any]:
    (found,) = [
        one
        for one in all_items("people")
        if one["pk"] == f"{life.business.business_id}#watermark" and one["sk"] == "run"
    ]
    return found


def shown(life: Life) -> list[str]:
    """The paths of the small and large pictures on the customer's page."""
    previews = [one["preview"] for one in life.listing()["assets"]]
    return [preview[size]["url"] for preview in previews for size in ("small", "medium", "large")]


def picture(path: str) -> Image.Image:
    return Image.open(io.BytesIO(media_bytes(path))).convert("RGB")
