"""Who sees a listing, and who may have its clean pixels: the one decision behind every door (product 5).

Pure: it knows neither tables nor requests. Everything that hands out a byte asks `allowed` first, every time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from latchkey.viewer import Viewer
from media.kinds import Folder

Override = Literal["locked", "unlocked"]
TeamRole = Literal["member", "admin", "assistant"]
Right = Literal["book", "download", "pay", "see_prices"]


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's place in a customer team; `rights` count for assistants only (product 2.8)."""

    role: TeamRole
    rights: frozenset[Right] = frozenset()


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who looks: a viewer with the teams of the person, or somebody with a share link of one listing.

    A share link shows at most what its `sharer` is shown now; without one (the account is gone) it opens nothing.
    """

    viewer: Viewer
    teams: Mapping[str, Membership] = field(default_factory=dict)
    shared_listing_id: str = ""
    sharer: Onlooker | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a listing belongs: its customer, the teams that customer is in, the teams it was shared with, its orders."""

    business_id: str
    listing_id: str
    customer_id: str
    order_ids: frozenset[str]
    team_ids: frozenset[str] = frozenset()
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
    if not viewer.is_customer or not viewer.customer_id:
        return False
    return viewer.customer_id == place.customer_id or _sees_by_team(onlooker.teams, place)


def _sees_by_team(teams: Mapping[str, Membership], place: Place) -> bool:
    for team_id, membership in teams.items():
        if team_id in place.shared_with:
            return True
        if membership.role != "member" and team_id in place.team_ids:
            return True
    return False


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
    return allowed(onlooker, place, terms, ready=ready) and _has_download_right(onlooker, place)


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


def _has_download_right(onlooker: Onlooker, place: Place) -> bool:
    viewer = onlooker.viewer
    if viewer.is_staff or viewer.customer_id == place.customer_id:
        return True
    fitting = (m for team_id, m in onlooker.teams.items() if team_id in place.shared_with | place.team_ids)
    return any(member.role != "assistant" or "download" in member.rights for member in fitting)
