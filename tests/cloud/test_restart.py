"""A delivery that waits for its payment waits longer than the machine it runs on (local-cloud.md, `kill -9`)."""

from functools import partial
from pathlib import Path

import pytest

from local.demo import flows
from local.demo.person import until
from tests.running import Running

pytestmark = pytest.mark.cloud


def test_a_waiting_delivery_still_waits_after_a_crash_and_paying_it_unlocks(latchkey: Running) -> None:
    customer = latchkey.customer()
    listing = latchkey.delivered(customer, photos=1)
    assert state_of(latchkey, listing.listing_id) == "waiting_for_payment"
    page = flows.checkout(customer, listing.order_id)["checkout_url"]
    wait_for_a_snapshot(latchkey.cloud.folder / "state" / "dynamodb.json")

    latchkey.cloud.restart(kill=True)

    assert state_of(latchkey, listing.listing_id) == "waiting_for_payment"
    gallery = customer.get(f"/api/listings/{listing.listing_id}").json
    assert gallery["orders"][0]["locked"]
    assert flows.checkout(customer, listing.order_id)["checkout_url"] == page
    flows.pay(page, email="casey@agents.example", name="Casey Brooks")
    gallery = flows.unlocked(customer, listing.listing_id)
    assert all("/clean/" in asset["preview"]["large"]["url"] for asset in gallery["assets"])
    until(
        lambda: state_of(latchkey, listing.listing_id) == "completed" or None,
        seconds=60,
        what="completing the delivery",
    )


def state_of(latchkey: Running, listing_id: str) -> str:
    """Where the listing's one delivery stands, as the studio sees it."""
    (delivery,) = latchkey.staff().get(f"/api/listings/{listing_id}/workspace").json["deliveries"]
    return str(delivery["state"])


def wait_for_a_snapshot(file: Path) -> None:
    """Until everything that was written before now is on disk: the second snapshot from now began after now."""
    for _ in range(2):
        until(partial(is_newer, file, file.stat().st_mtime_ns), seconds=60, what="a snapshot")


def is_newer(file: Path, before: int) -> bool:
    return file.stat().st_mtime_ns > before
