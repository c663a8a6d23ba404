"""A share link as a value: its secret, its last moment, and whose listing it names (guarantees 14)."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from latchkey.ids import fingerprint, new_id
from media.share import Days, ShareLink, links_of, listing_of, new_link, opened_by

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LISTING = new_id("lst", NOW)


def a_link(days: Days = 7, now: datetime = NOW) -> tuple[ShareLink, str]:
    return new_link(LISTING, "acc_1", by_business=False, note="The sellers", days=days, now=now)


def test_of_a_token_only_the_hash_is_kept() -> None:
    link, token = a_link()
    assert link.token_hash == fingerprint(token)
    assert not [value for value in asdict(link).values() if isinstance(value, str) and token[26:] in value]


def test_tokens_are_never_alike_and_hold_256_random_bits() -> None:
    secrets = {a_link()[1].removeprefix(LISTING[4:]) for _ in range(50)}
    assert len(secrets) == 50
    assert {len(one) for one in secrets} == {43}


@pytest.mark.parametrize("days", get_args(Days))
def test_a_link_lives_to_its_last_millisecond_and_not_longer(days: Days) -> None:
    link, token = a_link(days)
    end = NOW + timedelta(days=days)
    assert opened_by([link], token, end - timedelta(milliseconds=1)) == link
    assert opened_by([link], token, end) is None
    assert opened_by([link], token, end + timedelta(seconds=1)) is None


def test_only_the_exact_token_opens() -> None:
    link, token = a_link()
    other, _ = a_link()
    assert opened_by([other, link], token, NOW) == link
    assert opened_by([other], token, NOW) is None
    for wrong in (token[:-1], token + "A", token.lower(), "", link.token_hash):
        assert opened_by([link], wrong, NOW) is None


def test_a_token_names_its_listing_and_anything_else_names_none() -> None:
    _, token = a_link()
    assert listing_of(token) == LISTING
    for odd in ("", "x", "../../etc/passwd", "#" * 69, "é" * 69, token + "A" * 60):
        assert listing_of(odd) is None


def test_an_opening_is_noted_at_most_once_an_hour() -> None:
    link, _ = a_link()
    assert link.opening_is_news(NOW)
    seen = replace(link, opened_at="2026-11-22T09:30:00.000Z")
    assert not seen.opening_is_news(NOW + timedelta(minutes=59, seconds=59))
    assert seen.opening_is_news(NOW + timedelta(hours=1))


def test_links_come_newest_first_from_what_is_stored() -> None:
    links = [a_link(now=NOW + timedelta(minutes=minute))[0] for minute in range(3)]
    stored = {
        one.share_id: {k: v for k, v in asdict(one).items() if k not in ("share_id", "opened_at")} for one in links
    }
    assert [one.share_id for one in links_of({"links": stored})] == [one.share_id for one in reversed(links)]
    assert links_of(None) == []
