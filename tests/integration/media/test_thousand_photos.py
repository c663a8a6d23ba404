"""A listing of 1,000 photos: what its page, its bundles and its delivery take (house 7, guarantees 49, 57)."""

from __future__ import annotations

import json
import math
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from urllib.parse import urlsplit

import pytest

from latchkey.clients import client
from media import steps
from tests.building import a_business, all_items, cloud
from tests.integration.media.edge_eyes import Edge, cookies_for
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    deliver,
    media_bytes,
    ok,
    pay,
    request_delivery,
    step_of,
)
from tests.integration.media.many_photos import fill
from tests.quick_moto import quick
from tests.sim import calls

THOUSAND = 1000
KB = 1000
# Step Functions' own limit is 256 KiB.
MOST_STATE = 64 * KB

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def listing() -> Iterator[Life]:
    """1,000 photos, delivered and paid for, once for all that only look."""
    with cloud(), quick():
        calls.watch(None)
        life = an_accepted_order(a_business())
        fill(life, THOUSAND)
        transactions: list[int] = []
        client("dynamodb").meta.events.register(
            "provide-client-params.dynamodb.TransactWriteItems",
            lambda params, **_: transactions.append(len(params["TransactItems"])),
        )
        deliver(life)
        assert max(transactions) <= 100, "no use case needs more than one transaction holds"
        pay(life)
        yield life


def test_the_page_is_one_call_a_dozen_units_and_one_signature(listing: Life, log: StringIO) -> None:
    answer = listing.customer.get(listing.path)
    line = json.loads(log.getvalue().splitlines()[-1])
    assert len(answer.json["assets"]) == THOUSAND
    assert line["calls"] == 1 + 1
    partition = [item for item in all_items("listings") if item["sk"].startswith("gallery#")]
    stored = sum(len(name) + len(getattr(value, "value", None) or json.dumps(value, default=str))
                 for item in partition for name, value in item.items())  # fmt: skip
    assert math.ceil(stored / 4096) <= 12
    assert max(len(item["rows"].value) for item in partition if "rows" in item) < 20 * KB
    assert len(answer.text) <= 1000 * KB
    signatures = [text for text in answer.set_cookies if text.startswith("CloudFront-Signature")]
    assert len(signatures) == len(answer.json["orders"]) == 1
    last = answer.json["assets"][-1]["preview"]["large"]["url"]
    assert "CloudFront-Signature" in cookies_for(answer, last)


def test_the_bundle_of_a_thousand_is_ready_and_whole(listing: Life) -> None:
    answer = ok(listing.customer.post(f"{listing.path}/bundles", {"size": "mls"}))
    assert answer["kind"] == "prepared"
    assert Edge(listing).lets_link(answer["url"])
    data = media_bytes(urlsplit(answer["url"]).path)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        assert len(names) == len({name.casefold() for name in names}) == THOUSAND
        assert names == sorted(names)
        assert archive.testzip() is None


def test_the_list_of_files_for_the_browser_is_bounded_too(listing: Life, log: StringIO) -> None:
    answer = listing.customer.post(f"{listing.path}/bundles", {"size": "original"})
    assert len(ok(answer)["files"]) == THOUSAND
    assert json.loads(log.getvalue().splitlines()[-1])["calls"] == 1 + 2
    assert len(answer.text) <= 400 * KB


def test_the_machines_state_holds_ids_and_stays_small(listing: Life) -> None:
    """The largest it ever is: every photo still lacks a rendition (guarantees 49)."""
    step = step_of(listing, request_delivery(listing, watermark=False)["delivery_id"])
    checked = steps.check_handler(step, None)
    assert [len(batch) for batch in checked["batches"]] == [10] * (THOUSAND // 10)
    state = json.dumps({**step, "checked": {"ExecutedVersion": "1", "StatusCode": 200, "Payload": checked}})
    assert len(state) <= MOST_STATE
    assert "DSC_" not in state
