"""One list from several partitions: what several customers have, in one order, a page at a time (ADR 0063)."""

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import NamedTuple

from latchkey.tables import Page, query
from latchkey.writes import Item, Table

# Of many partitions a page takes few rows each; one that has more of the newest is asked again.
_AT_ONCE = 10


class Source(NamedTuple):
    """A partition of an index."""

    name: str
    partition: str


def merged_page(
    table: Table,
    sources: Sequence[Source],
    *,
    sort: str,
    seen: Callable[[Item], bool],
    limit: int,
    start: dict[str, str] | None,
    newest_first: bool,
) -> Page:
    """`limit` rows of all sources by their sort attribute, of those that are `seen`. One source costs one call.

    `start` is the `next_key` of the page before: of one source the table's own, of several the last row's place.
    """
    if len(sources) == 1 and sources[0].name.startswith("customer_"):
        (only,) = sources
        page = query(table, only.partition, index=only.name, limit=limit, start=start, newest_first=newest_first)
        return Page([item for item in page.items if seen(item)], page.next_key)
    beyond = (start or {}).get("beyond", "")
    rows = merge(
        *(_rows(table, one, sort, beyond, newest_first=newest_first) for one in sources),
        key=lambda item: item[sort],
        reverse=newest_first,
    )
    found = list(islice((item for item in rows if seen(item)), limit + 1))
    more = len(found) > limit
    return Page(found[:limit], {"beyond": found[limit - 1][sort]} if more else None)


def _rows(table: Table, source: Source, sort: str, beyond: str, *, newest_first: bool) -> Iterator[Item]:
    start = None
    while True:
        page = query(
            table,
            source.partition,
            index=source.name,
            sort=sort,
            beyond=beyond,
            limit=_AT_ONCE,
            start=start,
            newest_first=newest_first,
        )
        yield from page.items
        start = page.next_key
        if start is None:
            return
