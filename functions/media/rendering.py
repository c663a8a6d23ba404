"""Judges an original and makes its files: one GET, one PUT per rendition, the next GET under way meanwhile (product 4.5).

Every key is derived from the asset, so doing it twice writes the same objects, and the last step is one conditional
write: killed anywhere, it is simply done again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

from botocore.exceptions import ClientError

from latchkey import keys
from latchkey.clients import client
from latchkey.settings import settings
from latchkey.tables import commit, read
from latchkey.writes import Write
from media import asset_writes, store, writes
from media.asset import Asset, mark_attribute
from media.document import is_document, judge
from media.kinds import CLEAN_LARGE, FULL, MARKED, MLS, OF_A_POSTER, ON_ARRIVAL, WITHOUT_WATERMARK, Kind, label_of
from media.manifest import SIZES
from media.mark import Drawn, mark_version, setting_of
from media.metadata import copy_with_crc
from media.misnamed import START_BYTES, refuse_misnamed
from media.original import MAX_BYTES, RefusedError, open_original
from media.paths import MISSING, Raw, Source, media_key, media_path, raw_key
from media.renditions import Rendition, render
from media.sink import Sink
from media.video import judge as judge_video
from media.video_copy import Stored, copied
from media.watermark import Mark

_CACHED: Final = "private, max-age=86400, immutable"
# Also those that few deliveries show: a replaced poster must not stay in one of them.
_POSTER_ANEW: Final = (*OF_A_POSTER, *WITHOUT_WATERMARK)
_SIZE_OF: Final = {MLS.name: "mls", CLEAN_LARGE.name: "web"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An original as it lies in the raw bucket; `data` is empty when it is larger than allowed."""

    data: bytes
    size: int
    etag: str


class Workshop:
    """Renders photos and copies videos of one invocation; what several of them share is read once.

    `mark` is the version of the mark to draw; None: the one that the business has now.
    """

    def __init__(self, mark: int | None = None) -> None:
        self._wanted = mark
        self._secrets: dict[tuple[str, str], bytes] = {}
        self._marks: dict[str, tuple[int, Mark]] = {}

    def make(self, raw: Raw, asset: Asset, fetched: Fetched, kinds: Sequence[Kind] = ON_ARRIVAL) -> str:
        """Makes `kinds` (and on arrival the full copy) and records it; the asset's state afterwards."""
        try:
            facts = self._made(raw, asset, fetched, tuple(kinds))
        except RefusedError as refusal:
            return _record(asset_writes.refused(*raw, refusal.reason, fetched.etag), "refused")
        return _record(asset_writes.rendered(*raw, facts), "ready")

    def make_poster(self, raw: Raw, asset: Asset, fetched: Fetched, kinds: Sequence[Kind] = _POSTER_ANEW) -> None:
        """Makes the pictures that stand for a video; a poster that is none leaves an earlier one where it is."""
        try:
            _must_fit(fetched)
            made = self._pictures(raw, asset, fetched.data, tuple(kinds))
        except RefusedError as refusal:
            kept = "made" if asset.made else "refused"
            facts = {"poster": kept, "poster_reason": refusal.reason, "poster_etag": fetched.etag}
            return _tell_of_poster(raw, facts)
        return _tell_of_poster(raw, {**made, "poster": "made", "poster_reason": None, "poster_etag": fetched.etag})

    def miss_poster(self, raw: Raw, asset: Asset) -> None:
        """The poster that was to come never came: the video goes without it, or with an earlier one."""
        _tell_of_poster(raw, {"poster": "made" if asset.made else "none"})

    def make_video(self, raw: Raw, asset: Asset) -> str:
        """Judges a video and copies it without what must not leave; the asset's state afterwards."""
        source = Stored.found(settings().raw_bucket, raw_key(*raw))
        if source is None:
            return "gone"
        try:
            facts = self._copied(raw, asset, source)
        except RefusedError as refusal:
            return _record(asset_writes.refused(*raw, refusal.reason, source.etag), "refused")
        return _record(asset_writes.rendered(*raw, facts), "ready")

    def mark_anew(self, raw: Raw, asset: Asset, fetched: Fetched) -> Write:
        """Makes the marked pictures once more and nothing else; the write that says so, refused when it was said before."""
        mark, _ = self._mark(raw.business_id)
        if asset.kind != "video":
            _must_be_the_file(asset, fetched)
        _must_fit(fetched)
        self._pictures(raw, asset, fetched.data, MARKED)
        return asset_writes.marked(*raw, mark_attribute(mark))

    def _made(self, raw: Raw, asset: Asset, fetched: Fetched, kinds: tuple[Kind, ...]) -> dict[str, Any]:
        _must_be_the_file(asset, fetched)
        if asset.state != "ready":  # what was accepted once stays what it is
            refuse_misnamed(asset.name, fetched.data[:START_BYTES])
        if is_document(fetched.data) and asset.replaces:
            raise RefusedError("This is a document; only another picture can take the place of a photo.")
        if is_document(fetched.data):
            return self._kept(raw, asset, fetched)
        sizes, checksums = dict(asset.sizes), dict(asset.checksums)
        made = self._pictures(raw, asset, fetched.data, kinds, lambda one: _note_size(one, sizes, checksums))
        if "original" in sizes:
            return made
        picture, original = open_original(fetched.data)
        picture.close()
        full = copy_with_crc(fetched.data)
        _put(_path(self._secret(raw), raw, asset, FULL, original.suffix), full.data, original.content_type)
        width, height = original.upright_size
        return {
            **made,
            "width": width,
            "height": height,
            "suffix": original.suffix,
            "etag": fetched.etag,
            "sizes": {**sizes, "original": len(full.data)},
            "checksums": {**checksums, "original": full.crc32},
        }

    def _pictures(
        self,
        raw: Raw,
        asset: Asset,
        data: bytes,
        kinds: tuple[Kind, ...],
        note: Callable[[Rendition], None] = lambda _: None,
    ) -> dict[str, Any]:
        """Puts these renditions into the bucket; the facts that say which ones exist now."""
        version, mark = self._mark(raw.business_id)
        for rendition in render(data, mark, kinds):
            path = _path(self._secret(raw), raw, asset, label_of(rendition.kind, version))
            _put(path, rendition.data, "image/jpeg")
            note(rendition)
        return _what_was_made(asset, kinds, version)

    def _copied(self, raw: Raw, asset: Asset, source: Stored) -> dict[str, Any]:
        if source.size != asset.bytes:
            raise RefusedError("The file did not arrive completely. Please upload it again.")
        try:
            video = judge_video(source.read, source.size)
        except RefusedError:
            refuse_misnamed(asset.name, source.read(0, START_BYTES))
            raise
        path = _path(self._secret(raw), raw, asset, FULL, video.suffix)
        with Sink(settings().media_bucket, media_key(path), video.content_type, CacheControl=_CACHED) as sink:
            checksum = copied(source, sink, video.blanks, asset.sha256)
        return {
            "suffix": video.suffix,
            "etag": source.etag,
            "width": video.width,
            "height": video.height,
            "seconds": video.seconds,
            "sizes": dict.fromkeys(SIZES, source.size),
            "checksums": dict.fromkeys(SIZES, checksum),
        }

    def _kept(self, raw: Raw, asset: Asset, fetched: Fetched) -> dict[str, Any]:
        """A document is given as it came, and never shown in a tab of ours: its own headers say what to do with it."""
        judge(fetched.data)
        path = _path(self._secret(raw), raw, asset, FULL, "pdf")
        _put(path, fetched.data, "application/pdf", ContentDisposition="attachment")
        return {
            "kind": "document",
            "suffix": "pdf",
            "etag": fetched.etag,
            "sizes": dict.fromkeys(SIZES, len(fetched.data)),
            "checksums": dict.fromkeys(SIZES, crc32(fetched.data)),
        }

    def _secret(self, raw: Raw) -> bytes:
        place = raw.business_id, raw.listing_id
        if place not in self._secrets:
            head = store.head(*place)
            self._secrets[place] = bytes(head["name_secret"]) if head else b""
        return self._secrets[place]

    def _mark(self, business_id: str) -> tuple[int, Mark]:
        if business_id not in self._marks:
            self._marks[business_id] = _read_mark(business_id, self._wanted)
        return self._marks[business_id]


def _read_mark(business_id: str, wanted: int | None) -> tuple[int, Mark]:
    """The version of the mark and what it looks like. The business knows its own text; all else is the mark's own item."""
    business = read("people", keys.business(business_id)) or {}
    current = mark_version(business)
    version = current if wanted is None else wanted
    setting = setting_of(business)
    if version == current and setting.kind == "text":
        return version, mark_of(setting)
    item = read("people", keys.mark(business_id, version))
    if item is None:
        raise LookupError(f"the mark {version} of {business_id} was never kept")
    return version, mark_of(setting_of(item), bytes(item["logo"]) if item.get("logo") else None)


def mark_of(setting: Drawn, logo: bytes | None = None) -> Mark:
    """What to draw of a setting."""
    return Mark(setting.text, setting.style, setting.opacity, logo if setting.kind == "logo" else None)


def _what_was_made(asset: Asset, kinds: tuple[Kind, ...], mark: int) -> dict[str, Any]:
    labels = {label_of(kind, mark) for kind in kinds}
    versioned = {label for label in labels if "@" in label}
    kept = {label for label in asset.made if "@" not in label}
    said = {mark_attribute(mark): True} if versioned else {}
    return {"made": sorted(kept | labels - versioned), **said}


def prefetched(sources: Sequence[Source]) -> Iterator[tuple[Source, Future[Fetched | None]]]:
    """Each picture with its GET, which began while the one before was being worked on; None: there is no object."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(_fetch, sources[0]) if sources else None
        for place, source in enumerate(sources, start=1):
            current = coming
            coming = pool.submit(_fetch, sources[place]) if place < len(sources) else None
            if current is not None:
                yield source, current


def _fetch(source: Source) -> Fetched | None:
    try:
        answer = client("s3").get_object(Bucket=settings().raw_bucket, Key=source.key)
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return None
        raise
    size, etag = int(answer["ContentLength"]), str(answer["ETag"]).strip('"')
    with answer["Body"] as body:
        return Fetched(b"" if size > MAX_BYTES else body.read(), size, etag)


def _must_fit(fetched: Fetched) -> None:
    if fetched.size > MAX_BYTES:
        raise RefusedError(f"The file has {fetched.size // 1_000_000} MB; a photo may have up to 200 MB.")


def _must_be_the_file(asset: Asset, fetched: Fetched) -> None:
    _must_fit(fetched)
    if fetched.size != asset.bytes:
        raise RefusedError("The file did not arrive completely. Please upload it again.")
    if asset.sha256 and hashlib.sha256(fetched.data).hexdigest() != asset.sha256:
        raise RefusedError("The file was damaged on its way. Please upload it again.")


def _path(secret: bytes, raw: Raw, asset: Asset, kind: str, suffix: str = "jpg") -> str:
    return media_path(secret, raw.listing_id, asset.order_id, asset.asset_id, kind, suffix)


def _put(path: str, data: bytes, content_type: str, **headers: str) -> None:
    client("s3").put_object(
        Bucket=settings().media_bucket,
        Key=media_key(path),
        Body=data,
        ContentType=content_type,
        CacheControl=_CACHED,
        **headers,
    )


def _note_size(rendition: Rendition, sizes: dict[str, int], checksums: dict[str, int]) -> None:
    size = _SIZE_OF.get(rendition.kind.name)
    if size:
        sizes[size], checksums[size] = len(rendition.data), rendition.crc32


def _tell_of_poster(raw: Raw, facts: dict[str, Any]) -> None:
    with suppress(writes.PassedError):  # removed meanwhile
        commit([asset_writes.poster_moved(*raw, facts)])


def _record(write: Write, state: str) -> str:
    with suppress(writes.PassedError):  # removed meanwhile, or ready from another event
        commit([write])
    return state
