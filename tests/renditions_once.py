"""Photos that many tests upload are drawn once a run: the same file with the same mark always makes the same renditions."""

from collections.abc import Iterator
from functools import lru_cache

from media import rendering
from media.kinds import ON_ARRIVAL, Kind
from media.renditions import Rendition, render
from media.watermark import Mark


def install() -> None:
    """Puts a memory before `render` where photos are delivered; tests of renditions themselves call it without one."""

    @lru_cache(maxsize=64)
    def drawn(data: bytes, mark: Mark, kinds: tuple[Kind, ...]) -> tuple[Rendition, ...]:
        return tuple(render(data, mark, kinds))

    def remembered(data: bytes, mark: Mark, kinds: tuple[Kind, ...] = ON_ARRIVAL) -> Iterator[Rendition]:
        yield from drawn(data, mark, kinds)

    rendering.render = remembered
