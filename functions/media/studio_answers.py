"""Builds the workspace's answer: everything of a listing as the business sees it."""

from __future__ import annotations

from typing import Any, Literal

from latchkey.clock import rfc3339
from latchkey.http import Caller
from media import signing, store
from media.access import Onlooker, locked
from media.asset import Asset
from media.delivery import Delivery
from media.kinds import Folder
from media.links import links_out
from media.organizing import cover_out
from media.paths import folder_path
from media.photo_files import download_path
from media.pictures import View, money, preview
from media.preflight_answers import preflight_out
from media.revisions import open_revisions
from media.videos import captions_out
from media.workspace_answers import (
    DefaultsOut,
    DeliveryOut,
    ProgressOut,
    ReplacementOut,
    ViewAsOut,
    WorkspaceAssetOut,
    WorkspaceOrderOut,
    WorkspaceOut,
    WorkspaceVideoOut,
)
from orders.override_answers import overrides_out

_CLEAN: Folder = "clean"


def workspace_out(caller: Caller, folder: store.Folder) -> tuple[WorkspaceOut, list[tuple[str, str, str]]]:
    """The workspace, and the cookies that open the business's own pictures before and after delivery."""
    lock, listing_id = folder.gallery.lock, folder.gallery.head["listing_id"]
    view = View.of(Onlooker(caller.viewer), lock, caller.business)
    delivered = {photo.asset_id: photo.file_id for photo in folder.gallery.photos}
    answer = WorkspaceOut(
        listing_id=listing_id,
        address_line=lock["address_line"],
        version=folder.gallery.head["version"],
        orders=[_order(caller, folder, view, order_id) for order_id in folder.gallery.order_ids],
        assets=[
            _asset(folder, asset, place, delivered.get(asset.asset_id))
            for place, asset in enumerate(folder.assets, start=1)
        ],
        links=links_out(folder),
        cover=cover_out(folder, folder.gallery.head.get("cover_asset_id")),
        revisions=open_revisions(folder),
        deliveries=[_delivery(folder, delivery) for delivery in reversed(folder.deliveries)],
        defaults=DefaultsOut(collection=caller.business["collection"], watermark=caller.business["watermark_on"]),
        view_as=ViewAsOut(customer_id=lock["customer_id"]),
        media_expires_at=rfc3339(caller.now + signing.COOKIES_LAST),
    )
    folders = [folder_path(listing_id, order_id, _CLEAN) for order_id in folder.gallery.order_ids]
    return answer, signing.cookies(caller.origin, folders, caller.now)


def _order(caller: Caller, folder: store.Folder, view: View, order_id: str) -> WorkspaceOrderOut:
    entry = view.lock["orders"][order_id]
    return WorkspaceOrderOut(
        order_id=order_id,
        number=entry["number"],
        status=_status(entry),
        customer_name=view.lock["customer_name"],
        collection=entry["collection"],
        watermark=entry["watermark"],
        delivered=entry["delivered"],
        unpublished_at=(entry.get("unpublished") or {}).get("at"),
        overrides=overrides_out(caller.business, view.place.customer_id, entry.get("override")),
        locked=locked(view.terms[order_id]),
        due=money(entry["due"], view.lock),
        payment_state=entry["payment_state"],
        preflight=preflight_out(caller, folder, order_id),
    )


def _status(entry: dict[str, Any]) -> Literal["Accepted", "Completed", "Canceled"]:
    """The order's own status, as far as the lock item knows it; a listing is never of a pending order."""
    if entry["canceled"]:
        return "Canceled"
    delivered = entry["delivered"] or entry.get("unpublished")
    return "Completed" if delivered and not entry.get("reopened") else "Accepted"


def _asset(folder: store.Folder, asset: Asset, position: int, delivered_file: str | None) -> WorkspaceAssetOut:
    """`delivered_file`: the file that customers see ("": the first one); None: they see none."""
    head = folder.gallery.head
    shown = asset.state == "ready" and asset.has_pictures
    return WorkspaceAssetOut(
        asset_id=asset.asset_id,
        order_id=asset.order_id,
        kind=asset.kind,
        name=asset.name,
        position=position,
        state=asset.state,
        refused_reason=asset.refused_reason,
        caption=asset.caption,
        alt=asset.alt,
        section=asset.section,
        hidden=asset.hidden,
        branded=asset.branded,
        delivered=delivered_file is not None,
        width=asset.width or None,
        height=asset.height or None,
        bytes=asset.bytes,
        preview=preview(head["name_secret"], head["listing_id"], asset.photo(), _CLEAN) if shown else None,
        upload_id=asset.upload_id if asset.state == "uploading" else None,
        waits=delivered_file is not None and delivered_file != asset.file_id,
        replacement=_replacement(asset.arriving) if asset.arriving else None,
        video=_video(head, asset) if asset.kind == "video" else None,
    )


def _video(head: dict[str, Any], asset: Asset) -> WorkspaceVideoOut:
    place, video = (head["name_secret"], head["listing_id"]), asset.photo() if asset.state == "ready" else None
    return WorkspaceVideoOut(
        seconds=asset.seconds or None,
        url=download_path(*place, video, "original") if video else None,
        poster=asset.poster,
        poster_reason=asset.poster_reason,
        captions=captions_out(*place, video) if video else None,
    )


def _replacement(file: Asset) -> ReplacementOut:
    is_uploading = file.state == "uploading"
    return ReplacementOut.model_validate(
        {
            "name": file.name,
            "bytes": file.bytes,
            "state": file.state,
            "refused_reason": file.refused_reason,
            "upload_id": file.upload_id if is_uploading else None,
        }
    )


def _delivery(folder: store.Folder, delivery: Delivery) -> DeliveryOut:
    listed = [one for one in folder.assets if one.order_id == delivery.order_id and one.is_listed]
    return DeliveryOut(
        delivery_id=delivery.delivery_id,
        order_id=delivery.order_id,
        state=delivery.state,
        round=delivery.round,
        reason=delivery.reason,
        created_at=delivery.created_at,
        progress=ProgressOut(done=sum(one.state == "ready" for one in listed), total=len(listed)),
    )
