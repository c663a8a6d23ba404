"""A share link of a listing: unguessable, kept only as a hash, with an end that is checked at each use (guarantees 14).

Pure. What a link shows is decided by `access`, through the eyes of whoever made it.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from latchkey.clock import instant, rfc3339
from latchkey.ids import fingerprint, is_id, new_id, new_secret

Days = Literal[1, 7, 30, 90]
MOST_LIVE: Final = 20
# How often at most an opening is noted: showing pictures is a read, and stays nearly one.
NOTED_EVERY: Final = timedelta(hours=1)
_ULID_LENGTH: Final = 26


@dataclass(frozen=True, slots=True)
class ShareLink:
    """`account_id` is who shared; `note` says for whom, in their words; times in RFC 3339."""

    share_id: str
    token_hash: str
    account_id: str
    by_business: bool
    note: str
    created_at: str
    expires_at: str
    opened_at: str | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether the link still opens anything: its last moment is the one before `expires_at`."""
        return now < instant(self.expires_at)

    def opening_is_news(self, now: datetime) -> bool:
        return self.opened_at is None or now - instant(self.opened_at) >= NOTED_EVERY


def new_link(
    listing_id: str, account_id: str, *, by_business: bool, note: str, days: Days, now: datetime
) -> tuple[ShareLink, str]:
    """A link and its token, which nobody can read anywhere afterwards.

    The token begins with the listing's ULID, so that its hash can be looked up where the listing is.
    """
    token = listing_id.removeprefix("lst_") + new_secret()
    link = ShareLink(
        share_id=new_id("shr", now),
        token_hash=fingerprint(token),
        account_id=account_id,
        by_business=by_business,
        note=note,
        created_at=rfc3339(now),
        expires_at=rfc3339(now + timedelta(days=days)),
    )
    return link, token


def listing_of(token: str) -> str | None:
    """The listing that a token claims to open; None for what is no token."""
    listing_id = f"lst_{token[:_ULID_LENGTH]}"
    return listing_id if is_id("lst", listing_id) and len(token) <= 100 else None


def opened_by(links: Iterable[ShareLink], token: str, now: datetime) -> ShareLink | None:
    """The live link whose token this is."""
    given = fingerprint(token)
    return next((one for one in links if hmac.compare_digest(one.token_hash, given) and one.is_live(now)), None)


def links_of(item: Mapping[str, Any] | None) -> list[ShareLink]:
    """All links that a listing's item holds, newest first, ended ones among them."""
    kept = item["links"] if item else {}
    return [ShareLink(share_id, **kept[share_id]) for share_id in sorted(kept, reverse=True)]
