"""The look before a delivery in the workspace's answer: it names what the server would refuse, and costs no further call."""

from __future__ import annotations

import io
import json
import uuid
from typing import Any

import pytest

from accounts.business import Business
from latchkey import keys
from latchkey.tables import commit
from latchkey.writes import Update
from orders.product import Included
from tests.building import a_business
from tests.integration.media.life import Life, an_accepted_order, deliver, ok, pay, photos, upload
from tests.integration.media.linking import add


def look(life: Life) -> dict[str, Any]:
    found: dict[str, Any] = life.workspace()["orders"][0]["preflight"]
    return found


def counts(life: Life) -> list[tuple[str, int, int | None]]:
    return [(one["kind"], one["ready"], one["ordered"]) for one in look(life)["counts"]]


def test_what_is_there_stands_beside_what_the_order_promised(business: Business) -> None:
    life = an_accepted_order(business, includes=(Included("photo", 2), Included("floor_plan", 1)))
    assert (look(life)["ordered"], counts(life)) == (
        [{"name": "Photos", "quantity": 1}],
        [("photo", 0, 2), ("floor_plan", 0, 1)],
    )
    upload(life, photos(2))
    add(life)
    assert counts(life) == [("photo", 2, 2), ("tour", 1, None), ("floor_plan", 0, 1)]
    assert [one["check"] for one in look(life)["warnings"]] == ["fewer", "undescribed"]


def test_a_listing_of_before_knows_no_promise(life: Life) -> None:
    key = keys.listing(life.business.business_id, life.listing_id)
    commit([Update("listings", key, remove=("ordered",))])
    upload(life, photos(1))
    assert (look(life)["ordered"], counts(life)) == ([], [("photo", 1, None)])


@pytest.mark.parametrize("state", ["nothing", "uploading", "ready"])
def test_the_look_and_the_button_agree(life: Life, state: str) -> None:
    if state == "uploading":
        ok(life.staff.post(f"{life.path}/uploads", {"order_id": life.order_id, "files": [{"name": "a", "bytes": 9}]}))
    if state == "ready":
        upload(life, {**photos(1), "bad.jpg": b"not a photo"})
    problems = look(life)["problems"]
    form = {"order_id": life.order_id, "collection": True, "watermark": True, "version": life.workspace()["version"]}
    answer = life.staff.post(f"{life.path}/deliveries", form, key=str(uuid.uuid4()))
    assert answer.status == (409 if problems else 202)
    assert problems == {"nothing": ["nothing_ready"], "uploading": ["uploading"], "ready": []}[state]
    if state == "ready":
        assert look(life)["problems"] == ["under_way"]


def test_a_photo_without_words_is_named_until_somebody_describes_it(life: Life) -> None:
    first, second = upload(life, photos(2)).values()
    ok(life.staff.patch(f"{life.path}/assets/{first}", {"alt": "The house from the street"}))
    assert look(life)["warnings"] == [{"check": "undescribed", "count": 1, "asset_ids": [second]}]
    ok(life.staff.patch(f"{life.path}/assets/{second}", {"hidden": True}))
    assert look(life)["warnings"] == [{"check": "hidden", "count": 1, "asset_ids": []}]


@pytest.mark.parametrize(
    ("price", "charging", "reason", "least"),
    [
        (24900, True, None, None),
        (24900, False, "not_charging", None),
        (30, True, "too_small", {"amount": 50, "currency": "USD"}),
        (0, True, "nothing_due", None),
    ],
)
def test_it_says_why_the_customer_could_not_pay(
    business: Business, price: int, charging: bool, reason: str | None, least: dict[str, Any] | None
) -> None:
    charged = a_business(stripe_account="acct_1" if charging else None, tax_rate_basis_points=0)
    life = an_accepted_order(charged, price=price)
    assert life.workspace()["orders"][0]["due"]["amount"] == price
    assert (look(life)["pay_off"], look(life)["least"]) == (reason, least)


def test_after_the_payment_nothing_is_due_any_more(locked: Life) -> None:
    pay(locked)
    assert look(locked)["pay_off"] == "nothing_due"


def test_a_further_delivery_says_what_it_would_bring(life: Life) -> None:
    upload(life, dict(list(photos(3).items())[:2]))
    assert look(life)["news"] is None
    deliver(life)
    assert look(life)["news"] == {"added": 0, "replaced": 0}
    upload(life, dict(list(photos(3).items())[2:]))
    assert look(life)["news"] == {"added": 1, "replaced": 0}


def test_the_workspace_is_still_one_call_beside_the_session(locked: Life, log: io.StringIO) -> None:
    log.truncate(log.seek(0))
    assert look(locked)["counts"]
    assert int(json.loads(log.getvalue().splitlines()[-1])["calls"]) == 2
