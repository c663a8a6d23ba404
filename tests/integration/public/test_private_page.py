"""The private order page: an unguessable link, read and pay only, private in every header (product 2.5; guarantees 14)."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import StringIO
from typing import Any

import pytest

from accounts.brand import css_key
from accounts.business import Business
from accounts.pictures import Picture
from latchkey import keys
from latchkey.ids import fingerprint, new_secret
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.writes import Update
from media import writes as media_writes
from orders.history import history
from public import files, pages
from tests.browsing import Answer
from tests.building import a_business, a_customer, all_items, anonymous, signed_in
from tests.integration.public.guest import a_guest, add_order

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "'--><svg onload=alert(1)>"]


class Tags(HTMLParser):
    """Every tag and attribute name of a page, and what it links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def page(business: Business, path: str) -> Answer:
    return anonymous(pages.handler, business).get(path)


def test_the_holder_of_the_link_sees_the_order(business: Business) -> None:
    guest = a_guest(business, "Accepted", due=52500)
    answer = page(business, guest.path)
    assert answer.status == 200
    for fact in ("Order 1042", "1200 Ocean Avenue, Unit 4", "Signature package", "$498.00", "$27.00", "$525.00"):
        assert fact in answer.text
    assert "Pay $525.00" in answer.text
    assert f"/{css_key(business)}" in answer.text


def test_the_page_shows_logo_and_icon_of_a_business_that_has_them(cloud: None) -> None:
    files = {"page": "assets/brand/l.svg", "mail": "assets/brand/l.png", "tab": "assets/brand/i.png"}
    logo = Picture(name="l", width=120, height=40, files=files, plate="light")
    business = a_business(name="Harbor & Pine", logo=logo, favicon=logo)
    text = page(business, a_guest(business).path).text
    assert (
        '<img class="logo on-light" src="/assets/brand/l.svg" width="120" height="40" alt="Harbor &amp; Pine">' in text
    )
    assert 'href="/assets/brand/i.png"' in text
    assert "data:," not in text


def test_what_is_none_of_the_pages_business_is_not_on_it(business: Business) -> None:
    text = page(business, a_guest(business, "Accepted", due=52500).path).text
    for private in ("ada@example.com", "207 555 0101", "under the mat", "Ada Lane", business.business_id):
        assert private not in text


def test_everything_that_opens_nothing_is_the_same_neutral_answer(business: Business) -> None:
    other = a_business(name="Canary Pictures")
    foreign = a_guest(other)
    revoked = a_guest(business)
    key = keys.guest_link(business.business_id, fingerprint(revoked.token))
    commit([Update("orders", key, {"revoked_at": "2026-05-04T12:00:00.000Z"})])
    paths = [
        f"/g/{new_secret()}",
        foreign.path,
        revoked.path,
        f"/g/{foreign.order.order_id}",
        f"/g/{fingerprint(foreign.token)}",
        "/g/short",
        f"/g/{'x' * 101}",
        "/g/a%23b%2f..%2f..%2fbusinessxxxxxxxx",
        f"{foreign.path}/paid",
        f"{a_guest(business).path}/other",
        "/g/assets/nothing.js",
        "/",
    ]
    answers = [page(business, path) for path in paths]
    assert {(answer.status, answer.text) for answer in answers} == {(404, answers[0].text)}
    assert "Canary" not in answers[0].text
    assert business.name not in answers[0].text


def test_a_page_of_a_person_is_kept_by_nobody_and_tells_nobody_its_address(business: Business) -> None:
    guest = a_guest(business)
    for path in (guest.path, f"{guest.path}/paid", "/g/" + "x" * 43):
        headers = page(business, path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert "noindex" in headers["x-robots-tag"]
        assert "set-cookie" not in headers


def test_a_secret_is_kept_as_a_hash_only(business: Business) -> None:
    guest = a_guest(business)
    assert all(guest.token not in str(item) for table in ("orders", "people", "events") for item in all_items(table))


def test_opening_the_page_a_hundred_times_changes_nothing(business: Business) -> None:
    guest = a_guest(business, "Completed", due=100, photos=2)
    before = [all_items(table) for table in ("people", "orders", "listings", "events")]
    for path in (guest.path, f"{guest.path}/paid") * 5:
        assert page(business, path).status == 200
    assert [all_items(table) for table in ("people", "orders", "listings", "events")] == before


def test_a_session_adds_nothing_to_a_link(business: Business) -> None:
    guest = a_guest(business)
    visitor = signed_in(pages.handler, business, a_customer(business))
    assert visitor.get(guest.path).text == page(business, guest.path).text
    assert visitor.get(f"/g/{new_secret()}").status == 404


@pytest.mark.parametrize("header", ["x-latchkey-edge", "x-latchkey-business", "x-latchkey-host"])
def test_what_did_not_come_through_the_edge_is_refused_before_anything_is_read(business: Business, header: str) -> None:
    guest = a_guest(business)
    answer = anonymous(pages.handler, business).get(guest.path, headers={header: ""})
    assert answer.status == 403
    assert "Ocean" not in answer.text


def test_the_business_is_the_edges_word(business: Business) -> None:
    other, guest = a_business(), a_guest(business)
    for name in ("host", "x-forwarded-host", "forwarded", "x-host"):
        assert anonymous(pages.handler, business).get(guest.path, headers={name: other.host}).status == 200
    assert anonymous(pages.handler, other).get(guest.path).status == 404


@pytest.mark.parametrize(
    ("facts", "says", "pays"),
    [
        ({"status": "Pending"}, "Waiting for Harbor Light Media to accept", False),
        ({"status": "Accepted", "due": 52500}, "Pay $525.00", True),
        ({"status": "Accepted", "due": 52500, "processing": 52500}, "Your bank is confirming", False),
        ({"status": "Completed", "due": 100, "paid": 52400}, "Pay $1.00", True),
        ({"status": "Completed", "paid": 52500}, "Paid in full", False),
        ({"status": "Completed"}, "Nothing is due", False),
        ({"status": "Canceled"}, "This order was canceled", False),
        ({"status": "Canceled", "due": 100}, "This order was canceled", False),
    ],
)
def test_paying_is_offered_only_when_it_makes_sense(
    business: Business, facts: dict[str, Any], says: str, pays: bool
) -> None:
    text = page(business, a_guest(business, **facts).path).text
    assert says in text
    assert ("data-pay" in text) is pays


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"due": 100}, "Watermarked until paid"),
        ({"due": 100, "watermark": False}, "Small previews until paid"),
        ({"due": 100, "collection": False}, "Unlocked"),
        ({"paid": 100}, "Unlocked"),
    ],
)
def test_photos_are_shown_as_they_may_be_seen_and_hidden_ones_do_not_exist(
    business: Business, facts: dict[str, Any], says: str
) -> None:
    guest = a_guest(business, "Completed", photos=5, **facts)
    text = page(business, guest.path).text
    assert says in text
    assert "4 photos" in text
    shown = re.findall(rf'src="{guest.path}/photos/(ast_\w+)\?size=small"', text)
    assert shown == [one for number, one in enumerate(guest.photo_ids, 1) if number != 3]
    assert "/media/" not in text


@pytest.mark.parametrize("facts", [{"due": 100}, {"paid": 100}, {"due": 100, "collection": False}])
def test_what_staff_hold_locked_is_not_said_to_wait_for_money(business: Business, facts: dict[str, Any]) -> None:
    guest = a_guest(business, "Completed", photos=3, **facts)
    place = business.business_id, str(guest.order.listing_id), guest.order.order_id
    commit([media_writes.set_override(*place, "locked")])
    text = page(business, guest.path).text
    assert "Locked for now" in text
    assert f"Downloads are locked for now. Ask {business.name} about them." in text
    for untrue in ("until paid", "Unlocked", "They unlock", "To download them"):
        assert untrue not in text, untrue


def test_photos_stand_under_their_sections_and_those_without_one_first(business: Business) -> None:
    guest = a_guest(business, "Completed", paid=100, photos=3, sections=["Kitchen", "", "Kitchen"])
    text = page(business, guest.path).text
    first, second, third = guest.photo_ids
    shown = re.findall(r"<h3[^>]*>[^<]*|photos/ast_\w+\?size=small", text)
    assert shown == [
        f"photos/{second}?size=small",
        '<h3 id="section-1">Kitchen',
        f"photos/{first}?size=small",
        f"photos/{third}?size=small",
    ]
    assert "section-1" not in re.findall(r'href="#([^"]*)"', text)


def test_three_sections_can_be_jumped_to(business: Business) -> None:
    guest = a_guest(business, "Completed", paid=100, photos=5, sections=["Kitchen", "<b>Bath</b>", "", "Garden"])
    text = page(business, guest.path).text
    targets = re.findall(r'<a href="#(section-\d)">([^<]*)<', text)
    assert targets == [("section-1", "Kitchen"), ("section-2", "&lt;b&gt;Bath&lt;/b&gt;"), ("section-3", "Garden")]
    assert re.findall(r'<h3 id="([^"]*)"', text) == ["section-1", "section-2", "section-3"]


def test_before_delivery_no_photo_is_on_the_page(business: Business) -> None:
    guest = a_guest(business, "Accepted", due=52500)
    text = page(business, guest.path).text
    assert "Your photos are in the making" in text
    assert "<img" not in text


def test_photos_of_another_order_of_the_listing_stay_with_their_buyer(business: Business) -> None:
    guest = a_guest(business, "Completed", due=100, photos=2)
    strange = add_order(guest, 2)
    shown = page(business, guest.path).text
    assert "2 photos" in shown
    assert all(one in shown for one in guest.photo_ids)
    assert not [one for one in strange if one in shown]


def test_a_payment_shows_at_the_very_next_request(business: Business) -> None:
    guest = a_guest(business, "Completed", due=100, photos=2)
    assert "Watermarked" in page(business, guest.path).text
    assert guest.order.listing_id
    due = media_writes.lock_due(
        business.business_id, guest.order.listing_id, guest.order.order_id, due=0, payment_state="paid"
    )
    commit([due])
    assert "Unlocked" in page(business, guest.path).text


def test_why_staff_reopened_is_theirs_and_why_they_declined_is_said(business: Business) -> None:
    guest = a_guest(business, "Canceled")
    place = business.business_id, guest.order.order_id
    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    commit([history(*place, "reopened", "business", "Olive", "a word among us", now)])
    commit([history(*place, "declined", "business", "Olive", "We are full that week", now)])
    commit([history(*place, "surplus_kept", "business", "Olive", "secret", now)])
    text = page(business, guest.path).text
    assert "We are full that week" in text
    assert "Mon, May 4, 2026, 8:00 AM EDT" in text
    assert not [word for word in ("among us", "Olive", "secret", "surplus") if word in text]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_becomes_markup(cloud: None, text: str) -> None:
    plain_business, business = a_business(), a_business(name=text, phone=text, email=text)
    plain = a_guest(plain_business, "Completed", due=100, photos=1)
    address = type(plain.order.address)(text, text, text, text, text, "US")
    line = plain.order.lines[0]
    lines = (type(line)("prd_1", text, 1, line.unit_price, line.amount, line.tax), *plain.order.lines[1:])
    hostile = a_guest(business, "Completed", due=100, photos=1, address=address, lines=lines)
    for suffix in ("", "/paid"):
        odd, even = page(business, hostile.path + suffix).text, page(plain_business, plain.path + suffix).text
        assert Tags(odd).seen == Tags(even).seen


def test_scripts_and_styles_are_files_of_this_host_under_names_of_their_content(business: Business) -> None:
    guest = a_guest(business, "Completed", due=100, photos=1)
    for path in (guest.path, f"{guest.path}/paid"):
        text = page(business, path).text
        assert "style=" not in text
        assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|javascript:", text)
        links = [link for link in Tags(text).links if not link.startswith(("tel:", "mailto:", "data:,"))]
        assert all(link.startswith("/") and not link.startswith("//") for link in links)
    for name, kind in ((files.STYLE, "text/css"), (files.SCRIPT, "text/javascript")):
        answer = page(business, name)
        assert answer.status == 200
        assert answer.headers["content-type"].startswith(kind)
        assert "immutable" in answer.headers["cache-control"]


def test_the_log_never_holds_the_link(business: Business, log: StringIO) -> None:
    guest = a_guest(business)
    page(business, guest.path)
    page(business, f"{guest.path}/paid")
    page(business, "/g/" + "canary" * 8)
    assert log.getvalue().count("\n") == 3
    assert guest.token not in log.getvalue()
    assert "canary" not in log.getvalue()
    assert fingerprint(guest.token) not in log.getvalue()


def test_a_page_costs_three_calls_whatever_it_shows(business: Business, log: StringIO) -> None:
    guest = a_guest(business, "Completed", due=100, photos=60)
    page(business, guest.path)
    (line,) = [json.loads(line) for line in log.getvalue().splitlines()]
    assert line["calls"] == 3
    assert line["route"] == "$default"


def test_a_broken_table_is_a_calm_page_and_no_trace(
    business: Business, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = a_guest(business)
    monkeypatch.setenv("ORDERS_TABLE", "gone")
    settings.cache_clear()
    answer = page(business, guest.path)
    assert answer.status == 500
    assert "not available" in answer.text
    assert "Traceback" not in answer.text + log.getvalue()
