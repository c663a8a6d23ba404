"""Which pictures and links a person is pointed at now, and which folders their cookies open; asks `access` each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from latchkey.http import MoneyOut
from latchkey.viewer import Right
from latchkey.writes import Item
from media.access import Onlooker, Place, Terms, folder_shown, may, may_download, shows_links
from media.kinds import PREVIEWS, Folder, Kind, PictureKind, label_of, size_within
from media.link import ShownLink, shown_links
from media.lock import place_of, terms_of
from media.manifest import Photo
from media.paths import folder_path, media_path
from media.picture_answers import PictureOut, PreviewOut


@dataclass(frozen=True, slots=True)
class View:
    """A listing through one person's eyes."""

    onlooker: Onlooker
    lock: Item
    place: Place
    terms: Mapping[str, Terms]

    @classmethod
    def of(cls, onlooker: Onlooker, lock: Item, business: Mapping[str, Any]) -> View:
        terms = {order_id: terms_of(lock, order_id, business) for order_id in lock["orders"]}
        return cls(onlooker, lock, place_of(lock), terms)

    def folder(self, order_id: str) -> Folder | None:
        """What is shown of an order now; None: nothing."""
        return folder_shown(self.onlooker, self.place, self.terms[order_id])

    def mark(self, order_id: str) -> int:
        """Which version of the mark the order's marked pictures show."""
        return self.terms[order_id].mark

    def may_download(self, order_id: str) -> bool:
        return may_download(self.onlooker, self.place, self.terms[order_id], ready=True)

    def may(self, right: Right) -> bool:
        """Whether this person's place in a team, or being the customer, gives them that."""
        return may(self.onlooker.viewer, self.place, right)

    def agent(self) -> str | None:
        """Whose listing it is, told to others of the agent's team."""
        viewer = self.onlooker.viewer
        if not viewer.is_customer or viewer.customer_id == self.place.customer_id:
            return None
        return str(self.lock["customer_name"])

    def teams_to_share_with(self) -> list[str]:
        """One's own goes to any of one's teams; an admin shares what a team's agents have with that team (product 2.8)."""
        viewer, customer_id = self.onlooker.viewer, self.place.customer_id
        own = viewer.is_customer and viewer.customer_id == customer_id
        through = viewer.teams.items()
        return sorted(one for one, team in through if customer_id in team.customers and (own or team.role == "admin"))

    def folders(self) -> list[str]:
        """The paths that this person's cookies open."""
        listing_id = self.place.listing_id
        shown = [(order_id, self.folder(order_id)) for order_id in self.terms]
        return [folder_path(listing_id, order_id, folder) for order_id, folder in shown if folder]

    def visible(self, photos: list[Photo]) -> list[Photo]:
        """The assets that exist for this person, in order: what is shown, and documents that may be saved."""
        return [photo for photo in photos if not photo.hidden and self._exists(photo)]

    def _exists(self, photo: Photo) -> bool:
        if photo.kind == "document":
            return self.may_download(photo.order_id)
        return self.folder(photo.order_id) is not None

    def locked_documents(self, photos: list[Photo], order_id: str) -> int:
        """How many documents of an order may not be saved: their number is all that is told of them (product 5)."""
        if self.folder(order_id) is None:
            return 0
        documents = [one for one in photos if one.order_id == order_id and one.kind == "document" and not one.hidden]
        return sum(not self._exists(one) for one in documents)

    def shows_links(self, order_id: str) -> bool:
        """Whether the order's links exist for this person."""
        return shows_links(self.onlooker, self.place, self.terms[order_id])

    def links(self, head: Item) -> list[ShownLink]:
        """The links that exist for this person, in order."""
        return [link for link in shown_links(head) if not link.hidden and self.shows_links(link.order_id)]


def picture_kind(photo: Photo) -> PictureKind:
    return "floor_plan" if photo.kind == "floor_plan" else "photo"


def preview(secret: bytes, listing_id: str, photo: Photo, folder: Folder, mark: int = 0) -> PreviewOut:
    """A photo's pictures in the folder that is shown; `mark` counts for marked ones alone."""
    small, medium, large = (_picture(secret, listing_id, photo, kind, mark) for kind in PREVIEWS[folder])
    return PreviewOut(small=small, medium=medium, large=large)


def _picture(secret: bytes, listing_id: str, photo: Photo, kind: Kind, mark: int) -> PictureOut:
    width, height = size_within((photo.width, photo.height), kind.edge)
    path = media_path(secret, listing_id, photo.order_id, photo.file, label_of(kind, mark))
    if photo.poster:
        path += f"?v={photo.poster}"  # another poster lies under the same name
    return PictureOut(url=path, width=width, height=height)


def money(amount: int, lock: Item) -> MoneyOut:
    return MoneyOut(amount=amount, currency=lock["currency"])
