"""What is news to whom: deliveries after the last visit, photos that replace others, and the half hour that is one visit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from latchkey.clock import rfc3339
from latchkey.writes import Update
from media.manifest import Photo
from media.news import is_new, last_visit, news_after, news_since, replacing
from media.person_writes import RECENT, visited

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


def at(**ago: float) -> str:
    return rfc3339(NOW - timedelta(**ago))


def photo(asset: str, name: str = "", *, delivered_at: str | None, hidden: bool = False, order_id: str = "o") -> Photo:
    return Photo(asset, order_id, name or asset, "", "", 3, 2, "jpg", {}, {}, hidden=hidden, delivered_at=delivered_at)


@pytest.mark.parametrize(
    ("delivered_at", "visited_at", "new"),
    [
        (None, None, False),
        (at(days=1), None, True),
        (at(days=1), at(hours=25), True),
        (at(days=1), at(hours=23), False),
        (at(days=22), None, False),
    ],
)
def test_a_listing_is_new_until_it_was_looked_at_after_its_last_delivery(
    delivered_at: str | None, visited_at: str | None, new: bool
) -> None:
    assert is_new(delivered_at, visited_at, NOW) is new


def test_a_photo_replaces_a_hidden_one_of_its_name_that_was_delivered_before_it() -> None:
    hidden = photo("ast_1", "Kitchen.jpg", delivered_at=at(days=3), hidden=True)
    again = photo("ast_2", "kitchen.JPG", delivered_at=at(days=1))
    assert replacing([hidden, again]) == {"ast_2"}
    assert replacing([photo("ast_1", "Kitchen.jpg", delivered_at=None, hidden=True), again]) == {"ast_2"}
    assert replacing([hidden, photo("ast_3", "Kitchen.jpg", delivered_at=at(days=1), order_id="other")]) == set()
    assert replacing([photo("ast_1", "Kitchen.jpg", delivered_at=at(days=1)), again]) == set()
    assert replacing([hidden, photo("ast_0", "Kitchen.jpg", delivered_at=at(days=4))]) == set()


def test_counts_add_up_over_the_deliveries_since_the_visit() -> None:
    first = [photo("ast_1", "a.jpg", delivered_at=at(days=5)), photo("ast_2", delivered_at=at(days=5))]
    news = news_after([], [], first, at(days=5))
    hidden = [photo("ast_1", "a.jpg", delivered_at=at(days=5), hidden=True), first[1]]
    second = [*hidden, photo("ast_3", "a.jpg", delivered_at=at(days=2)), photo("ast_4", delivered_at=at(days=2))]
    news = news_after(news, hidden, second, at(days=2))
    third = [*second, photo("ast_5", delivered_at=at(days=1))]
    news = news_after(news, second, third, at(days=1))
    assert news_since(news, at(days=3)) == (2, 1)
    assert news_since(news, at(hours=36)) == (1, 0)
    assert news_since(news, at(hours=1)) is None
    assert news_since(news, None) is None
    assert len(news_after([*news, *news], third, third, at())) == 4


def test_who_comes_back_within_half_an_hour_is_still_on_the_same_visit() -> None:
    assert last_visit({}, NOW) is None
    assert last_visit({"visited_at": at(minutes=29)}, NOW) is None
    assert last_visit({"visited_at": at(minutes=29), "visited_before": at(days=2)}, NOW) == at(days=2)
    assert last_visit({"visited_at": at(minutes=31), "visited_before": at(days=2)}, NOW) == at(minutes=31)


def test_the_item_of_recent_visits_stays_within_one_read_unit() -> None:
    visits = {"schema": 1, **{f"lst_{number:026}": at(hours=number) for number in range(RECENT)}}
    oldest = max(visits, key=lambda name: int(name[4:]) if name.startswith("lst_") else -1)
    _, write = visited("biz_1", "acc_1", "lst_" + 26 * "Z", at(), None, visits)
    assert isinstance(write, Update)
    assert write.remove == (oldest,)
    _, again = visited("biz_1", "acc_1", oldest, at(), None, visits)
    assert isinstance(again, Update)
    assert again.remove == ()
    overhead = len("biz_") + len("#person#acc_") + 2 * 26 + len("last_commit") + 26 + 40
    assert sum(len(name) + len(str(value)) for name, value in visits.items()) + overhead < 4096
