"""Captions of videos: judged, written anew and served beside the video's own file (product 4.1, ADR 0055)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from typing import Final
from zlib import crc32

from latchkey.clients import client
from latchkey.errors import ConflictError, InvalidError
from latchkey.http import Caller
from latchkey.settings import settings
from media import store
from media.asset import Asset
from media.manifest import Captions
from media.organizing import asset_in, change
from media.paths import media_key
from media.photo_files import captions_path
from media.video_answers import CaptionsOut
from media.webvtt import plain_webvtt
from media.workspace import open_folder
from media.workspace_answers import CaptionsIn

_VERSION_LETTERS: Final = 16


def give_captions(caller: Caller, listing_id: str, asset_id: str, body: CaptionsIn) -> CaptionsOut:
    """Takes the place of what was there; who is shown the video is shown them at once. The same again changes nothing."""
    folder, video = _opened(caller, listing_id, asset_id)
    if video.state != "ready":
        raise ConflictError("The video has to be ready before it gets captions.", current={"state": video.state})
    file = plain_webvtt(body.text)
    version = hashlib.sha256(file).hexdigest()[:_VERSION_LETTERS]
    captions = Captions(body.language, version, len(file), crc32(file))
    after = replace(video, captions=asdict(captions))
    path = captions_path(folder.gallery.head["name_secret"], listing_id, after.photo()) or ""
    if after.captions != video.captions:
        _put(path, file)  # before anybody is pointed at it
        change(caller, folder, {asset_id: {"captions": after.captions}})
    return CaptionsOut(language=captions.language, url=path)


def remove_captions(caller: Caller, listing_id: str, asset_id: str) -> None:
    """Nobody is pointed at them any more; without any, nothing changes."""
    folder, video = _opened(caller, listing_id, asset_id)
    if video.captions:
        change(caller, folder, {asset_id: {"captions": None}})


def _opened(caller: Caller, listing_id: str, asset_id: str) -> tuple[store.Folder, Asset]:
    folder = open_folder(caller, listing_id)
    video = asset_in(folder, asset_id)
    if video.kind != "video":
        raise InvalidError("Only a video has captions.", field="asset_id")
    return folder, video


def _put(path: str, file: bytes) -> None:
    """Never shown as a page of ours: its own headers say what to do with it."""
    client("s3").put_object(
        Bucket=settings().media_bucket,
        Key=media_key(path),
        Body=file,
        ContentType="text/vtt; charset=utf-8",
        ContentDisposition="attachment",
        CacheControl="private, max-age=86400, immutable",
    )
