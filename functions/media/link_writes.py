"""What is written about the links of a listing: the working items, and the rows on its head that visitors see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from latchkey import keys
from latchkey.conditions import absent, attribute, present
from latchkey.errors import NotFoundError
from latchkey.writes import Delete, Item, Put, Update
from media.link import Health, Link, due_at, link_item
from media.writes import PassedError


def link_added(business_id: str, listing_id: str, link: Link) -> Put:
    """A new link, due for its first check."""
    place = {"business_id": business_id, "listing_id": listing_id}
    return Put("listings", keys.link(business_id, listing_id, link.link_id), {**link_item(link), **place}, absent())


def link_changed(business_id: str, listing_id: str, link_id: str, changes: Mapping[str, Any]) -> Update:
    """Words, address, place or visibility; raises NotFoundError when the link was removed meanwhile."""
    key = keys.link(business_id, listing_id, link_id)
    return Update("listings", key, changes, condition=present(), refused=lambda _: NotFoundError())


def link_removed(business_id: str, listing_id: str, link_id: str) -> Delete:
    """A link goes, delivered or not."""
    return Delete("listings", keys.link(business_id, listing_id, link_id))


def link_claimed(item: Item, until: str) -> Update:
    """One check of the link is under way; one that dies is made up for after `until`, and holds up no other."""
    seen = attribute("check_at").eq(item["check_at"])
    return Update("listings", _key(item), due_at(until), condition=seen, refused=PassedError)


def link_checked(item: Item, health: Health, check_at: str) -> Update:
    """What a check found, of the address that was asked: another one since then has a check of its own."""
    same = attribute("url").eq(item["url"])
    facts = {"health": asdict(health), **due_at(check_at)}
    return Update("listings", _key(item), facts, remove=("asked",), condition=same, refused=PassedError)


def link_left_alone(item: Item) -> Update:
    """Nobody sees this link any more, so nobody checks it."""
    gone = ("link_checks", "check_at", "asked")
    return Update("listings", _key(item), remove=gone, condition=present(), refused=PassedError)


def _key(item: Item) -> keys.Key:
    return keys.link(item["business_id"], item["listing_id"], item["link_id"])
