"""Domains of businesses' own: proven by DNS, served while the proof stands, given back when it is gone (guarantees 6, 9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from accounts import api, people_api
from accounts.business import Business, business_of
from accounts.hosting import ensure_claimed
from accounts.tries import DOMAIN_LOOKS
from latchkey import keys
from latchkey.clock import utc_now
from latchkey.settings import settings
from latchkey.tables import read
from mail import send
from tests.browsing import Browser
from tests.building import (
    a_business,
    a_staff_member,
    all_items,
    anonymous,
    as_customer,
    as_staff,
    sent_mails,
    stream_records,
)
from tests.integration.accounts.branding import deploy_page, portal_object
from tests.integration.accounts.domains import NAME, PATH, add, check, owner_at, set_records, state, sweep, the_internet
from tests.integration.accounts.founding import publish
from tests.key_values import KeyValues, key_values
from tests.name_server import Names
from tests.tenant_store import Tenants

NOW = utc_now()
PROOF = f"_portal-proof.{NAME}"


@pytest.fixture
def edge(cloud: None) -> Iterator[KeyValues]:
    deploy_page()
    with key_values() as store:
        yield store


@pytest.fixture
def internet(cloud: None) -> Iterator[tuple[Names, Tenants]]:
    with the_internet() as found:
        yield found


@pytest.fixture
def names(internet: tuple[Names, Tenants]) -> Names:
    return internet[0]


@pytest.fixture
def tenants(internet: tuple[Names, Tenants]) -> Tenants:
    return internet[1]


def a_place(label: str) -> Business:
    business = a_business(host=f"{label}.example.test")
    ensure_claimed(business, NOW)
    return business


def stored(business: Business) -> Business:
    item = read("people", keys.business(business.business_id))
    assert item
    return business_of(item)


def go_live(business: Business, names: Names, tenants: Tenants) -> Browser:
    owner = owner_at(business)
    set_records(names, add(owner))
    assert check(owner) == "proven"
    for minutes in (1, 20, 40, 60):
        sweep(utc_now() + timedelta(minutes=minutes))
        tenants.settle()
    publish()
    return owner


def lose(hours: float = 30) -> None:
    """The clock's turns while the proof is gone: three misses, then a day."""
    for turn in (101, 115, 130, hours * 60):
        sweep(utc_now() + timedelta(minutes=turn))
    publish()


def claim_of(name: str = NAME) -> str | None:
    claim = read("people", keys.host_claim(name))
    return claim["business_id"] if claim else None


def invited_at(business: Business) -> str:
    """The host that a mail leads to now."""
    email = f"kim{len(sent_mails())}@example.com"
    as_staff(people_api.handler, business).post("/api/staff/invitations", {"email": email, "role": "manager"})
    send.handler(stream_records("mail"), None)
    body = str(sent_mails()[-1].body)
    return body.partition("https://")[2].partition("/")[0]


# From added to live --------------------------------------------------------------------------------------------------
def test_a_domain_is_added_proven_live_and_every_link_leads_there(
    edge: KeyValues, names: Names, tenants: Tenants
) -> None:
    business = a_place("olive")
    owner = owner_at(business)
    assert state(owner) == "none"
    records = add(owner)
    assert records["CNAME"] == "portal.edge.test"
    assert len(records["TXT"]) >= 22
    assert check(owner) == "waiting"
    assert claim_of() is None, "nothing is claimed before the proof"
    set_records(names, records)
    assert check(owner) == "proven"
    assert claim_of() == business.business_id
    assert (publish(), edge.values.get(NAME)) == ({"batchItemFailures": []}, None), "nothing is served yet"
    assert sweep(utc_now() + timedelta(minutes=1)) == {"looked": 1, "failed": 0}
    assert owner.get(PATH).json["sentence"].endswith("Its certificate is being made, which takes some minutes.")
    tenants.settle()
    sweep(utc_now() + timedelta(minutes=20))
    tenants.settle()
    assert invited_at(business) == "olive.example.test"
    sweep(utc_now() + timedelta(minutes=40))
    assert state(owner) == "live"
    assert tenants.by_domain[NAME].used
    assert invited_at(business) == "olive.example.test", "the edge does not know it yet"
    publish()
    assert edge.values == {"olive.example.test": business.business_id, NAME: business.business_id}
    assert portal_object(f"hosts/{NAME}/index.html")
    assert portal_object("hosts/olive.example.test/index.html")
    assert invited_at(business) == NAME
    shown = as_staff(people_api.handler, stored(business)).get("/api/business/host").json
    assert (shown["url"], shown["links_url"]) == ("https://olive.example.test", f"https://{NAME}")


def test_without_a_distribution_for_domains_a_proven_one_waits(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENANT_DISTRIBUTION_ID", "")
    settings.cache_clear()
    owner = owner_at(a_place("olive"))
    set_records(names, add(owner))
    assert check(owner) == "proven"
    sweep(utc_now() + timedelta(hours=2))
    answer = owner.get(PATH).json
    assert (answer["state"], answer["sentence"]) == (
        "proven", "The domain is yours. It waits for the platform to switch domains of customers on.",
    )  # fmt: skip


def test_cloudfronts_refusal_and_silence_are_told_and_asked_again(names: Names, tenants: Tenants) -> None:
    owner = owner_at(a_place("olive"))
    set_records(names, add(owner))
    check(owner)
    tenants.down = True
    assert sweep(utc_now() + timedelta(minutes=1)) == {"looked": 0, "failed": 1}
    tenants.down = False
    tenants.elsewhere.add(NAME)
    sweep(utc_now() + timedelta(minutes=20))
    assert "another website uses it" in owner.get(PATH).json["sentence"]
    tenants.elsewhere.clear()
    sweep(utc_now() + timedelta(minutes=40))
    assert tenants.by_domain[NAME].enabled


# Whose it is ---------------------------------------------------------------------------------------------------------
def test_two_may_add_one_domain_and_the_first_proof_wins(names: Names) -> None:
    first, second = owner_at(a_place("olive")), owner_at(a_place("grove"))
    of_first, of_second = add(first), add(second)
    assert of_first["TXT"] != of_second["TXT"]
    set_records(names, of_first)
    assert check(second) == "waiting", "the proof of another business proves nothing"
    assert check(first) == "proven"
    set_records(names, of_second)
    refused = second.post(f"{PATH}/check")
    assert (refused.status, state(second)) == (409, "waiting")
    assert refused.json["detail"] == "Another business on this platform has proven this domain and still holds it."
    assert claim_of() == first.business.business_id


def test_the_proof_is_for_one_domain_and_one_adding(names: Names) -> None:
    owner = owner_at(a_place("olive"))
    old = add(owner)
    assert owner.delete(PATH).status == 204
    new = add(owner)
    set_records(names, old)
    assert check(owner) == "waiting"
    set_records(names, new, "shop.harbor.com")
    assert check(owner) == "waiting"


def test_a_domain_that_is_removed_is_anybodys_at_once_and_the_own_name_stays(
    edge: KeyValues, names: Names, tenants: Tenants
) -> None:
    first, second = a_place("olive"), a_place("grove")
    owner = go_live(first, names, tenants)
    assert edge.values[NAME] == first.business_id
    other = owner_at(second)
    set_records(names, add(other))
    assert other.post(f"{PATH}/check").status == 409
    assert owner.delete(PATH).status == 204
    assert (state(owner), claim_of(), stored(first).link_host) == ("none", None, "olive.example.test")
    assert check(other) == "proven"
    publish()
    assert NAME not in edge.values, "proven is not served"
    assert edge.values["olive.example.test"] == first.business_id
    for minutes in (1, 20, 40, 60, 80):
        sweep(utc_now() + timedelta(minutes=minutes))
        tenants.settle()
    publish()
    assert edge.values[NAME] == second.business_id
    assert not [item for item in all_items("people") if item["sk"].startswith("left#")]


def test_a_late_word_of_the_former_owner_takes_nothing_from_the_new_one(
    edge: KeyValues, names: Names, tenants: Tenants
) -> None:
    first, second = a_place("olive"), a_place("grove")
    owner = go_live(first, names, tenants)
    owner.delete(PATH)
    late = stream_records("host_claimed")
    go_live(second, names, tenants)
    from accounts import publish_brand

    publish_brand.handler(late, None)
    assert edge.values[NAME] == second.business_id


# While the proof stands ----------------------------------------------------------------------------------------------
def test_a_proof_that_is_gone_for_a_day_ends_it_and_somebody_else_may_prove_it(
    edge: KeyValues, names: Names, tenants: Tenants
) -> None:
    first, second = a_place("olive"), a_place("grove")
    owner = go_live(first, names, tenants)
    names.drop(PROOF)
    lose(hours=3)
    shown = owner.get(PATH).json
    assert (shown["state"], bool(shown["since"]), bool(shown["withdraws_at"])) == ("failing", True, True)
    assert edge.values[NAME] == first.business_id, "served still"
    assert invited_at(first) == "olive.example.test", "but no link leads there"
    lose()
    assert (state(owner), claim_of()) == ("withdrawn", None)
    assert edge.values == {"olive.example.test": first.business_id, **_own(second, edge)}
    for hours in (31, 32, 33):
        tenants.settle()
        sweep(utc_now() + timedelta(hours=hours))
    assert not tenants.by_domain
    go_live(second, names, tenants)
    assert edge.values[NAME] == second.business_id


def _own(business: Business, edge: KeyValues) -> dict[str, str]:
    return {business.host: edge.values[business.host]} if business.host in edge.values else {}


def test_name_servers_that_fail_or_keep_silent_take_nothing(edge: KeyValues, names: Names, tenants: Tenants) -> None:
    business = a_place("olive")
    owner = go_live(business, names, tenants)
    names.broken |= {PROOF, NAME}
    lose(hours=200)
    assert (state(owner), claim_of()) == ("live", business.business_id)
    assert stored(business).link_host == NAME
    assert "This counts for nothing" in owner.get(PATH).json["records"][0]["sentence"]


def test_a_proof_that_comes_back_is_live_again(edge: KeyValues, names: Names, tenants: Tenants) -> None:
    business = a_place("olive")
    owner = go_live(business, names, tenants)
    kept = names.records[PROOF, "TXT"]
    names.drop(PROOF)
    lose(hours=3)
    assert stored(business).link_host == business.host
    names.put(PROOF, "TXT", *kept)
    assert check(owner) == "live"
    assert stored(business).link_host == NAME


def test_each_owner_is_mailed_once_each_time_the_proof_goes(edge: KeyValues, names: Names, tenants: Tenants) -> None:
    business = a_place("olive")
    owner = go_live(business, names, tenants)
    owners = [a_staff_member(business).email for _ in range(2)]
    a_staff_member(business, "manager")
    kept = names.records[PROOF, "TXT"]
    for times in (1, 2):
        names.drop(PROOF)
        lose(hours=5)  # so that it is looked at again while it fails
        send.handler(stream_records("mail"), None)
        mails = [one for one in sent_mails() if one.subject == f"{NAME} needs its TXT record back"]
        assert [one.destinations["ToAddresses"] for one in mails].count([owners[0]]) == times
        assert {tuple(one.destinations["ToAddresses"]) for one in mails} >= {(one,) for one in owners}
        assert len(mails) == 3 * times, "the third is whoever added the domain; no manager"
        assert "https://olive.example.test/studio/settings/address" in mails[-1].body
        names.put(PROOF, "TXT", *kept)
        assert check(owner) == "live"


def test_a_cname_that_leads_elsewhere_takes_the_links_and_not_the_domain(
    edge: KeyValues, names: Names, tenants: Tenants
) -> None:
    business = a_place("olive")
    owner = go_live(business, names, tenants)
    names.put(NAME, "CNAME", "shop.elsewhere.test")
    lose(hours=50)
    assert (state(owner), claim_of()) == ("live", business.business_id)
    assert stored(business).link_host == business.host


# Who may -------------------------------------------------------------------------------------------------------------
def test_only_an_owner_changes_it_and_nobody_outside_sees_it(names: Names) -> None:
    business = a_place("olive")
    add(owner_at(business))
    for role in ("manager", "photographer"):
        member = as_staff(people_api.handler, business, role)
        member = member.using(owner_at(business).handler)
        assert member.get(PATH).json["may_change"] is False
        refused = [member.post(PATH, {"domain": NAME}), member.post(f"{PATH}/check"), member.delete(PATH)]
        assert [answer.status for answer in refused] == [403] * 3
    handler = owner_at(business).handler
    assert as_customer(handler, business).get(PATH).status == 404
    assert anonymous(handler, business).get(PATH).status == 401


def test_a_domain_that_holds_is_removed_before_another_is_added(names: Names) -> None:
    owner = owner_at(a_place("olive"))
    add(owner, "shop.harbor.com")
    set_records(names, add(owner))
    check(owner)
    assert owner.post(PATH, {"domain": "shop.harbor.com"}).status == 409
    assert owner.post(PATH, {"domain": "olive.example.test"}).status == 422
    assert owner.delete(PATH).status == 204
    assert [owner.delete(PATH).status, owner.post(f"{PATH}/check").status] == [404, 404]


def test_looks_are_few(names: Names) -> None:
    owner = owner_at(a_place("olive"))
    add(owner)
    statuses = [owner.post(f"{PATH}/check").status for _ in range(DOMAIN_LOOKS.per_person + 1)]
    assert statuses.count(200) == DOMAIN_LOOKS.per_person - 1, "adding counts too"
    assert statuses[-1] == 429


# Sessions and hosts --------------------------------------------------------------------------------------------------
def test_a_session_of_one_business_is_nobodys_at_the_domain_of_another(
    edge: KeyValues, names: Names, tenants: Tenants
) -> None:
    first, second = a_place("olive"), a_place("grove")
    go_live(first, names, tenants)
    stranger = as_staff(api.handler, second)
    at_domain = anonymous(api.handler, first)
    at_domain.headers |= {"x-latchkey-host": NAME, "origin": f"https://{NAME}"}
    at_domain.cookies = stranger.cookies
    assert at_domain.get("/api/session").json["viewer"] is None
    sibling = anonymous(api.handler, first)
    sibling.headers |= {"x-latchkey-host": NAME, "origin": "https://olive.example.test"}
    assert sibling.post("/api/auth/sessions", {"email": "a@example.com", "password": "walnut river"}).status == 403
