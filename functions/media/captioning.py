"""Captions of videos: judged, written anew and served beside the video's own file (product 4.1, ADR 0055)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from typing import Final
from zlib import crc32

from latchkey.clients import client
from latchkey.errors import ConflictError, InvalidError
from latchkey.http import Caller
from latchkey.ids import new_id
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

_CONTENT_LETTERS: Final = 16


def give_captions(caller: Caller, listing_id: str, asset_id: str, body: CaptionsIn) -> CaptionsOut:
    """Takes the place of what was there; who is shown the video is shown them at once. The same again changes nothing."""
    folder, video = _opened(caller, listing_id, asset_id)
    if video.state != "ready":
        raise ConflictError("The video has to be ready before it gets captions.", current={"state": video.state})
    file = plain_webvtt(body.text)
    contents = hashlib.sha256(file).hexdigest()[:_CONTENT_LETTERS]
    secret = folder.gallery.head["name_secret"]
    before = video.captions or {}
    if (before.get("language"), before.get("version", "")[:_CONTENT_LETTERS]) == (body.language, contents):
        return CaptionsOut(language=body.language, url=captions_path(secret, listing_id, video.photo()) or "")
    # Each file has a name of its own, also the same words again: what is thrown away is never what came back.
    captions = Captions(body.language, f"{contents}{new_id('cap', caller.now)[-8:]}", len(file), crc32(file))
    after = replace(video, captions=asdict(captions))
    path = captions_path(secret, listing_id, after.photo()) or ""
    _put(path, file)  # before anybody is pointed at it
    change(caller, folder, {asset_id: {"captions": after.captions}})
    _throw_away(captions_path(secret, listing_id, video.photo()))
    return CaptionsOut(language=captions.language, url=path)


def remove_captions(caller: Caller, listing_id: str, asset_id: str) -> None:
    """Nobody is pointed at them any more; without any, nothing changes."""
    folder, video = _opened(caller, listing_id, asset_id)
    if video.captions:
        change(caller, folder, {asset_id: {"captions": None}})
        _throw_away(captions_path(folder.gallery.head["name_secret"], listing_id, video.photo()))


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


def _throw_away(path: str | None) -> None:
    """Nothing points at the file any more, but links and lists of bundles do for minutes: the bucket's rule takes it later."""
    if path:
        tags = {"TagSet": [{"Key": "replaced", "Value": "true"}]}
        client("s3").put_object_tagging(Bucket=settings().media_bucket, Key=media_key(path), Tagging=tags)
