"""Reads of names: whose one is, and which ones a business has or had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from latchkey import keys
from latchkey.limits import Counter
from latchkey.tables import query, query_all, read, read_many
from latchkey.writes import Item

_PAGE: Final = 50


def owner_of(host: str) -> str | None:
    """The business that has or ever had this host."""
    claim = read("people", keys.host_claim(host))
    return claim["business_id"] if claim else None


def owner_and_counts(host: str, counters: Sequence[Counter]) -> tuple[str | None, list[Item | None]]:
    """The same, and how much has been tried."""
    claim, *counts = read_many([("people", keys.host_claim(host)), *(("people", one.key) for one in counters)])
    return (claim["business_id"] if claim else None), counts


def hosts_of(business_id: str) -> list[Item]:
    """Every name that the business has or had."""
    return query_all("people", keys.host_of_business(business_id, "").pk, consistent=True)


def domains_due(at: str) -> list[Item]:
    """A page of the domains of all businesses whose next look was due before `at`, the longest waiting first."""
    page = query("people", "due", index="domain_checks", limit=_PAGE)
    return [item for item in page.items if item["check_at"] <= at]
