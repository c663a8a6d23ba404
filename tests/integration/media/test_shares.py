"""Share links: whoever holds one sees what its sharer would be shown now, and no more (product 2.5, 5; guarantees 14)."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from accounts.business import Business
from latchkey import keys
from latchkey.clock import rfc3339, utc_now
from latchkey.ids import fingerprint
from latchkey.limits import counters
from latchkey.tables import commit
from latchkey.writes import Delete, Update
from media import writes
from media.sharing import SHARES
from tests.browsing import Answer, Browser
from tests.building import a_business, a_customer, all_items, anonymous, as_staff, raw_items, signed_in
from tests.gateway import gateway
from tests.integration.media.edge_eyes import Edge, clean_keys, paths_in
from tests.integration.media.life import Life, deliver, ok, pay, photos, upload

WEEK = {"days": 7, "note": "The sellers"}


def share(life: Life, browser: Browser | None = None, **changes: Any) -> dict[str, Any]:
    """A new link with `token` beside what the API says."""
    made = ok((browser or life.customer).post(f"{life.path}/shares", {**WEEK, **changes}))
    return {**made["share"], "url": made["url"], "token": made["url"].rpartition("/s/")[2]}


def opened(business: Business, token: str, **headers: str) -> Answer:
    """By somebody who is not known to anybody."""
    return anonymous(gateway, business).post("/api/shared-listing", {"token": token}, headers=headers)


def urls(answer: Answer) -> list[str]:
    return [picture["url"] for photo in ok(answer)["photos"] for picture in photo["preview"].values()]


def nothing(business: Business) -> Answer:
    """The one answer of a link that nobody ever made."""
    return opened(business, f"{'0' * 26}{'A' * 43}")


def must_open_nothing(business: Business, token: str) -> None:
    expected, answer = nothing(business), opened(business, token)
    assert (answer.status, answer.text, answer.headers) == (404, expected.text, expected.headers)
    assert answer.set_cookies == expected.set_cookies == []


# Making, listing, revoking -------------------------------------------------------------------------------------------
def test_a_link_is_told_once_and_kept_as_a_hash_only(locked: Life) -> None:
    made = share(locked)
    assert made["url"] == f"https://{locked.business.host}/s/{made['token']}"
    everything = json.dumps([raw_items(name) for name in ("people", "orders", "listings", "events")], default=repr)
    assert made["token"] not in everything
    assert made["token"][26:] not in everything
    assert fingerprint(made["token"]) in everything
    listed = locked.customer.get(f"{locked.path}/shares")
    assert made["token"][26:] not in listed.text
    (row,) = ok(listed)["shares"]
    assert row == {name: made[name] for name in row}
    assert (row["note"], row["by_business"], row["opened_at"]) == ("The sellers", False, None)


def test_customer_and_business_see_and_revoke_each_others_links(locked: Life) -> None:
    of_customer, of_business = share(locked), share(locked, locked.staff, days=90, note="")
    shares = f"{locked.path}/shares"
    for browser in (locked.customer, locked.staff):
        listed = ok(browser.get(shares))["shares"]
        assert [one["share_id"] for one in listed] == [of_business["share_id"], of_customer["share_id"]]
    assert locked.customer.delete(f"{shares}/{of_business['share_id']}").status == 204
    assert locked.staff.delete(f"{shares}/{of_customer['share_id']}").status == 204
    for gone in (of_customer, of_business):
        must_open_nothing(locked.business, gone["token"])
        assert locked.customer.delete(f"{shares}/{gone['share_id']}").status == 404
    assert ok(locked.customer.get(shares)) == {"shares": []}


@pytest.mark.parametrize(
    "body",
    [{"days": 2}, {"days": 7, "note": "x" * 81}, {"days": 7, "expires_at": "2099-01-01"}, {"days": "7"}, {}],
)
def test_a_link_lives_one_of_four_times_and_its_note_is_short(locked: Life, body: dict[str, Any]) -> None:
    assert locked.customer.post(f"{locked.path}/shares", body).status == 422


def test_nobody_else_makes_lists_or_revokes_and_a_foreign_listing_is_as_missing(locked: Life) -> None:
    made = share(locked)
    elsewhere = a_business()
    strangers = [
        signed_in(gateway, locked.business, a_customer(locked.business)),
        as_staff(gateway, elsewhere),
        signed_in(gateway, elsewhere, a_customer(elsewhere)),
    ]
    missing = f"/api/listings/lst_{26 * '0'}"
    for stranger in strangers:
        for method, end, body in (("POST", "shares", WEEK), ("GET", "shares", None),
                                  ("DELETE", f"shares/{made['share_id']}", None)):  # fmt: skip
            foreign = stranger.send(method, f"{locked.path}/{end}", body)
            unknown = stranger.send(method, f"{missing}/{end}", body)
            assert (foreign.status, foreign.text, foreign.headers) == (404, unknown.text, unknown.headers)
    assert anonymous(gateway, locked.business).get(f"{locked.path}/shares").status == 401
    ok(opened(locked.business, made["token"]))


def test_looking_as_the_customer_makes_no_link(locked: Life) -> None:
    who = locked.workspace()["view_as"]["customer_id"]
    headers = {"x-latchkey-view-as": who}
    assert locked.staff.post(f"{locked.path}/shares", WEEK, headers=headers).status == 403
    assert locked.staff.get(f"{locked.path}/shares", headers=headers).json == {"shares": []}


def test_twenty_links_live_at_once_and_an_ended_one_makes_room(locked: Life) -> None:
    made = [share(locked) for _ in range(20)]
    refused = locked.customer.post(f"{locked.path}/shares", WEEK)
    assert refused.status == 409
    assert "20 links" in refused.json["detail"]
    end(locked, made[0])
    share(locked)
    (item,) = [one for one in all_items("listings") if one["sk"] == "sharing"]
    assert len(item["links"]) == 20
    assert made[0]["share_id"] not in item["links"]
    locked.customer.delete(f"{locked.path}/shares/{made[1]['share_id']}")
    share(locked)


@pytest.mark.usefixtures("one_instant")
def test_making_links_is_limited(locked: Life) -> None:
    share(locked)
    (link,) = sharing_item(locked)["links"].values()
    business_id = locked.business.business_id
    person, *_ = counters(SHARES, business_id, link["account_id"], locked.customer.source_ip, utc_now())
    commit([Update("people", person.key, {"schema": 1}, add={"count": person.limit - 1})])
    refused = locked.customer.post(f"{locked.path}/shares", WEEK)
    assert refused.status == 429
    assert int(refused.headers["retry-after"]) > 0
    share(locked, locked.staff)


# Opening -------------------------------------------------------------------------------------------------------------
def test_the_holder_sees_pictures_and_learns_no_price_no_order_and_no_person(locked: Life) -> None:
    token = share(locked)["token"]
    answer = opened(locked.business, token)
    shown = ok(answer)
    assert set(shown) == {"address_line", "photos", "videos", "links", "media_expires_at"}
    facts = {name for photo in shown["photos"] for name in photo}
    assert facts == {"asset_id", "kind", "caption", "alt", "section", "branded", "preview"}
    for told in ("Jordan", "jordan", "555", "26270", "24900", "USD", "due", "locked", "number", "The sellers", ".jpeg"):
        assert told not in answer.text.replace("Signature", ""), told
    assert answer.headers["cache-control"] == "no-store"
    assert answer.set_cookies == []


def test_a_lock_shows_marked_paying_shows_clean_and_a_reversal_shows_marked_again(locked: Life) -> None:
    token = share(locked)["token"]
    place = locked.business.business_id, locked.listing_id, locked.order_id

    def folders() -> set[str]:
        return {url.split("/")[6] for url in urls(opened(locked.business, token))}

    assert folders() == {"marked"}
    pay(locked)
    assert folders() == {"clean"}
    commit([writes.lock_due(*place, due=26270, payment_state="unpaid")])
    assert folders() == {"marked"}
    commit([writes.set_override(*place, "unlocked")])
    assert folders() == {"clean"}
    commit(writes.lock_canceled(*place))
    must_open_nothing(locked.business, token)


def test_a_link_opens_exactly_the_pictures_on_its_page_for_minutes(locked: Life) -> None:
    pay(locked)
    edge, answer = Edge(locked), opened(locked.business, share(locked)["token"])
    shown = set(paths_in(answer.json))
    assert len(shown) == 9
    assert all(edge.lets_link(url) and not edge.lets_link(url, 6 * 60) for url in urls(answer))
    for url in urls(answer):
        own = url.removeprefix(edge.origin).partition("?")[0]
        for other in clean_keys() - {own}:
            assert not edge.lets_link(url.replace(own, other)), "full files, bundles and the rest stay shut"


def test_links_of_the_business_show_what_the_customer_may_see_not_what_staff_may(locked: Life) -> None:
    token = share(locked, locked.staff)["token"]
    assert all("/marked/" in url for url in urls(opened(locked.business, token)))
    (first, *_) = locked.listing()["assets"]
    ok(locked.staff.patch(f"{locked.path}/assets/{first['asset_id']}", {"hidden": True}))
    assert len(ok(opened(locked.business, token))["photos"]) == 2


def test_nothing_is_shared_before_delivery(life: Life) -> None:
    upload(life, photos(1))
    for browser in (life.customer, life.staff):
        assert browser.post(f"{life.path}/shares", WEEK).status == 409
    deliver(life)
    share(life)


def test_opening_uses_nothing_up_and_is_noted_by_the_hour(locked: Life) -> None:
    made = share(locked)
    first, second = opened(locked.business, made["token"]), opened(locked.business, made["token"])
    assert first.json["photos"][0]["asset_id"] == second.json["photos"][0]["asset_id"]
    (row,) = ok(locked.customer.get(f"{locked.path}/shares"))["shares"]
    noted = row["opened_at"]
    assert noted
    opened(locked.business, made["token"])
    assert ok(locked.customer.get(f"{locked.path}/shares"))["shares"][0]["opened_at"] == noted


def end(life: Life, made: dict[str, Any], ago: timedelta = timedelta(seconds=1)) -> None:
    """Its last moment was `ago`."""
    place = keys.sharing(life.business.business_id, life.listing_id)
    commit([Update("listings", place, {f"links.{made['share_id']}.expires_at": rfc3339(utc_now() - ago)})])


def test_an_ended_link_opens_nothing_and_is_off_the_list(locked: Life) -> None:
    made = share(locked, days=1)
    end(locked, made, -timedelta(seconds=30))
    ok(opened(locked.business, made["token"]))
    end(locked, made)
    must_open_nothing(locked.business, made["token"])
    assert ok(locked.customer.get(f"{locked.path}/shares")) == {"shares": []}


def test_wrong_tokens_and_other_hosts_get_the_same_bytes(locked: Life) -> None:
    token = share(locked)["token"]
    for wrong in ("", "x", token[:-1], token[:26], token[:-1] + ("A" if token[-1] != "A" else "B"), "é" * 69):
        must_open_nothing(locked.business, wrong)
    other = a_business()
    must_open_nothing(other, token)
    assert opened(other, token).text == nothing(locked.business).text


@pytest.mark.parametrize("how", ["removed", "erased", "moved to another record"])
def test_a_link_dies_with_its_sharers_account_and_rights(locked: Life, how: str) -> None:
    token, by_staff = share(locked)["token"], share(locked, locked.staff)
    account_id = next(one for one in sharing_item(locked)["links"].values() if not one["by_business"])["account_id"]
    account = keys.account(locked.business.business_id, account_id)
    commit([{
        "removed": Update("people", account, {"removed_at": rfc3339(utc_now())}),
        "erased": Delete("people", account),
        "moved to another record": Update("people", account, {"customer_id": f"cus_{26 * '0'}"}),
    }[how]])  # fmt: skip
    must_open_nothing(locked.business, token)
    (row,) = ok(locked.staff.get(f"{locked.path}/shares"))["shares"]
    assert row["share_id"] == by_staff["share_id"]


def test_a_link_of_staff_dies_with_the_role(locked: Life) -> None:
    token = share(locked, locked.staff)["token"]
    (link,) = sharing_item(locked)["links"].values()
    commit([Update("people", keys.account(locked.business.business_id, link["account_id"]), remove=("role",))])
    must_open_nothing(locked.business, token)


def sharing_item(life: Life) -> dict[str, Any]:
    return next(one for one in all_items("listings") if one["sk"] == "sharing" and life.listing_id in one["pk"])


def test_a_known_browser_opens_no_more_than_anybody(locked: Life) -> None:
    token = share(locked)["token"]
    answer = locked.staff.post("/api/shared-listing", {"token": token})
    assert all("/marked/" in url for url in urls(answer))


def test_no_log_line_holds_a_token(locked: Life, log: StringIO) -> None:
    made = share(locked)
    opened(locked.business, made["token"])
    opened(locked.business, made["token"][:-1] + "x")
    locked.customer.delete(f"{locked.path}/shares/{made['share_id']}")
    opened(locked.business, made["token"])
    written = log.getvalue()
    assert written.count("\n") == 5
    assert made["token"][26:-1] not in written
    assert "The sellers" not in written
    assert "Signature" not in written


def test_an_opening_costs_three_reads_beside_the_session(locked: Life, log: StringIO) -> None:
    """The link, its sharer, the gallery: whatever the number of pictures."""
    token = share(locked)["token"]
    opened(locked.business, token)
    log.truncate(0)
    opened(locked.business, token)
    line = json.loads(log.getvalue().lstrip("\0").splitlines()[-1])
    assert (line["calls"], line["write_units"]) == (1 + 3, 0)
