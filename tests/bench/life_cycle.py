"""Counts what the life of one order costs with few and with twice as many photos, and so what it costs as a + b n.

Nobody looks twice here: where a page would ask again and again, the bench looks into the tables itself. `life_cycle.json`
holds the figures that stand, which may only fall, and a run may not exceed them; how finished uploads fall into reports
and arriving ones into the renderer's batches is the noise that is allowed. Run: python -m tests.bench.life_cycle
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from latchkey.settings import settings
from local.demo import flows
from local.demo.flows import Photo
from local.demo.measures import AIMS, Counts, counted, most_transitions
from local.demo.person import Person, until
from media import store
from tests.originals import jpeg, scene
from tests.running import Running, running

KEPT = Path(__file__).with_suffix(".json")
SIZES = (12, 24)
AT = 60
NAMES = (*AIMS, "transitions")
NOISE = {"requests": 0.3, "transitions": 0.0, "invocations": 0.25, "write_units": 0.25, "read_units": 0.25}


def main() -> int:
    """Prints the table; 1 when a count is above the figure that stands, or transitions above their budget."""
    with tempfile.TemporaryDirectory(prefix="latchkey-bench-") as folder, running(Path(folder) / "cloud") as latchkey:
        os.environ.update(latchkey.cloud.environment())
        settings.cache_clear()
        lives = [life(latchkey, photos) for photos in SIZES]
    kept: dict[str, Any] = json.loads(KEPT.read_text())
    sizes = "".join(f"{f'n = {photos}':>9}" for photos in SIZES)
    print(f"{'one order':<14}{sizes}{'a + b n':>18}{'stands at':>18}{f'at n = {AT}':>11}{'aim':>6}")
    broken = [row(name, [float(getattr(one, name)) for one in lives], kept[name]) for name in NAMES]
    for name in lives[-1].functions:
        print(f"    {name:<24}{lives[0].functions[name]:>6}{lives[1].functions[name]:>6}")
    return int(any(broken))


def row(name: str, values: list[float], first: dict[str, float]) -> bool:
    """Prints one count; whether it is broken."""
    slope = (values[1] - values[0]) / (SIZES[1] - SIZES[0])
    fixed = values[0] - slope * SIZES[0]
    allowed = [(first["a"] + first["b"] * photos) * (1 + NOISE[name]) for photos in SIZES]
    broken = any(value > most for value, most in zip(values, allowed, strict=True))
    if name == "transitions":
        broken |= any(value > most_transitions(photos) for value, photos in zip(values, SIZES, strict=True))
    formula, before = f"{fixed:.1f} + {slope:.2f} n", f"{first['a']:.1f} + {first['b']:.2f} n"
    aim = AIMS.get(name, most_transitions(AT))
    print(
        f"{name.replace('_', ' '):<14}{values[0]:>9.1f}{values[1]:>9.1f}{formula:>18}{before:>18}"
        f"{fixed + slope * AT:>11.1f}{aim:>6}{'   BROKEN' if broken else ''}",
        flush=True,
    )
    return broken


def life(latchkey: Running, photos: int) -> Counts:
    """Place, accept, upload, deliver, look, pay, return, download: what all of it took."""
    customer, staff = latchkey.customer(), latchkey.staff()
    people = [customer, staff]
    files = [
        Photo(f"{number:03}.jpg", jpeg(scene((1200, 800), number % 14), quality=80 + number % 15))
        for number in range(photos)
    ]
    quiet(latchkey, people)
    before = counted(latchkey.cloud, people)
    order_id = latchkey.order(customer)
    listing_id = flows.accept(staff, order_id)["listing"]["listing_id"]
    assert not flows.upload(staff, listing_id, order_id, files)
    place = latchkey.business.business_id, listing_id
    until(lambda: rendered(place, photos), seconds=300, what="rendering")
    version = staff.get(f"/api/listings/{listing_id}/workspace").json["version"]
    body = {"order_id": order_id, "collection": True, "watermark": True, "version": version}
    begun = staff.post(f"/api/listings/{listing_id}/deliveries", body, expect=202).json
    until(lambda: stands(place, begun["delivery_id"], "waiting_for_payment"), seconds=120, what="the delivery")
    customer.get(f"/api/listings/{listing_id}")
    page = flows.checkout(customer, order_id)["checkout_url"]
    flows.pay(page, email="casey@agents.example", name="Casey Brooks")
    customer.post(f"/api/orders/{order_id}/payment-confirmation")
    customer.get(f"/api/listings/{listing_id}")
    customer.post(f"/api/listings/{listing_id}/bundles", {"size": "mls", "asset_ids": None})
    until(lambda: stands(place, begun["delivery_id"], "completed"), seconds=120, what="the end of the delivery")
    quiet(latchkey, people)
    return counted(latchkey.cloud, people).since(before)


def rendered(place: tuple[str, str], photos: int) -> bool:
    folder = store.folder(*place)
    return folder is not None and [asset.state for asset in folder.assets] == ["ready"] * photos


def stands(place: tuple[str, str], delivery_id: str, state: str) -> bool:
    delivery = store.delivery(*place, delivery_id)
    return delivery is not None and delivery.state == state


def quiet(latchkey: Running, people: list[Person]) -> None:
    """Until no function has said anything for a while: mails and events that an answer leaves behind are counted too."""
    last, since = -1, time.monotonic()

    def still() -> bool:
        nonlocal last, since
        now = counted(latchkey.cloud, people).invocations
        if now != last:
            last, since = now, time.monotonic()
        return time.monotonic() - since > 4

    until(still, seconds=120, what="quiet")


if __name__ == "__main__":
    sys.exit(main())
