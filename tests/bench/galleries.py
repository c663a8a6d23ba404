"""What the page of a listing reads: DynamoDB calls beyond the session, and units, with 60 and with 1,000 photos.

Calls and units gate. Units are computed from the items as stored, since moto does not weigh them.
Run: python -m tests.bench.galleries
"""

import json
import logging
import math
import sys
from typing import Any

from latchkey.clients import client
from latchkey.observability import logger
from latchkey.tables import commit
from latchkey.writes import Put
from media.manifest import chunk_writes
from tests.building import a_business, all_items, cloud
from tests.integration.media.life import Life, an_accepted_order, deliver, photos, upload
from tests.unit.media.test_manifest import photo

UNIT = 4096
SESSION_CALLS = 1
# Photos -> (calls beyond the session, read units) at most.
BUDGETS = {60: (1, 1), 1000: (1, 8)}


def main() -> int:
    """Prints the table; 1 when a count is over its budget."""
    logger.setLevel(logging.WARNING)
    print(f"{'gallery':<10}{'calls':>8}{'most':>6}{'units':>8}{'most':>6}{'stored B':>11}{'answer B':>11}")
    broken = [row(count) for count in BUDGETS]
    return int(any(broken))


def row(count: int) -> bool:
    """Prints one size; whether it is over its budget."""
    with cloud():
        life = an_accepted_order(a_business())
        upload(life, photos(1))
        deliver(life, collection=False)
        fill(life, count)
        asked: list[str] = []
        client("dynamodb").meta.events.register(
            "provide-client-params.dynamodb", lambda model, **_: asked.append(model.name)
        )
        answer = life.customer.get(life.path)
        assert len(answer.json["assets"]) == count
        stored = sum(weight(item) for item in all_items("listings") if item["sk"].startswith("gallery#"))
    calls, units = len(asked) - SESSION_CALLS, math.ceil(stored / UNIT)
    most_calls, most_units = BUDGETS[count]
    broken = calls > most_calls or units > most_units
    told = f"{count:<10}{calls:>8}{most_calls:>6}{units:>8}{most_units:>6}{stored:>11,}{len(answer.text):>11,}"
    print(told + ("   BROKEN" if broken else ""), flush=True)
    return broken


def fill(life: Life, count: int) -> None:
    """Writes a manifest of so many photos, each with name, caption, section and sizes of its own."""
    for write in chunk_writes(
        life.business.business_id, life.listing_id, [photo(number, life.order_id) for number in range(count)], 1
    ):
        if isinstance(write, Put):
            commit([write])


def weight(item: dict[str, Any]) -> int:
    """Bytes of an item as DynamoDB counts them, near enough: names and values."""
    return sum(
        len(name) + len(getattr(value, "value", None) or json.dumps(value, default=str)) for name, value in item.items()
    )


if __name__ == "__main__":
    sys.exit(main())
