"""Builds the look before a delivery from a listing's folder, which the workspace has read anyway."""

from __future__ import annotations

from latchkey.clock import rfc3339
from latchkey.http import Caller
from latchkey.settings import settings
from media import store
from media.card_answers import NewsOut
from media.gallery_writes import photos_after
from media.news import news_after
from media.pictures import money
from media.workspace import ordered_lines, preflight_of
from media.workspace_answers import OrderedOut, PreflightCountOut, PreflightOut, PreflightWarningOut
from payments.charging import SMALLEST_CHARGE, can_charge, why_pay_is_off


def preflight_out(caller: Caller, folder: store.Folder, order_id: str) -> PreflightOut:
    """What is about to go out, and what the customer then owes and can pay."""
    lock = folder.gallery.lock
    entry, found = lock["orders"][order_id], preflight_of(folder, order_id)
    pay_off = why_pay_is_off(
        entry["due"],
        lock["currency"],
        processing=entry["payment_state"] == "processing",
        business_can_charge=can_charge(caller.business, settings().stripe_mode),
    )
    least = money(SMALLEST_CHARGE[lock["currency"]], lock) if pay_off == "too_small" else None
    return PreflightOut(
        ordered=[OrderedOut(name=line["name"], quantity=line["quantity"]) for line in ordered_lines(folder, order_id)],
        counts=[PreflightCountOut(kind=one.kind, ready=one.ready, ordered=one.ordered) for one in found.counts],
        problems=list(found.problems),
        warnings=[
            PreflightWarningOut(check=one.check, count=one.count, asset_ids=list(one.asset_ids))
            for one in found.warnings
        ],
        uploading=found.uploading,
        news=_news(caller, folder, order_id),
        pay_off=pay_off,
        least=least,
    )


# ---------------------------------------------------------------------------------------------------------------------
def _news(caller: Caller, folder: store.Folder, order_id: str) -> NewsOut | None:
    """What a further delivery would bring; nobody wants to know it of the first."""
    before = folder.gallery.photos
    if not any(photo.order_id == order_id for photo in before):
        return None
    at = rfc3339(caller.now)
    (told,) = news_after((), before, photos_after(folder.gallery, folder.assets, order_id, at), at)
    return NewsOut(added=told["added"], replaced=told["replaced"])
