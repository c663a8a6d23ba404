"""An asset on its way from upload to delivery: its states, its place in the order, what is stored of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from latchkey.errors import ConflictError
from latchkey.writes import Item
from media.kinds import MARKED, OF_A_POSTER, ON_ARRIVAL, WITHOUT_WATERMARK, AssetKind, Kind, Size, label_of
from media.manifest import SIZES, Captions, Photo

State = Literal["uploading", "processing", "ready", "refused"]
PosterState = Literal["none", "coming", "made", "refused"]
# Ranks lie far apart, so that a photo moves between two others by one write.
RANK_STEP: Final = 10**12
# How many photos on each side make room for one more at most, and the least gap that they leave then.
_REACH: Final = 24
_ROOM: Final = 10**4
_MARK: Final = "mark_"
_NOT_STORED: Final = ("file_id", "arriving", "earlier")


@dataclass(frozen=True, slots=True)
class Asset:
    """`bytes` and `sha256` as the browser declared them; `made` holds the labels of the renditions that exist.

    Until its bytes were judged, everything is taken for a photo, and what is named like a video for one. `replaces`: it is
    no asset of its own but a file that takes the place of this one. `poster`: the state of the picture that stands for a
    video, `coming` from the moment that it may be sent. `captions`: what `manifest.Captions` holds. `branded`: it
    shows a name or a logo, so an MLS may not take it. `file_id` and what follows is not stored: `media.replacement` gives it.
    """

    asset_id: str
    order_id: str
    name: str
    rank: int
    state: State
    bytes: int
    created_at: str
    kind: AssetKind = "photo"
    sha256: str | None = None
    s3_upload_id: str | None = None
    refused_reason: str | None = None
    caption: str = ""
    alt: str = ""
    hidden: bool = False
    section: str = ""
    width: int = 0
    height: int = 0
    suffix: str = ""
    etag: str = ""
    made: frozenset[str] = frozenset()
    sizes: Mapping[str, int] = field(default_factory=dict)
    checksums: Mapping[str, int] = field(default_factory=dict)
    replaces: str | None = None
    seconds: int = 0
    poster: PosterState = "none"
    poster_etag: str = ""
    poster_reason: str | None = None
    captions: Mapping[str, Any] | None = None
    branded: bool = False
    file_id: str = ""
    arriving: Asset | None = None
    earlier: tuple[Asset, ...] = ()

    @property
    def upload_id(self) -> str:
        """An upload is named after its asset, so one item holds both."""
        return "upl_" + self.asset_id.removeprefix("ast_")

    @property
    def is_listed(self) -> bool:
        """Whether a delivery would include it, once it is ready."""
        return not self.hidden and self.state != "refused"

    @property
    def has_pictures(self) -> bool:
        """Whether it is shown as a picture: a document never is, a video by its poster."""
        return self.kind in ("photo", "floor_plan") or (self.kind == "video" and bool(self.made))

    def photo(self, file_id: str | None = None) -> Photo:
        """Its row of the manifest, with the file that stands there now or an earlier one; only for a ready asset."""
        wanted = self.file_id if file_id is None else file_id
        file = next((one for one in self.earlier if one.asset_id == (wanted or self.asset_id)), self)
        by_size: dict[Size, int] = {size: file.sizes[size] for size in SIZES}
        sums: dict[Size, int] = {size: file.checksums[size] for size in SIZES}
        return Photo(
            self.asset_id, self.order_id, file.name, self.caption, self.alt, file.width, file.height, file.suffix,
            by_size, sums, self.hidden, self.section, kind=self.kind, file_id=wanted, seconds=self.seconds,
            poster=self.poster_etag[:8] if self.kind == "video" and self.has_pictures else "",
            captions=Captions(**self.captions) if self.captions else None, branded=self.branded,
        )  # fmt: skip

    def files(self) -> list[Asset]:
        """What a delivery would show in its place: the file that stands there, and one that is on its way."""
        standing = replace(self, asset_id=self.file_id or self.asset_id)
        return [standing, self.arriving] if self.arriving else [standing]


def asset_id_of(upload_id: str) -> str:
    return "ast_" + upload_id.removeprefix("upl_")


def asset_of(item: Item) -> Asset:
    """The asset in a stored item."""
    facts: dict[str, Any] = {name: item[name] for name in Asset.__slots__ if name in item}
    if facts["state"] == "uploading" and item.get("arrived"):
        facts["state"] = "processing"
    marks = [int(name.removeprefix(_MARK)) for name in item if name.startswith(_MARK)]
    return Asset(**{**facts, "made": frozenset(item.get("made", ())) | labels_of_marks(marks)})


def mark_attribute(mark: int) -> str:
    """The attribute that says that the pictures of this version of the mark exist.

    Each version has its own, so that two renderers never overwrite what the other one made, and one can be counted once.
    """
    return f"{_MARK}{mark}"


def labels_of_marks(marks: Iterable[int]) -> frozenset[str]:
    """The marked renditions of these versions of the mark."""
    return frozenset(label_of(kind, mark) for mark in marks for kind in MARKED)


def marks_of(asset: Asset) -> frozenset[int]:
    """The versions of the mark of which this asset has pictures."""
    return frozenset(int(label.partition("@")[2] or 0) for label in asset.made if label.startswith("marked_"))


def asset_item(asset: Asset) -> Item:
    """A new asset as stored; what is not known yet is left out."""
    facts = {name: getattr(asset, name) for name in Asset.__slots__ if name not in _NOT_STORED}
    return {"schema": 1, **facts, "made": sorted(asset.made)}


def kinds_missing(asset: Asset, *, watermark: bool, mark: int = 0) -> list[Kind]:
    """Which renditions a delivery with this switch and mark shows and this asset lacks; a document has none.

    A poster that is on its way lacks all of them, whatever an earlier one left.
    """
    is_coming = asset.kind == "video" and asset.poster == "coming"
    if asset.state == "refused" or not (asset.has_pictures or is_coming):
        return []
    on_arrival = OF_A_POSTER if asset.kind == "video" else ON_ARRIVAL
    needed = on_arrival if watermark else (*on_arrival, *WITHOUT_WATERMARK)
    return [kind for kind in needed if is_coming or label_of(kind, mark) not in asset.made]


def missing(assets: Iterable[Asset], *, watermark: bool, mark: int = 0) -> list[Asset]:
    """Assets that lack something a delivery needs: never processed, or made for another switch or another mark.

    A hidden photo needs its pictures too: whoever shows it again asks for no renderer.
    """
    return [
        one
        for one in assets
        if (one.is_listed and one.state == "processing")
        or (one.state == "ready" and kinds_missing(one, watermark=watermark, mark=mark))
    ]


def in_order(assets: Iterable[Asset], order_ids: Sequence[str]) -> list[Asset]:
    """As shown: order by order, then by rank."""
    places = {order_id: place for place, order_id in enumerate(order_ids)}
    return sorted(assets, key=lambda one: (places.get(one.order_id, len(places)), one.rank, one.asset_id))


def ranks_at(others: Sequence[Asset], moved: Asset, position: int) -> dict[str, int]:
    """The ranks that put `moved` at `position` (from 1) among `others` in their order.

    That is its own alone; where its new neighbors leave no room, the nearest ones are spread too, at most 50 in all.
    """
    at = min(position, len(others) + 1) - 1
    row = [*others[:at], moved, *others[at:]]
    for reach in range(_REACH + 1):
        first, end = max(at - reach, 0), min(at + reach + 1, len(row))
        before = row[first - 1].rank if first else None
        after = row[end].rank if end < len(row) else None
        start, step = _spread(before, after, end - first)
        # Room for many more moves, else the very next one at this place would have to spread them again.
        if step >= (_ROOM if reach else 1):
            return {one.asset_id: start + step * place for place, one in enumerate(row[first:end], start=1)}
    raise ConflictError("There is no room between these photos. Please move one of them away first.")


def _spread(before: int | None, after: int | None, count: int) -> tuple[int, int]:
    """Start and step of `count` ranks between two: the first is start + step. None is an end, where there is room."""
    if after is None:
        return before or 0, RANK_STEP
    if before is None:
        return after - RANK_STEP * (count + 1), RANK_STEP
    return before, (after - before) // (count + 1)
