"""Listings as cards, each as this person may see it now; loads nothing of what a listing's own page shows."""

from __future__ import annotations

from typing import Literal

from latchkey import keys
from latchkey.cursor import opened, sealed
from latchkey.http import Caller
from latchkey.tables import read
from latchkey.writes import Item
from media import signing, store
from media.access import Onlooker, locked, sees
from media.card_answers import CardOut, ContentOut, ListingsOut, NewsOut
from media.link import KINDS as LINK_KINDS
from media.news import is_new, news_since
from media.photo_files import cover_pictures
from media.picture_answers import PictureOut, PreviewOut
from media.pictures import View, money


def list_listings(caller: Caller, cursor: str | None, customers: list[str]) -> ListingsOut:
    """One's own listings and those of one's teams as one list, newest delivery first; staff see all of the business.

    Only of `customers` where some are named (product 2.8, 4.3).
    """
    viewer = caller.viewer
    circle = viewer.circle(customers)
    scope = (
        f"listings|{caller.business_id}|{viewer.account_id}|{viewer.kind}|{viewer.customer_id}|{'|'.join(customers)}"
    )
    start = opened(cursor, scope)
    if viewer.is_staff and not circle:
        page = store.locks_of_business(caller.business_id, start)
    else:
        page = store.locks_of_circle(viewer, circle, start)
    views = [View.of(Onlooker(viewer), lock, caller.business) for lock in page.items]
    visits = _visits(caller)
    cards = [_card(caller, view, visits) for view in views if sees(view.onlooker, view.place)]
    return ListingsOut(listings=cards, next_cursor=sealed(page.next_key, scope), in_team=bool(viewer.teams))


def state_of(lock: Item) -> Literal["in_progress", "delivered"]:
    """Delivered is what has one delivered order at least."""
    return "delivered" if any(entry["delivered"] for entry in lock["orders"].values()) else "in_progress"


# ---------------------------------------------------------------------------------------------------------------------
def _card(caller: Caller, view: View, visits: Item) -> CardOut:
    lock, entries = view.lock, view.lock["orders"]
    live = {order_id: entry for order_id, entry in entries.items() if not entry["canceled"]}
    due = sum(entry["due"] for entry in live.values())
    owing = [order_id for order_id, entry in live.items() if entry["due"] > 0]
    told = [entries[order_id] for order_id in owing] or list(live.values())
    visited = visits.get(lock["listing_id"])
    fresh = bool(caller.viewer.person_id) and is_new(lock.get("delivered_at"), visited, caller.now)
    news = news_since(lock.get("news", ()), visited) if fresh else None
    return CardOut(
        listing_id=lock["listing_id"],
        address_line=lock["address_line"],
        state=state_of(lock),
        delivered_at=lock.get("delivered_at"),
        locked=any(entries[o]["delivered"] and locked(view.terms[o]) for o in live),
        due=money(due, lock) if due and view.may("see_prices") else None,
        pay_order_id=owing[0] if len(owing) == 1 and view.may("pay") else None,
        payment_state=told[0]["payment_state"] if told else "not_required",
        photo_count=_told(view).get("photo", 0),
        contents=[ContentOut(kind=kind, count=number) for kind, number in _told(view).items()],
        is_new=fresh,
        news=NewsOut(added=news[0], replaced=news[1]) if news else None,
        cover=_cover(caller, view),
        orders=sorted(entries, key=lambda order_id: entries[order_id]["number"]),
        customer_id=lock["customer_id"],
        customer_name=lock["customer_name"] if caller.viewer.is_staff else view.agent(),
    )


def _told(view: View) -> dict[str, int]:
    """How many of which kind the card tells: of every order that is shown, and links only where they are open."""
    numbers: dict[str, int] = {}
    for order_id, of_order in (view.lock.get("contents") or {}).items():
        for kind, number in of_order.items():
            if view.folder(order_id) and (kind not in LINK_KINDS or view.shows_links(order_id)):
                numbers[kind] = numbers.get(kind, 0) + number
    # A listing that nobody has touched since photos alone were counted.
    return (
        numbers if "contents" in view.lock else {"photo": view.lock["photo_count"]} if view.lock["photo_count"] else {}
    )


def _cover(caller: Caller, view: View) -> PreviewOut | None:
    """Signed by itself, because a list has no cookies. The index it comes from lags only towards what was true before.

    The cover of a canceled order is no cover any more: the first picture of the next order stands in.
    """
    covers = [view.lock.get("cover"), *view.lock.get("other_covers", ())]
    cover, folder = next(
        ((one, folder) for one in covers if one and (folder := view.folder(one["order_id"]))), (None, None)
    )
    if not cover or not folder:
        return None
    small, medium, large = (
        PictureOut(url=signing.link(caller.origin, path, caller.now), width=width, height=height)
        for path, width, height in cover_pictures(cover, view.place.listing_id, folder)
    )
    return PreviewOut(small=small, medium=medium, large=large)


def _visits(caller: Caller) -> Item:
    """When this person last looked at which listing; one small read for a whole list."""
    person_id = caller.viewer.person_id
    return (read("listings", keys.visits(caller.business_id, person_id)) if person_id else None) or {}
