"""A person whose every word stands nowhere else, who does everything that a customer can do, by the doors that people use."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orders.api
import payments.api
from accounts import api, brand_api, customers_api, people_api
from accounts import store as accounts_store
from accounts.business import Business
from latchkey.clients import client
from latchkey.clock import epoch, utc_now
from latchkey.session import COOKIE
from latchkey.settings import settings
from local.stripe_stand_in import accounts as stripe_accounts
from local.stripe_stand_in.stand_in import StripeStandIn
from mail import send
from payments import fulfill
from privacy import api as privacy_api
from privacy import carry_out
from tests.browsing import Browser
from tests.building import (
    Person,
    a_customer,
    a_staff_member,
    all_items,
    anonymous,
    sent_mails,
    signed_in,
    stream_records,
)
from tests.gateway import gateway
from tests.integration.accounts.branding import picture, text_of
from tests.integration.accounts.people import newest_code, sign_up, type_code
from tests.integration.accounts.teams import a_team, at_teams, invite, joins
from tests.integration.media.life import Life, an_accepted_order, deliver, ok, photos, upload
from tests.integration.payments.paying import CARD, post_webhook

TABLES = ("people", "orders", "listings", "events")
EMAIL = "quillfeather@example.test"
NAME = "Zephyrine Wobblethwaite"
WORDS = (
    "quillfeather", "zephyrine", "wobblethwaite", "5559876", "brackenmoor", "snickersnee", "gallimaufry", "flibbert",
    "mumpsimus", "quockerwodger",
)  # fmt: skip
CONTACT = {"name": NAME, "phone": "+1 207 5559876"}


@dataclass
class Canary:
    """The person, the business, and what they left behind."""

    business: Business
    owner: Person
    browser: Browser
    person: Person
    mate: Person
    life: Life
    guest: Life
    for_mate: Life
    team_id: str

    @property
    def customer_id(self) -> str:
        return self.person.customer_id

    @property
    def office(self) -> Browser:
        return signed_in(privacy_api.handler, self.business, self.owner)

    def erase(self) -> Any:
        return self.office.post(f"/api/customers/{self.customer_id}/privacy/erasure", {"email": f" {EMAIL.upper()} "})


def a_canary(business: Business, stripe: StripeStandIn) -> Canary:
    """Books as a guest, signs up, orders, is delivered, pays, shares, founds a team, is noted down, asks for a copy."""
    profile = {"business_profile": {"name": business.name}}
    stripe_accounts.create(stripe.world, profile, business.stripe_account or "")
    owner = a_staff_member(business)
    said = {"access_notes": "The key lies under the snickersnee"}
    guest = an_accepted_order(business, guest=True, contact={**CONTACT, "email": EMAIL}, **said)
    staff = signed_in(people_api.handler, business, owner)
    ok(staff.post("/api/staff/invitations", {"email": EMAIL, "role": "photographer"}))
    browser = anonymous(api.handler, business)
    sign_up(browser, EMAIL)
    linked = type_code(browser, newest_code(EMAIL)).json
    person = _person(business, browser)
    _profile(browser)
    life = an_accepted_order(business, person=person, contact={**CONTACT, "email": None}, **said)
    for one in (life, guest):
        one.staff = signed_in(gateway, business, owner)
        _delivered(one)
        _paid(one if one is life else _as(one, browser), business, stripe)
    mate = a_customer(business, name="Morgan Mate")
    team_id = _team(business, person, mate)
    for_mate = _for_mate(business, person, mate, owner)
    assert linked["linked"]["orders"] == 1
    _looks_and_shares(life)
    _shares(_as(for_mate, browser), "For the gallimaufry")
    _noted(business, owner, person)
    _left_lying(business, browser)
    return Canary(business, owner, browser, person, mate, life, guest, for_mate, team_id)


def _person(business: Business, browser: Browser) -> Person:
    cookie = browser.cookies[COOKIE]
    account = accounts_store.account(business.business_id, cookie.partition(".")[0])
    assert account is not None
    return Person(account, cookie)


def _as(life: Life, browser: Browser) -> Life:
    return Life(life.business, life.staff, browser.using(gateway), life.order_id, life.listing_id)


def _profile(browser: Browser) -> None:
    profile = {
        "name": NAME, "phone": CONTACT["phone"], "brokerage": "Brackenmoor Realty",
        "links": ["https://www.brackenmoor.example/me"], "version": 1,
    }  # fmt: skip
    ok(browser.using(people_api.handler).put("/api/account/profile", profile))
    seller = {"email": "seller.quillfeather@example.test", "role": "seller"}
    ok(browser.using(people_api.handler).post("/api/account/recipients", seller))
    for width in (300, 400):
        ok(browser.using(brand_api.handler).put("/api/account/portrait", {"file": text_of(picture(size=(width, 300)))}))


def _delivered(life: Life) -> None:
    upload(life, photos(1))
    deliver(life)


def _paid(life: Life, business: Business, stripe: StripeStandIn) -> None:
    """Through Stripe's page, whose webhook carries the payer's name and address."""
    page = ok(life.customer.using(payments.api.handler).post(f"/api/orders/{life.order_id}/checkout", {}))
    assert page["checkout_url"]
    assert stripe.pay([row for row, _ in stripe.world.journal.rows("session")][-1], CARD) is None
    for signed in stripe.due_webhooks():
        assert post_webhook(signed.endpoint, signed.headers["stripe-signature"], signed.body) == 200
        stripe.answered(signed, 200)
    assert fulfill.handler(stream_records("stripe_event"), None) == {"batchItemFailures": []}


def _team(business: Business, person: Person, mate: Person) -> str:
    team_id = a_team(business, person, "Harbor Realty")
    joins(business, team_id, person, mate)
    place = {"role": "admin", "rights": []}
    ok(at_teams(business, person).put(f"/api/teams/{team_id}/members/{mate.account_id}", place))
    assert invite(at_teams(business, person), team_id, "friend@example.test").status == 201
    stranger = a_customer(business)
    other = a_team(business, stranger, "Other Realty")
    assert invite(at_teams(business, stranger), other, EMAIL).status == 201
    return team_id


def _for_mate(business: Business, person: Person, mate: Person, owner: Person) -> Life:
    """The canary orders for their mate, and it is delivered."""
    contact = {"name": "Morgan Mate", "phone": "+1 207 555 0111", "email": None}
    life = an_accepted_order(business, person=person, contact=contact, order_for=mate.customer_id)
    life.staff = signed_in(gateway, business, owner)
    _delivered(life)
    return life


def _looks_and_shares(life: Life) -> None:
    asset_id = life.workspace()["assets"][0]["asset_id"]
    ok(life.customer.post(f"{life.path}/visits", {}))
    assert life.customer.put(f"{life.path}/favorites/{asset_id}", {}).status == 204
    _shares(life, "For the gallimaufry")
    pin = {"asset_id": asset_id, "x": 500, "y": 500, "reason": "other", "text": "The flibbert looks green"}
    ok(life.customer.post(f"{life.path}/revisions", pin, key=str(uuid.uuid4())))


def _shares(life: Life, note: str) -> None:
    ok(life.customer.post(f"{life.path}/shares", {"days": 7, "note": note}))


def _noted(business: Business, owner: Person, person: Person) -> None:
    office = signed_in(customers_api.handler, business, owner)
    ok(office.post(f"/api/customers/{person.customer_id}/notes", {"text": "Likes mumpsimus in twilight"}))
    ok(office.using(api.handler).put(f"/api/customers/{person.customer_id}/override", {"override": "unlocked"}))
    looking = {"x-latchkey-view-as": person.customer_id}
    ok(office.using(orders.api.handler).get("/api/orders", headers=looking))


def _left_lying(business: Business, browser: Browser) -> None:
    """What somebody begins and never ends, and a mail that did not leave yet."""
    run_mails()
    wrong = anonymous(api.handler, business)
    assert wrong.post("/api/auth/sessions", {"email": EMAIL, "password": "quockerwodger"}).status == 401
    ok(browser.using(privacy_api.handler).post("/api/account/privacy/export", {}))
    run_worker()
    ok(anonymous(people_api.handler, business).post("/api/auth/resets", {"email": EMAIL}))


# Workers --------------------------------------------------------------------------------------------------------------
def run_worker() -> None:
    assert carry_out.handler(stream_records("privacy_requested"), None) == {"batchItemFailures": []}


def run_mails() -> None:
    assert send.handler(stream_records("mail"), None) == {"batchItemFailures": []}


# What is left ---------------------------------------------------------------------------------------------------------
def traces(words: tuple[str, ...] = WORDS) -> Iterator[str]:
    """Every place in tables and buckets, all versions among them, that names the person: `table sk attribute`."""
    for table in TABLES:
        for item in all_items(table):
            key = f"{item['pk']} {item['sk']}".lower()
            if any(word in key for word in words):
                yield f"{table} {item['sk'].partition('#')[0]} key"
            for name, value in item.items():
                if name not in ("pk", "sk") and any(word in _readable(value) for word in words):
                    yield f"{table} {item['sk'].partition('#')[0]} {name}"
    for bucket in (settings().raw_bucket, settings().media_bucket, settings().portal_bucket, settings().exports_bucket):
        for version in client("s3").list_object_versions(Bucket=bucket).get("Versions", []):
            place = {"Bucket": bucket, "Key": version["Key"]}
            if version["VersionId"] != "null":
                place["VersionId"] = version["VersionId"]
            body = client("s3").get_object(**place)["Body"].read()
            if any(word.encode() in (version["Key"].encode() + body).lower() for word in words):
                yield f"{bucket} object"


def _readable(value: Any) -> str:
    if isinstance(value, bytes) or hasattr(value, "value"):
        packed = bytes(getattr(value, "value", value))
        try:
            return zlib.decompress(packed).decode().lower()
        except zlib.error:
            return repr(packed).lower()
    return repr(value).lower()


def ends_by_itself(item: dict[str, Any]) -> bool:
    """Whether the table forgets it within a day."""
    return int(item.get("expires_at_epoch", 1 << 60)) <= epoch(utc_now() + timedelta(hours=24))


def mails_after(before: int) -> str:
    return repr([mail.__dict__ for mail in sent_mails()[before:]]).lower()
