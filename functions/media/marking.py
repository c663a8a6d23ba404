"""What people do with their business's watermark: look at it, try one on a real photo, save it (product 4.6)."""

from __future__ import annotations

import base64
import io
from typing import Final

from botocore.exceptions import ClientError
from PIL import Image

from latchkey import keys
from latchkey.clients import client
from latchkey.errors import ConflictError, InvalidError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import is_id
from latchkey.observability import count
from latchkey.settings import settings
from latchkey.tables import commit, read_many
from latchkey.writes import Item
from media import mark_writes, store
from media.kinds import MARKED_LARGE
from media.logo import silhouette
from media.mark import Drawn, Run, mark_version, run_of, setting_of
from media.paths import MISSING, media_key
from media.photo_files import cover_pictures
from media.rendering import mark_of
from media.renditions import render
from media.watermark import LEAST_DIFFERENCE, unknown_letters, weakest_tile
from media.watermark_answers import (
    LogoOut,
    MarkIn,
    RemakingOut,
    StuckListingOut,
    WatermarkIn,
    WatermarkOut,
    WatermarkPhotoOut,
    WatermarkPhotosOut,
    WatermarkPreviewIn,
    WatermarkPreviewOut,
)

_PHOTOS: Final = 8
_STUCK_SHOWN: Final = 20


def read_watermark(caller: Caller) -> WatermarkOut:
    """The mark, and how far it has come on older pictures."""
    caller.viewer.must_be_staff()
    mark, run = _kept(caller)
    return _out(caller, setting_of(caller.business), mark_version(caller.business), _logo(mark), _run(run))


def list_photos(caller: Caller) -> WatermarkPhotosOut:
    """Covers to try a mark on."""
    caller.viewer.must_be_staff()
    locks = store.locks_of_business(caller.business_id, None).items
    covered = [lock for lock in locks if lock.get("cover")][:_PHOTOS]
    return WatermarkPhotosOut(
        photos=[WatermarkPhotoOut(listing_id=lock["listing_id"], address_line=lock["address_line"]) for lock in covered]
    )


def take_logo(caller: Caller, file: str) -> LogoOut:
    """Judges a logo and makes it small; nothing is kept until the mark is saved."""
    caller.viewer.must_be_owner()
    return LogoOut(logo=base64.b64encode(silhouette(file)).decode())


def preview(caller: Caller, body: WatermarkPreviewIn) -> WatermarkPreviewOut:
    """The mark on a photo, drawn by what draws the customers' pictures."""
    caller.viewer.must_be_staff()
    setting, logo = _drawable(body, caller)
    photo = _cover(caller, body.listing_id) if body.listing_id else _wall()
    (picture,) = render(photo, mark_of(setting, logo), (MARKED_LARGE,))
    jpeg = base64.b64encode(picture.data).decode()
    return WatermarkPreviewOut(jpeg=jpeg, width=picture.width, height=picture.height)


def save(caller: Caller, body: WatermarkIn) -> WatermarkOut:
    """The business's mark from now on; older pictures are made anew in the background. The same mark again changes nothing."""
    caller.viewer.must_be_owner()
    setting, logo = _drawable(body, caller)
    kept, run = _kept(caller)
    version = mark_version(caller.business)
    if setting == setting_of(caller.business) and (setting.kind == "text" or logo == _logo(kept)):
        return _out(caller, setting, version, logo, _run(run))
    if body.version != version:
        raise ConflictError("Somebody else changed the watermark meanwhile. Please look at it first.")
    _must_show(setting, logo)
    # A logo is kept while a text is shown, so that going back needs no file.
    logo = logo or _logo(kept)
    commit(mark_writes.saved(caller.business, setting, logo, caller.now))
    count("WatermarksChanged")
    return _out(caller, setting, version + 1, logo, Run(version + 1, "running", 1, 0, 0, ""))


def retry(caller: Caller) -> WatermarkOut:
    """Goes on with what stopped."""
    caller.viewer.must_be_owner()
    mark, found = _kept(caller)
    run = _run(found)
    if run is None or run.state != "needs_attention":
        raise ConflictError("The pictures are being made already.")
    commit(mark_writes.retried(caller.business_id, run, caller.now))
    going = Run(run.version, "running", run.round + 1, run.done, run.total, run.started_at)
    return _out(caller, setting_of(caller.business), run.version, _logo(mark), going)


# ---------------------------------------------------------------------------------------------------------------------
def _kept(caller: Caller) -> tuple[Item | None, Item | None]:
    """The mark's own item and the run's; a business that has never saved a mark has neither."""
    mark, run = read_many(
        [
            ("people", keys.mark(caller.business_id, mark_version(caller.business))),
            ("people", keys.remarking(caller.business_id)),
        ]
    )
    return mark, run


def _logo(mark: Item | None) -> bytes | None:
    return bytes(mark["logo"]) if mark and mark.get("logo") else None


def _run(item: Item | None) -> Run | None:
    return run_of(item) if item else None


def _drawable(body: MarkIn, caller: Caller) -> tuple[Drawn, bytes | None]:
    """What to draw. Raises InvalidError with one sentence for the field that cannot be drawn."""
    if body.kind == "logo" and not body.logo:
        raise InvalidError("Choose a logo first.", field="logo")
    if body.kind == "text":
        _must_be_drawable(body.text)
    text = body.text or setting_of(caller.business).text
    return Drawn(body.kind, text, body.opacity, body.style), silhouette(body.logo) if body.logo else None


def _must_be_drawable(text: str) -> None:
    if not text:
        raise InvalidError("Write what your watermark says.", field="text")
    if not text.isprintable():
        raise InvalidError("A watermark is one line of letters.", field="text")
    if unknown := unknown_letters(text):
        letters = ", ".join(unknown[:5])
        raise InvalidError(f"The watermark cannot be written with {letters}. Use a logo instead.", field="text")


def _must_show(setting: Drawn, logo: bytes | None) -> None:
    """Every part of every preview has to be marked, whatever the mark (guarantees 31)."""
    if weakest_tile(mark_of(setting, logo)) >= LEAST_DIFFERENCE:
        return
    if setting.kind == "logo":
        raise InvalidError("The lines of this logo are too fine to be seen in a photo. Use a bolder one.", field="logo")
    raise InvalidError("This text is too thin to be seen in a photo. Use some letters.", field="text")


def _cover(caller: Caller, listing_id: str) -> bytes:
    lock = store.lock(caller.business_id, listing_id) if is_id("lst", listing_id) else None
    if lock is None or not lock.get("cover"):
        raise NotFoundError
    path = cover_pictures(lock["cover"], listing_id, "clean")[-1][0]
    try:
        answer = client("s3").get_object(Bucket=settings().media_bucket, Key=media_key(path))
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            raise NotFoundError from error
        raise
    with answer["Body"] as body:
        return bytes(body.read())


def _wall() -> bytes:
    """A wall from black to white, for a business that has no photo yet."""
    file = io.BytesIO()
    Image.linear_gradient("L").rotate(90).resize((1600, 1067)).convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()


def _out(caller: Caller, setting: Drawn, version: int, logo: bytes | None, run: Run | None) -> WatermarkOut:
    return WatermarkOut(
        version=version,
        kind=setting.kind,
        text=setting.text,
        opacity=setting.opacity,
        style=setting.style,
        logo=base64.b64encode(logo).decode() if logo else None,
        may_change=caller.viewer.role == "owner",
        remaking=_remaking(run) if run else None,
    )


def _remaking(run: Run) -> RemakingOut:
    stuck = [StuckListingOut(listing_id=one, reason=reason) for one, reason in sorted(run.stuck.items())]
    return RemakingOut(state=run.state, done=run.done, total=run.total, reason=run.reason, stuck=stuck[:_STUCK_SHOWN])
