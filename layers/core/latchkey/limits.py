"""How often something may be tried: exact counters per person, per visitor's address and per business (guarantees 11).

A try is counted in the very transaction that reveals its outcome, under the condition that there is room. So any number
of parallel tries never learns more outcomes than the limit, and a session that is already proven is never asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from latchkey import keys
from latchkey.clock import epoch
from latchkey.conditions import Condition, absent, attribute
from latchkey.errors import LatchkeyError, LimitedError
from latchkey.ids import fingerprint
from latchkey.keys import Key
from latchkey.writes import Check, Item, Update, Write

# The counter of a whole business is spread, so that it is no hot item; each visitor's address always meets the same part.
SHARDS = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """So many tries in `window` of one person's address, of one visitor's address, and of one part of the business."""

    name: str
    window: timedelta
    per_person: int
    per_visitor: int
    per_shard: int


@dataclass(frozen=True, slots=True)
class Counter:
    """One count in one window of time."""

    key: Key
    limit: int
    ends_in_seconds: int
    expires_at_epoch: int

    def spent(self) -> Write:
        """Counts one try, if there is room for it."""
        return Update(
            "people",
            self.key,
            {"schema": 1, "expires_at_epoch": self.expires_at_epoch},
            add={"count": 1},
            condition=self._has_room(),
            refused=self.refused,
        )

    def room(self) -> Write:
        """Insists that there is room, without counting."""
        return Check("people", self.key, self._has_room(), self.refused)

    def _has_room(self) -> Condition:
        return absent() | attribute("count").lt(self.limit)

    def refused(self, _: Item | None) -> LatchkeyError:
        return LimitedError(_sentence(self.ends_in_seconds), retry_after_seconds=self.ends_in_seconds)


def counters(rule: Rule, business_id: str, person: str, visitor: str, now: datetime) -> list[Counter]:
    """The counters that a try of `person` (an address or an id) from `visitor` (an IP address) counts in."""
    second, length = epoch(now), int(rule.window.total_seconds())
    window = second // length
    ends = (window + 1) * length
    subjects = (
        (f"{rule.name}_person", person, rule.per_person),
        (f"{rule.name}_visitor", _network(visitor), rule.per_visitor),
        (f"{rule.name}_business", _shard(visitor), rule.per_shard),
    )
    return [
        Counter(keys.limit(business_id, name, fingerprint(subject)[:32], window), limit, ends - second, ends + length)
        for name, subject, limit in subjects
    ]


def must_have_room(counted: Sequence[Counter], items: Sequence[Item | None]) -> None:
    """Raises LimitedError early, from a read, so that a flood does not even cost a password hash."""
    for counter, item in zip(counted, items, strict=True):
        if item is not None and item["count"] >= counter.limit:
            raise counter.refused(item)


def _network(visitor: str) -> str:
    """An IPv6 household holds a whole /64, so that is who it is; an IPv4 address stands for itself."""
    try:
        address = ip_address(visitor)
    except ValueError:
        return visitor
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else visitor


def _shard(visitor: str) -> str:
    return str(int(fingerprint(_network(visitor))[:8], 16) % SHARDS)


def _sentence(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return f"Too many tries. Please wait {minutes} minute{'' if minutes == 1 else 's'} and try again."
