"""Hosts of businesses: founded on the platform's host, moved, never given away (product 2.1, 10.1, guarantees 6, 9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accounts import api, password, people_api, platform_api, publish_brand
from accounts.business import Business, business_of
from accounts.hosting import ensure_claimed
from accounts.tries import FOUNDING, MOVES, NAMES
from latchkey import keys
from latchkey.clock import utc_now
from latchkey.settings import settings
from latchkey.tables import commit, read
from latchkey.writes import Update
from mail import send
from tests.browsing import Browser
from tests.building import a_business, all_items, anonymous, as_staff, sent_mails, stream_records
from tests.integration.accounts.branding import deploy_page, portal_object
from tests.integration.accounts.founding import OLIVE, begin, prove, publish, visitor
from tests.integration.accounts.people import mails, newest_code, sign_in
from tests.integration.accounts.test_linking_at_random import QuickHasher
from tests.key_values import KeyValues, key_values
from tests.quick_moto import quick
from tests.sim import calls

pytestmark = pytest.mark.usefixtures("cloud", "one_instant")
HERE = "example.test"
FULL_WIDTH = "\uff4f\uff4c\uff49\uff56\uff45"  # which NFKC would make olive


@pytest.fixture(autouse=True)
def _quick(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a hash costs, and the tables' long way, prove nothing here."""
    monkeypatch.setattr("argon2.PasswordHasher", QuickHasher)
    password._hasher.cache_clear()
    calls.watch(None)
    with quick():
        yield
    password._hasher.cache_clear()


@pytest.fixture
def edge(cloud: None) -> Iterator[KeyValues]:
    deploy_page()
    with key_values() as store:
        yield store


def founded(label: str = "olive", email: str = OLIVE) -> Business:
    browser = visitor()
    assert begin(browser, label, email).status == 202
    answer = prove(browser, email)
    assert answer.status == 200, answer.text
    return stored(str(browser.cookies["__Host-latchkey"]).partition(".")[0])


def stored(business_id: str) -> Business:
    item = read("people", keys.business(business_id))
    assert item
    return business_of(item)


def owner_of(business: Business, email: str = OLIVE) -> Browser:
    browser = anonymous(api.handler, business)
    assert sign_in(browser, email).status == 200
    return browser.using(people_api.handler)


def move(owner: Browser, label: str) -> int:
    now = owner.get("/api/business/host").json["host"]
    return owner.put("/api/business/host", {"label": label, "host": now}).status


def mail_to_kim() -> str:
    send.handler(stream_records("mail"), None)
    (mail,) = [mail for mail in sent_mails() if mail.destinations["ToAddresses"] == ["kim@example.com"]]
    return str(mail.body)


# Founding ------------------------------------------------------------------------------------------------------------
def test_a_business_its_owner_and_its_host_come_to_be_with_the_code_and_go_live_by_the_stream(edge: KeyValues) -> None:
    browser = visitor()
    assert begin(browser, "olive").status == 202
    assert not [item for item in all_items("people") if item["sk"] in ("business", "claim")], "nothing before the code"
    assert browser.get("/api/platform").json["founding"]["state"] == "code"
    answer = prove(browser)
    wanted = {"state": "preparing", "host": f"olive.{HERE}", "url": f"https://olive.{HERE}", "email": OLIVE}
    assert answer.json.items() >= wanted.items()
    assert browser.get("/api/platform").json["founding"]["state"] == "preparing"
    assert publish() == {"batchItemFailures": []}
    assert browser.get("/api/platform").json["founding"]["state"] == "live"
    (business_id,) = edge.values.values()
    assert edge.values == {f"olive.{HERE}": business_id}
    assert b"Olive &amp; Sons" in portal_object(f"hosts/olive.{HERE}/index.html")["Body"]
    assert owner_of(stored(business_id)).get("/api/business/host").json["is_live"]


def test_the_code_is_mailed_by_the_platform_and_says_nothing_of_what_was_typed(cloud: None) -> None:
    begin(visitor(), "olive", name="Win at evil.example")
    assert send.handler(stream_records("mail"), None) == {"batchItemFailures": []}
    (mail,) = sent_mails()
    assert "Latchkey" in mail.source
    assert "evil" not in mail.subject + str(mail.body)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": "Olive"}, "label"),
        ({"label": "admin"}, "label"),
        ({"label": "start"}, "label"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"currency": "XXX"}, "currency"),
        ({"email": "olive"}, "email"),
        ({"password": "password1"}, "password"),
        ({"name": "Olive\u202eSons"}, "name"),
    ],
)
def test_what_no_business_can_have_is_refused_at_its_field(changes: dict[str, str], field: str) -> None:
    answer = begin(visitor(), **{"label": "olive", **changes})  # type: ignore[arg-type]
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)
    assert not mails()


def test_of_two_who_found_one_name_one_wins_and_the_other_takes_another_with_the_same_code() -> None:
    first, second = visitor(), visitor()
    begin(first, "olive")
    begin(second, "olive", "sam@example.com")
    assert prove(first).status == 200
    assert prove(second, "sam@example.com").status == 409
    assert second.get("/api/platform").json["founding"]["state"] == "code"
    answer = prove(second, "sam@example.com", label="olive-two")
    assert answer.json["host"] == f"olive-two.{HERE}"
    assert prove(second, "sam@example.com", label="olive-three").status == 401, "a code founds once"


def test_a_wrong_code_and_another_browsers_code_found_nothing() -> None:
    browser, other = visitor(), visitor()
    begin(browser, "olive")
    begin(other, "sam", "sam@example.com")
    code = newest_code("sam@example.com")
    assert browser.post("/api/platform/codes/verification", {"code": code}).status == 422
    assert visitor().post("/api/platform/codes/verification", {"code": code}).status == 401
    assert not [item for item in all_items("people") if item["sk"] == "business"]


def test_a_deployment_chooses_who_may_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def now(mode: str) -> Browser:
        monkeypatch.setenv("PLATFORM_SIGN_UPS", mode)
        settings.cache_clear()
        return visitor()

    assert begin(now("closed"), "olive").status == 403
    assert begin(now(""), "olive").status == 403
    invited = now("invited")
    refused = begin(invited, "olive", invitation_code="guess")
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "invitation_code")
    assert begin(invited, "olive", invitation_code="the secret InvitationSecret").status == 202
    assert now("closed").get("/api/platform").json["sign_ups"] == "closed"


def test_the_platform_is_no_business_and_no_business_is_the_platform() -> None:
    business = founded()
    platform = visitor()
    for handler, path in ((api.handler, "/api/session"), (people_api.handler, "/api/business/host")):
        assert platform.using(handler).get(path).status == 403
    asked = anonymous(platform_api.handler, business)
    assert asked.get("/api/platform").status == 404
    assert begin(asked, "other").status == 404
    owner = as_staff(platform_api.handler, business)
    assert owner.get("/api/platform").status == 404
    assert visitor(cookies=owner.cookies).get("/api/platform").json["founding"] is None


def test_founding_and_asking_for_names_is_bounded() -> None:
    browser = visitor()
    assert [begin(browser, f"olive{number}").status for number in range(8)].count(429) == 8 - FOUNDING.per_person
    asked = [browser.post("/api/platform/availability", {"label": f"n{number:03d}"}).status for number in range(160)]
    assert asked.count(200) == NAMES.per_visitor
    assert asked[-1] == 429


# Names ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "label",
    ["ol", "o" * 51, "Olive", FULL_WIDTH, "oliv\u00e9", "\u043elive", "xn--olive-9za", "olive.", "olive.sub", "-olive", "olive-",
     "oli--ve", "1olive", "olive_", "olive ", "oli\u200bve", "olive\n", "ol\x00ive", "olive#x", "olive/..", "\ufb01ne"],
)  # fmt: skip
def test_a_malformed_name_is_said_in_one_sentence_and_never_becomes_a_key(label: str) -> None:
    answer = visitor().post("/api/platform/availability", {"label": label}).json
    # White space around a text is taken off before anything looks at it.
    assert (answer["is_free"], bool(answer["sentence"])) == (
        (True, False) if label.strip() == "olive" else (False, True)
    )
    assert not [item for item in all_items("people") if item["pk"].startswith("host#")]


def test_a_name_is_free_taken_or_ones_own() -> None:
    founded("olive")
    sam = owner_of(founded("sam", "sam@example.com"), "sam@example.com")
    move(sam, "samuel")

    def told(label: str) -> tuple[bool, str]:
        answer = sam.post("/api/business/host/availability", {"label": label}).json
        return answer["is_free"], answer["sentence"]

    assert told("fresh") == (True, "")
    assert told("olive") == (False, "This name is taken. Please choose another one.")
    assert told("sam") == (True, "This was your name before.")
    assert told("samuel") == (False, "This is your name now.")
    assert told("admin")[1].startswith("This name is kept for the platform")
    assert visitor().post("/api/platform/availability", {"label": "sam"}).json["is_free"] is False


# Moving --------------------------------------------------------------------------------------------------------------
def test_a_move_redirects_every_former_name_and_nobody_else_gets_one(edge: KeyValues) -> None:
    business = founded("olive")
    owner = owner_of(business)
    assert move(owner, "grove") == 200
    assert move(owner, "grove-two") == 200
    publish()
    leads = f"redirect:grove-two.{HERE}"
    live = business.business_id
    assert edge.values == {f"olive.{HERE}": leads, f"grove.{HERE}": leads, f"grove-two.{HERE}": live}
    assert portal_object(f"hosts/grove-two.{HERE}/index.html")
    other = owner_of(founded("sam", "sam@example.com"), "sam@example.com")
    assert [move(other, label) for label in ("olive", "grove", "grove-two")] == [409, 409, 409]
    assert begin(visitor(), "olive", "eve@example.com").status == 409
    assert move(owner, "olive") == 200, "its own former name is its own"
    publish()
    leads = f"redirect:olive.{HERE}"
    assert edge.values.items() >= {f"olive.{HERE}": live, f"grove.{HERE}": leads, f"grove-two.{HERE}": leads}.items()
    shown = owner.get("/api/business/host").json
    assert (shown["host"], shown["former"], shown["is_live"]) == (
        f"olive.{HERE}", [f"grove-two.{HERE}", f"grove.{HERE}"], True,
    )  # fmt: skip


def test_only_an_owner_moves_and_only_from_the_host_that_was_seen() -> None:
    business = a_business()
    for role in ("manager", "photographer"):
        member = as_staff(people_api.handler, business, role)
        assert move(member, "grove") == 403
        assert member.post("/api/business/host/availability", {"label": "grove"}).status == 403
        assert member.get("/api/business/host").json["may_change"] is False
    owner = as_staff(people_api.handler, business)
    stale = {"label": "grove", "host": f"older.{HERE}"}
    assert owner.put("/api/business/host", stale).status == 409
    assert [move(owner, "grove"), move(owner, "grove")] == [200, 200], "the same again changes nothing"
    assert len([item for item in all_items("events") if item["kind"] == "host_claimed"]) == 1


def test_moves_are_few_a_day() -> None:
    owner = as_staff(people_api.handler, a_business())
    statuses = [move(owner, f"grove{number}") for number in range(MOVES.per_person + 2)]
    assert statuses == [200] * MOVES.per_person + [429] * 2


def test_mails_name_the_new_host_at_once() -> None:
    business = founded("olive")
    move(owner_of(business), "grove")
    staff = owner_of(stored(business.business_id))
    staff.post("/api/staff/invitations", {"email": "kim@example.com", "role": "manager"})
    assert f"https://grove.{HERE}/join/" in mail_to_kim()


@pytest.mark.parametrize(
    "said",
    [
        {"host": "grove.example.test"},
        {"x-forwarded-host": "grove.example.test"},
        {"forwarded": "host=grove.example.test"},
    ],
)
def test_what_a_visitor_says_of_the_host_moves_nothing(said: dict[str, str]) -> None:
    business = founded("olive")
    owner = owner_of(business)
    owner.headers |= said
    assert owner.get("/api/business/host").json["host"] == f"olive.{HERE}"
    owner.post("/api/staff/invitations", {"email": "kim@example.com", "role": "manager"})
    assert f"https://olive.{HERE}/join/" in mail_to_kim()


# The edge ------------------------------------------------------------------------------------------------------------
def test_another_writer_of_the_edges_table_is_waited_for_and_a_refusal_comes_again(edge: KeyValues) -> None:
    founded("olive")
    edge.refused = True
    assert len(publish()["batchItemFailures"]) == 1
    assert edge.values == {}
    edge.refused, edge.interrupted = False, 2
    assert publish() == {"batchItemFailures": []}
    assert list(edge.values) == [f"olive.{HERE}"]
    assert stream_records("host_claimed") == {"Records": []}


def test_where_the_edge_disagrees_the_table_wins(edge: KeyValues) -> None:
    business = founded("olive")
    edge.values[f"olive.{HERE}"] = "biz_somebody_else"
    publish()
    assert edge.values == {f"olive.{HERE}": business.business_id}


def test_a_business_that_moves_while_it_is_published_goes_to_the_newest_host(
    edge: KeyValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    business = founded("olive")
    from accounts import edge_hosts

    point = edge_hosts.point

    def slowly(*values: Any) -> None:
        point(*values)
        monkeypatch.setattr(edge_hosts, "point", point)
        owner = owner_of(business)
        assert move(owner, "grove") == 200

    monkeypatch.setattr(edge_hosts, "point", slowly)
    publish_brand.go_live(business.business_id)
    assert edge.values == {f"olive.{HERE}": f"redirect:grove.{HERE}", f"grove.{HERE}": business.business_id}


def test_a_business_from_before_the_claims_gets_its_own_once() -> None:
    business = a_business()
    ensure_claimed(business, utc_now())
    ensure_claimed(business, utc_now())
    (claim,) = [item for item in all_items("people") if item["sk"] == "claim"]
    assert (claim["host"], claim["business_id"]) == (business.host, business.business_id)
    assert len([item for item in all_items("events") if item["kind"] == "host_claimed"]) == 1


def test_a_session_ends_with_no_move(cloud: None) -> None:
    business = founded("olive")
    owner = owner_of(business)
    move(owner, "grove")
    owner.business = stored(business.business_id)
    assert owner.get("/api/business/host").json["host"] == f"grove.{HERE}"
    commit([Update("people", keys.business(business.business_id), {"edge_host": f"grove.{HERE}"})])
    assert owner.get("/api/business/host").json["is_live"]
