"""The routes of a brand's pictures and of people's: a function of its own, because it draws and the other APIs do not."""

from __future__ import annotations

from typing import Any

from accounts import branding, portraits
from accounts.branding_answers import BrandIn, BrandOut, BrandPictureIn, BrandPictureOut, PortraitIn, PortraitOut
from latchkey.http import api, caller, entry

# A picture of 3 MB as base64, and an SVG's drawing beside it; Lambda takes 6 MB.
_MOST_BYTES = 5_500_000

app = api()


@app.get("/api/brand")
def read_brand() -> BrandOut:
    """Name, contact, colors and pictures of the business. Staff."""
    return branding.read_brand(caller(app))


@app.put("/api/brand")
def save_brand(body: BrandIn) -> BrandOut:
    """Changes the brand; its host shows it within a minute. Owner or manager."""
    return branding.save_brand(caller(app), body)


@app.post("/api/brand/pictures", status_code=201)
def take_brand_picture(body: BrandPictureIn) -> BrandPictureOut:
    """Makes a logo, favicon or portal image ready to be saved. Owner or manager."""
    return branding.take_picture(caller(app), body)


@app.put("/api/account/portrait")
def take_portrait(body: PortraitIn) -> PortraitOut:
    """Show this picture of me from now on."""
    return portraits.take(caller(app), body)


@app.delete("/api/account/portrait")
def remove_portrait() -> PortraitOut:
    """Show no picture of me."""
    return portraits.remove(caller(app))


handler: Any = entry("brand", app, most_bytes=_MOST_BYTES)
