"""What is written about an asset, from its upload to its end; a renderer that was overtaken writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from latchkey import keys
from latchkey.conditions import Condition, absent, attribute, present
from latchkey.errors import ConflictError, NotFoundError
from latchkey.writes import Delete, Put, Update
from media.asset import Asset, State, asset_item
from media.writes import PassedError


def new_asset(business_id: str, listing_id: str, asset: Asset) -> Put:
    """A file that is about to be uploaded."""
    return Put("listings", keys.asset(business_id, listing_id, asset.asset_id), asset_item(asset), absent())


def arrived(business_id: str, listing_id: str, asset_id: str) -> Update:
    """The browser has sent everything. Said beside the state, which may be the renderer's already: files are reported in
    groups, and in one transaction a faster renderer must not refuse the others.
    """
    key = keys.asset(business_id, listing_id, asset_id)
    return Update("listings", key, {"arrived": True}, condition=present(), refused=PassedError)


def rendered(business_id: str, listing_id: str, asset_id: str, facts: Mapping[str, Any]) -> Update:
    """What the renderer found and made; an asset that was removed meanwhile stays removed."""
    return Update(
        "listings",
        keys.asset(business_id, listing_id, asset_id),
        {"state": "ready", **facts},
        remove=("refused_reason",),
        condition=present(),
        refused=PassedError,
    )


def poster_moved(business_id: str, listing_id: str, asset_id: str, facts: Mapping[str, Any]) -> Update:
    """What became of the picture that stands for a video, which goes its own way beside it."""
    key = keys.asset(business_id, listing_id, asset_id)
    return Update("listings", key, facts, condition=present(), refused=PassedError)


def marked(business_id: str, listing_id: str, asset_id: str, said_by: str) -> Update:
    """The pictures of one version of the mark exist; said once, so that progress counts a photo once."""
    return Update(
        "listings",
        keys.asset(business_id, listing_id, asset_id),
        {said_by: True},
        condition=present() & attribute(said_by).not_exists(),
        refused=PassedError,
    )


def marks_forgotten(
    business_id: str, listing_id: str, asset_id: str, made: Sequence[str], said: tuple[str, ...]
) -> Update:
    """The pictures of older versions of the mark are gone; `made` is what is left of those without a version."""
    key = keys.asset(business_id, listing_id, asset_id)
    return Update("listings", key, {"made": list(made)}, remove=said, condition=present(), refused=PassedError)


def refused(business_id: str, listing_id: str, asset_id: str, reason: str, etag: str) -> Update:
    """The file is not a photo that can be shown."""
    return Update(
        "listings",
        keys.asset(business_id, listing_id, asset_id),
        {"state": "refused", "refused_reason": reason, "etag": etag},
        condition=present() & attribute("state").ne("ready"),
        refused=PassedError,
    )


def asset_changed(business_id: str, listing_id: str, asset_id: str, changes: Mapping[str, Any]) -> Update:
    """Caption, alternative text, visibility or place of an asset."""
    return Update("listings", keys.asset(business_id, listing_id, asset_id), changes, condition=present())


def asset_exists(business_id: str, listing_id: str, asset_id: str) -> Update:
    """Raises NotFoundError for an asset that was removed meanwhile."""
    key = keys.asset(business_id, listing_id, asset_id)
    return Update("listings", key, condition=present(), refused=lambda _: NotFoundError())


def file_dropped(business_id: str, listing_id: str, file: Asset) -> Delete:
    """A file goes in the state in which it was read: one that became ready meanwhile may be shown already."""
    key = keys.asset(business_id, listing_id, file.asset_id)
    same = attribute("asset_id").not_exists() | _is_still(file.state)
    return Delete("listings", key, same, lambda _: ConflictError("The new file has just arrived. Please look again."))


def asset_removed(business_id: str, listing_id: str, asset_id: str) -> Delete:
    """An asset that was never delivered goes."""
    return Delete("listings", keys.asset(business_id, listing_id, asset_id))


# ---------------------------------------------------------------------------------------------------------------------
def _is_still(state: State) -> Condition:
    """What is being processed is stored as an upload that has arrived."""
    same = attribute("state").eq(state)
    if state == "uploading":
        return same & attribute("arrived").not_exists()
    return same | attribute("state").eq("uploading") if state == "processing" else same
