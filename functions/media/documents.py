"""What a person is told of a document that may be saved; before that it does not exist for them (product 5)."""

from __future__ import annotations

from media.answers import DocumentOut
from media.manifest import Photo


def document_out(photo: Photo) -> DocumentOut:
    return DocumentOut(
        asset_id=photo.asset_id,
        order_id=photo.order_id,
        title=photo.caption or photo.name,
        branded=photo.branded,
        bytes=photo.bytes["original"],
        delivered_at=photo.delivered_at,
    )
