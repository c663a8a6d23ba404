"""Who sees a listing, and who may have its clean pixels: the one decision behind every door (product 5).

Pure: it knows neither tables nor requests. Everything that hands out a byte asks `allowed` first, every time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from latchkey.viewer import Right, Viewer
from media.kinds import Folder

Override = Literal["locked", "unlocked"]


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who looks: a viewer, who brings the teams of the person, or somebody with a share link of one listing.

    A share link shows at most what its `sharer` is shown now; without one (the account is gone) it opens nothing.
    """

    viewer: Viewer
    shared_listing_id: str = ""
    sharer: Onlooker | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a listing belongs: its customer, the teams it was shared with, its orders."""

    business_id: str
    listing_id: str
    customer_id: str
    order_ids: frozenset[str]
    shared_with: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Overrides:
    """Staff's word against the rule above the order: the nearest level wins."""

    customer: Override | None = None
    team: Override | None = None
    business: Override | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What one order of a listing says about its assets. `due` in minor units; a processing debit is still due.

    `mark` is the version of the business's mark that its marked pictures show, all of them.
    `links_wait`: the business shows no tour, website or other link of a locked order.
    """

    order_id: str
    collection: bool = False
    due: int = 0
    override: Override | None = None
    delivered: bool = False
    canceled: bool = False
    watermark: bool = True
    mark: int = 0
    above: Overrides = Overrides()
    links_wait: bool = False


def sees(onlooker: Onlooker, place: Place) -> bool:
    """Whether the listing exists for this person at all; if not, the answer is 404 (product 2.7)."""
    viewer = onlooker.viewer
    if viewer.business_id != place.business_id:
        return False
    if onlooker.shared_listing_id:
        sharer = onlooker.sharer
        return onlooker.shared_listing_id == place.listing_id and sharer is not None and sees(sharer, place)
    if viewer.is_staff:
        return True
    if viewer.kind == "guest":
        return viewer.order_id in place.order_ids
    return viewer.rights_over(place.customer_id, place.shared_with) is not None


def may(viewer: Viewer, place: Place, right: Right) -> bool:
    """Whether a person who sees the listing may do that with what is on it; staff and guests have rules of their own."""
    if viewer.business_id != place.business_id:
        return False
    return viewer.is_staff or right in (viewer.rights_over(place.customer_id, place.shared_with) or ())


def override_of(terms: Terms) -> Override | None:
    """The nearest level wins: order, customer, team, business."""
    levels = (terms.override, terms.above.customer, terms.above.team, terms.above.business)
    return next((level for level in levels if level is not None), None)


def locked(terms: Terms) -> bool:
    """Whether the order's assets wait for payment, or for staff (product 5)."""
    override = override_of(terms)
    return override == "locked" or (override != "unlocked" and terms.collection and terms.due > 0)


def shows_media(onlooker: Onlooker, place: Place, terms: Terms) -> bool:
    """Whether any picture of the order, marked or not, may be shown; staff see their own work before delivery."""
    if not sees(onlooker, place) or not _covers(onlooker.viewer, terms):
        return False
    if onlooker.sharer is not None and not shows_media(onlooker.sharer, place, terms):
        return False
    return onlooker.viewer.is_staff or (terms.delivered and not terms.canceled)


def allowed(onlooker: Onlooker, place: Place, terms: Terms, *, ready: bool) -> bool:
    """Whether clean pixels of a ready asset of this order may leave, to this person, now."""
    if not ready or not shows_media(onlooker, place, terms):
        return False
    return onlooker.viewer.is_staff or not locked(terms)


def shows_links(onlooker: Onlooker, place: Place, terms: Terms) -> bool:
    """Whether the order's tours, websites and other links are open: from delivery on, unless the business lets them wait."""
    if not shows_media(onlooker, place, terms):
        return False
    return onlooker.viewer.is_staff or not (terms.links_wait and locked(terms))


def may_download(onlooker: Onlooker, place: Place, terms: Terms, *, ready: bool) -> bool:
    """Whether this person may save files: a guest's link is for reading and paying, a share link for looking (2.5)."""
    if onlooker.shared_listing_id or onlooker.viewer.kind == "guest":
        return False
    return allowed(onlooker, place, terms, ready=ready) and may(onlooker.viewer, place, "download")


def folder_shown(onlooker: Onlooker, place: Place, terms: Terms) -> Folder | None:
    """Which of the order's three sets of pictures this person is shown now; None: none at all."""
    if not shows_media(onlooker, place, terms):
        return None
    if allowed(onlooker, place, terms, ready=True):
        return "clean"
    return "marked" if terms.watermark else "plain"


def _covers(viewer: Viewer, terms: Terms) -> bool:
    """A guest's link opens its own order and no other of the same listing."""
    return viewer.kind != "guest" or viewer.order_id == terms.order_id
