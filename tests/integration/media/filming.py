"""Builders for a listing with a video, and what is to be known of it."""

from __future__ import annotations

from typing import Any

from tests import originals as odd
from tests.integration.media.edge_eyes import clean_keys
from tests.integration.media.life import (
    Life,
    deliver,
    ok,
    photos,
    send_poster,
    upload,
)
from tests.videos import from_a_drone

NAME = "Canary walkthrough.mp4"
FILM = from_a_drone()
POSTER = odd.jpeg(odd.scene((1280, 720)))


def filmed(life: Life, name: str = NAME, film: bytes = FILM, *, poster: bytes | None = POSTER) -> str:
    """A video in the workspace, with the poster that the browser took; its asset's id."""
    asset_id = upload(life, {name: film})[name]
    if poster is not None:
        send_poster(life, asset_id, poster)
    return asset_id


def give_captions(life: Life, asset_id: str, file: bytes, language: str = "en") -> dict[str, Any]:
    """The staff's choice of a file of captions."""
    body = {"text": file.decode(), "language": language}
    return ok(life.staff.put(f"{life.path}/assets/{asset_id}/captions", body))


def in_workspace(life: Life, kind: str = "video") -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in life.workspace()["assets"] if one["kind"] == kind)
    return found


def video_id(life: Life) -> str:
    return str(in_workspace(life)["asset_id"])


def file_key() -> str:
    (path,) = (path for path in clean_keys() if path.endswith((".mp4", ".mov")))
    return path


def video(life: Life) -> dict[str, Any]:
    (found,) = life.listing()["videos"]
    return dict(found)


def a_filmed_listing(life: Life) -> Life:
    """Two photos and a video, delivered and not paid."""
    upload(life, photos(2))
    filmed(life)
    deliver(life)
    return life
