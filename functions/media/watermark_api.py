"""The routes of the business's watermark: a function of its own, because it draws and the other APIs do not."""

from __future__ import annotations

from typing import Any

from latchkey.http import NothingIn, api, caller, entry
from media import marking
from media.watermark_answers import (
    LogoIn,
    LogoOut,
    WatermarkIn,
    WatermarkOut,
    WatermarkPhotosOut,
    WatermarkPreviewIn,
    WatermarkPreviewOut,
)

# A logo of 1 MB as base64.
_MOST_BYTES = 1_500_000

app = api()


@app.get("/api/watermark")
def read_watermark() -> WatermarkOut:
    """The watermark, and how far it has come."""
    return marking.read_watermark(caller(app))


@app.put("/api/watermark")
def save_watermark(body: WatermarkIn) -> WatermarkOut:
    """Changes the watermark; older previews are made anew in the background."""
    return marking.save(caller(app), body)


@app.get("/api/watermark/photos")
def list_watermark_photos() -> WatermarkPhotosOut:
    """Photos to try a watermark on."""
    return marking.list_photos(caller(app))


@app.post("/api/watermark/logos")
def take_logo(body: LogoIn) -> LogoOut:
    """Makes a logo ready to be drawn."""
    return marking.take_logo(caller(app), body.file)


@app.post("/api/watermark/previews")
def preview_watermark(body: WatermarkPreviewIn) -> WatermarkPreviewOut:
    """Draws a watermark that is not saved."""
    return marking.preview(caller(app), body)


@app.post("/api/watermark/retry", status_code=202)
def retry_watermark(body: NothingIn) -> WatermarkOut:
    """Goes on with the previews that could not be made."""
    return marking.retry(caller(app))


handler: Any = entry("watermark", app, most_bytes=_MOST_BYTES)
