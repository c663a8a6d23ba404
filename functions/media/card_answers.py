"""What a list of listings gives: cards with exactly what a caller may know."""

from __future__ import annotations

from typing import Literal

from latchkey.http import MoneyOut, Output
from media.picture_answers import PreviewOut


class NewsOut(Output):
    """What came since the person's last visit; a replaced one stands for a photo of the same name that was taken away."""

    added: int
    replaced: int


class ContentOut(Output):
    kind: str
    count: int


class CardOut(Output):
    """`contents`: how many of what this person is shown, or will be once it is paid; links that wait are not told."""

    listing_id: str
    address_line: str
    state: Literal["in_progress", "delivered"]
    delivered_at: str | None
    locked: bool
    due: MoneyOut | None
    pay_order_id: str | None
    payment_state: str
    photo_count: int
    contents: list[ContentOut]
    is_new: bool
    news: NewsOut | None
    cover: PreviewOut | None
    orders: list[str]
    customer_id: str
    customer_name: str | None


class ListingsOut(Output):
    """`in_team`: others' listings may stand among one's own, so a filter by agent is of use."""

    listings: list[CardOut]
    next_cursor: str | None
    in_team: bool
