"""What people do with their business's brand: look at it, bring pictures, save it (product 10)."""

from __future__ import annotations

import re
from dataclasses import asdict, replace

from accounts import branding_writes as writes
from accounts.address import canonical
from accounts.branding_answers import (
    BrandIn,
    BrandOut,
    BrandPictureIn,
    BrandPictureOut,
    PaletteOut,
    PortalImageOut,
)
from accounts.business import Business, business_of
from accounts.display_name import display_name
from accounts.palette import palette_of
from accounts.picture_files import made
from accounts.pictures import SHOWN, USES, Picture, PortalImage, Use
from accounts.portal_files import brand_folder_of, kept, stored, waiting_key
from latchkey import keys
from latchkey.clock import epoch
from latchkey.errors import ConflictError, ForbiddenError, InvalidError
from latchkey.http import Caller
from latchkey.observability import count
from latchkey.tables import commit, read_many
from latchkey.writes import Item

_PHONE = re.compile(r"\+?[0-9 ()./\-]{5,40}")


def read_brand(caller: Caller) -> BrandOut:
    """The brand as saved; all staff may look."""
    caller.viewer.must_be_staff()
    return _out(caller, business_of(caller.business))


def take_picture(caller: Caller, body: BrandPictureIn) -> BrandPictureOut:
    """Makes the files of a picture and lets them wait for two days at most; nothing shows them until the brand is saved."""
    _must_be_allowed(caller)
    found = made(brand_folder_of(caller.business_id), body.use, body.file, body.drawn)
    for file in found.files:
        stored(waiting_key(file.key), file.data, file.content_type)
    commit([writes.waiting_picture(caller.business_id, body.use, found.picture, caller.now)])
    return _picture_out(body.use, found.picture, waits=True)


def save_brand(caller: Caller, body: BrandIn) -> BrandOut:
    """The brand from now on: on the host within a minute, in mails and private pages at once. The same again changes nothing.

    Raises InvalidError at the field, ConflictError when somebody else saved meanwhile.
    """
    _must_be_allowed(caller)
    before = business_of(caller.business)
    pictures = _pictures(caller, before, body)
    palette = palette_of(body.palette.model_dump())
    after = replace(
        before,
        name=display_name(body.name),
        phone=_phone(body.phone),
        email=canonical(body.email) if body.email else "",
        accent=palette.accent,
        palette=palette,
        logo=pictures["logo"],
        favicon=pictures["favicon"],
        portal_image=_focused(pictures["portal_image"], body),
    )
    if after == before:
        return _out(caller, before)
    if body.version != before.brand_version:
        current = {"version": before.brand_version}
        raise ConflictError("Somebody else changed the brand meanwhile. Please look at it first.", current=current)
    after = replace(after, brand_version=before.brand_version + 1)
    for key in sorted(_files(after) - _files(before)):
        kept(key)
    commit(writes.saved(caller.business, after, caller.now))
    count("BrandsChanged")
    return _out(caller, after)


# ---------------------------------------------------------------------------------------------------------------------
def _may_change(caller: Caller) -> bool:
    return caller.viewer.role in ("owner", "manager")


def _must_be_allowed(caller: Caller) -> None:
    caller.viewer.must_be_staff()
    if not _may_change(caller):
        raise ForbiddenError("Only an owner or a manager can change the brand.")


def _pictures(caller: Caller, before: Business, body: BrandIn) -> dict[Use, Picture | None]:
    """The pictures that the body names: kept ones from the business, new ones from this business's own uploads."""
    wanted = _named(body)
    found: dict[Use, Picture | None] = {use: _kept(before, use, name) for use, name in wanted.items()}
    new = [(use, name) for use, name in wanted.items() if name and found[use] is None]
    if new:
        items = read_many([("people", keys.brand_picture(caller.business_id, use, name)) for use, name in new])
        for (use, _), item in zip(new, items, strict=True):
            found[use] = _uploaded(use, item, epoch(caller.now))
    return found


def _named(body: BrandIn) -> dict[Use, str | None]:
    image = body.portal_image.picture if body.portal_image else None
    return dict(zip(USES, (body.logo, body.favicon, image), strict=True))


def _kept(before: Business, use: Use, name: str | None) -> Picture | None:
    kept: Picture | None = getattr(before, use)
    if kept is None or kept["name"] != name:
        return None
    return Picture(
        name=kept["name"], width=kept["width"], height=kept["height"], files=kept["files"], plate=kept["plate"]
    )


def _files(brand: Business) -> set[str]:
    pictures: list[Picture | None] = [brand.logo, brand.favicon, brand.portal_image]
    return {key for picture in pictures if picture for key in picture["files"].values()}


def _uploaded(use: Use, item: Item | None, now: int) -> Picture:
    # The files of schema 1 wait nowhere.
    if item is None or item["schema"] < 2 or item["expires_at_epoch"] <= now:
        raise InvalidError("This picture has waited too long. Please choose it again.", field=use)
    picture: Picture = item["picture"]
    return picture


def _focused(picture: Picture | None, body: BrandIn) -> PortalImage | None:
    if picture is None or body.portal_image is None:
        return None
    return PortalImage(**picture, x=body.portal_image.x, y=body.portal_image.y)


def _phone(text: str) -> str:
    if text and not _PHONE.fullmatch(text):
        raise InvalidError("A phone number is written in digits, like +1 207 555 0142.", field="phone")
    return text


def _out(caller: Caller, brand: Business) -> BrandOut:
    image = brand.portal_image
    return BrandOut(
        version=brand.brand_version,
        may_change=_may_change(caller),
        name=brand.name,
        phone=brand.phone,
        email=brand.email,
        palette=PaletteOut(**asdict(brand.palette)),
        logo=_picture_out("logo", brand.logo) if brand.logo else None,
        favicon=_picture_out("favicon", brand.favicon) if brand.favicon else None,
        portal_image=PortalImageOut(image=_picture_out("portal_image", image), x=image["x"], y=image["y"])
        if image
        else None,
    )


def _picture_out(use: Use, picture: Picture, *, waits: bool = False) -> BrandPictureOut:
    shown = picture["files"][SHOWN[use]]
    return BrandPictureOut(
        picture=picture["name"],
        url=f"/{waiting_key(shown) if waits else shown}",
        width=picture["width"],
        height=picture["height"],
        plate=picture["plate"],
    )
