"""What the business does with a listing's links: add, change, order, hide, check again, remove (product 4.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, InvalidError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import new_id
from latchkey.observability import note
from latchkey.tables import commit
from latchkey.writes import Write
from media import link_writes, store, writes
from media.gallery_writes import rewritten
from media.link import MOST, Health, Link, ShownLink, due_at, in_order, ranks_at, rows_after, shown_links
from media.link_answers import LinkChangeIn, LinkIn, WorkspaceLinkOut, workspace_link_out
from media.outside import web_address
from media.workspace import live_order, open_folder

# Link id -> its attributes that change.
Changes = Mapping[str, Mapping[str, Any]]
# What a visitor would notice.
_SEEN = {*ShownLink.__slots__, "rank"}


def add_link(caller: Caller, listing_id: str, body: LinkIn) -> WorkspaceLinkOut:
    """A new link; visitors see it with the order's next delivery, as they do photos."""
    url = web_address(body.url).url
    folder = open_folder(caller, listing_id)
    live_order(folder, body.order_id)
    if len(folder.links) >= MOST:
        raise ConflictError(f"This listing has {MOST} links already. Remove one that is not needed any more.")
    own = _of_order(folder.links, body.order_id)
    _must_be_new(url, own)
    link = Link(
        link_id=new_id("lnk", caller.now),
        order_id=body.order_id,
        kind=body.kind,
        title=body.title,
        url=url,
        branded=body.branded,
        hidden=False,
        rank=max((one.rank for one in own), default=0) + 1,
        changed_at=rfc3339(caller.now),
    )
    commit([link_writes.link_added(caller.business_id, listing_id, link)])
    note(link_id=link.link_id)
    return workspace_link_out(link, len(own) + 1, delivered=False)


def change_link(caller: Caller, listing_id: str, link_id: str, body: LinkChangeIn) -> WorkspaceLinkOut:
    """Words, address, visibility, place; a delivered link shows the change at once."""
    given: dict[str, Any] = {name: value for name, value in body.model_dump().items() if value is not None}
    if body.url is not None:
        given["url"] = web_address(body.url).url
    folder, link = _opened(caller, listing_id, link_id)
    others = [one for one in _of_order(folder.links, link.order_id) if one.link_id != link_id]
    position = given.pop("position", None)
    changes: dict[str, dict[str, Any]] = {link_id: given} if given else {}
    if given.get("url", link.url) == link.url:
        given.pop("url", None)
    else:
        _must_be_new(given["url"], others)
        given |= {"changed_at": rfc3339(caller.now), "asked": True, "health": Health()}
    if position is not None:
        for moved, rank in ranks_at(others, link, position).items():
            changes.setdefault(moved, {})["rank"] = rank
    return _changed(caller, folder, link_id, {moved: what for moved, what in changes.items() if what})


def check_link(caller: Caller, listing_id: str, link_id: str) -> WorkspaceLinkOut:
    """Asks for a check now; the schedule does it within a minute."""
    folder, _ = _opened(caller, listing_id, link_id)
    return _changed(caller, folder, link_id, {link_id: {"asked": True}})


def remove_link(caller: Caller, listing_id: str, link_id: str) -> None:
    """Takes a link away, from visitors too."""
    folder, link = _opened(caller, listing_id, link_id)
    left = [one for one in folder.links if one is not link]
    removal = link_writes.link_removed(caller.business_id, listing_id, link_id)
    commit([removal, *_shown(folder, left, {link_id})])


def links_out(folder: store.Folder) -> list[WorkspaceLinkOut]:
    """All links of a listing, order by order."""
    delivered = {row.link_id for row in shown_links(folder.gallery.head)}
    return [
        workspace_link_out(link, place, delivered=link.link_id in delivered)
        for order_id in folder.gallery.order_ids
        for place, link in enumerate(_of_order(folder.links, order_id), start=1)
    ]


# ---------------------------------------------------------------------------------------------------------------------
def _opened(caller: Caller, listing_id: str, link_id: str) -> tuple[store.Folder, Link]:
    folder = open_folder(caller, listing_id)
    link = next((one for one in folder.links if one.link_id == link_id), None)
    if link is None:
        raise NotFoundError
    return folder, link


def _of_order(links: Sequence[Link], order_id: str) -> list[Link]:
    return [one for one in links if one.order_id == order_id]


def _must_be_new(url: str, others: Sequence[Link]) -> None:
    same = next((one for one in others if one.url == url), None)
    if same:
        raise InvalidError(f"This address is here already, as “{same.title}”.", field="url")


def _changed(caller: Caller, folder: store.Folder, link_id: str, changes: Changes) -> WorkspaceLinkOut:
    """The links and, where one of them is delivered, what visitors see: one commit."""
    place = caller.business_id, folder.gallery.head["listing_id"]
    after = [replace(one, **changes.get(one.link_id, {})) for one in folder.links]
    parts: list[Write] = []
    for changed, what in changes.items():
        due = due_at(rfc3339(caller.now)) if what.get("asked") else {}
        unknown: dict[str, Any] = {"health": {}} if "health" in what else {}
        parts.append(link_writes.link_changed(*place, changed, {**what, **unknown, **due}))
    seen = {changed for changed, what in changes.items() if what.keys() & _SEEN}
    parts += _shown(folder, after, seen)
    if parts:
        commit(parts)
    ordered = tuple(in_order(after, folder.gallery.order_ids))
    return next(one for one in links_out(replace(folder, links=ordered)) if one.link_id == link_id)


def _shown(folder: store.Folder, after: Sequence[Link], touched: set[str]) -> list[Write]:
    """The listing's rows anew, where a delivered link was touched; a delivery that has read the links before looks again."""
    head = folder.gallery.head
    if not {row.link_id for row in shown_links(head)} & touched:
        return [writes.listing_changed(head)] if touched and folder.is_being_delivered else []
    return rewritten(folder.gallery, head={"links": rows_after(head, after, folder.gallery.order_ids)})
