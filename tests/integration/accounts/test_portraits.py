"""A person's portrait: made from pixels alone, shown to the office, and gone with its file (product 13, guarantees 33, 35)."""

import io
from io import StringIO

import pytest
from botocore.exceptions import ClientError
from PIL import Image

from accounts import brand_api, customers_api, people_api, portraits
from accounts.business import Business
from latchkey.clients import client
from latchkey.settings import settings
from tests.building import Browser, Person, a_customer, as_staff, signed_in
from tests.integration.accounts.branding import picture, portal_object, text_of
from tests.integration.accounts.people import calls
from tests.integration.media.life import ok

PATH = "/api/account/portrait"


@pytest.fixture
def joe(business: Business) -> Person:
    return a_customer(business, name="Joe Reyes")


@pytest.fixture
def here(business: Business, joe: Person) -> Browser:
    return signed_in(brand_api.handler, business, joe)


def take(browser: Browser, data: bytes) -> str:
    return str(ok(browser.put(PATH, {"file": text_of(data)}))["portrait_url"])


def known_to_the_office(business: Business, joe: Person) -> str | None:
    office = as_staff(customers_api.handler, business)
    found: str | None = ok(office.get(f"/api/customers/{joe.customer_id}"))["portrait_url"]
    return found


def files(joe: Person) -> list[str]:
    folder = portraits.folder_of(joe.account_id)
    listed = client("s3").list_objects_v2(Bucket=settings().portal_bucket, Prefix=folder)
    return [f"/{one['Key']}" for one in listed.get("Contents", [])]


def test_a_portrait_is_shown_to_its_owner_and_the_office_replaced_and_removed(
    business: Business, joe: Person, here: Browser
) -> None:
    assert known_to_the_office(business, joe) is None
    first = take(here, picture("JPEG", (900, 1600)))
    drawn = Image.open(io.BytesIO(portal_object(first)["Body"]))
    assert (drawn.size, drawn.format) == ((480, 480), "WEBP")
    assert ok(here.using(people_api.handler).get("/api/account"))["portrait_url"] == first
    assert known_to_the_office(business, joe) == first
    second = take(here, picture("PNG", (300, 200)))
    assert (known_to_the_office(business, joe), files(joe)) == (second, [second])
    assert take(here, picture("PNG", (300, 200))) == second
    assert files(joe) == [second], "the same again keeps its file"
    assert ok(here.delete(PATH)) == ok(here.delete(PATH)) == {"portrait_url": None}
    assert (known_to_the_office(business, joe), files(joe)) == (None, [])


def test_nothing_of_the_file_but_its_pixels_is_kept(here: Browser) -> None:
    exif = Image.Exif()
    exif[0x013B] = "CANARY-ARTIST"
    exif[0x0112] = 6
    tall = take(here, picture("JPEG", (1600, 900), exif=exif))
    kept = portal_object(tall)
    assert b"CANARY" not in kept["Body"]
    assert kept["CacheControl"] == "public, max-age=86400, immutable"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture that we can read"),
        (picture("PNG", (159, 400)), "too small"),
        (picture("JPEG")[:900], "not a picture that we can read"),
    ],
)
def test_what_is_no_portrait_is_refused_at_its_field_and_keeps_the_one_before(
    joe: Person, here: Browser, data: bytes, sentence: str
) -> None:
    before = take(here, picture("PNG", (300, 300)))
    answer = here.put(PATH, {"file": text_of(data)})
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "file")
    assert sentence in answer.json["errors"][0]["message"]
    assert files(joe) == [before]


def test_nobody_else_changes_a_portrait(business: Business, joe: Person, here: Browser) -> None:
    kept = take(here, picture("PNG", (300, 300)))
    other = signed_in(brand_api.handler, business, a_customer(business, name="Zoe"))
    theirs = take(other, picture("PNG", (300, 300)))
    assert theirs != kept, "the same picture of two people is two files"
    ok(other.delete(PATH))
    assert portal_object(kept)
    office = as_staff(brand_api.handler, business)
    looking = {"x-latchkey-view-as": joe.customer_id}
    assert office.put(PATH, {"file": text_of(picture())}, headers=looking).status == 403
    assert office.delete(PATH, headers=looking).status == 403
    assert files(joe) == [kept]


def test_a_record_that_is_unlinked_shows_no_portrait_of_the_account(
    business: Business, joe: Person, here: Browser
) -> None:
    kept = take(here, picture("PNG", (300, 300)))
    office = as_staff(customers_api.handler, business)
    assert office.delete(f"/api/customers/{joe.customer_id}/account").status == 204
    assert known_to_the_office(business, joe) is None
    assert ok(here.using(people_api.handler).get("/api/account"))["portrait_url"] == kept


def test_a_portrait_of_staff_is_on_their_account_alone(business: Business) -> None:
    member = as_staff(brand_api.handler, business)
    shown = take(member, picture("PNG", (300, 300)))
    assert ok(member.using(people_api.handler).get("/api/account"))["portrait_url"] == shown


def test_portraits_are_counted_and_cost_one_read_and_one_commit(
    here: Browser, one_instant: None, log: StringIO
) -> None:
    small = text_of(picture("PNG", (160, 160)))
    calls(log)
    assert here.put(PATH, {"file": small}).status == 200
    assert calls(log) == [3], "the session check, one read, one commit"
    answers = [here.put(PATH, {"file": small}).status for _ in range(20)]
    assert answers == [200] * 19 + [429]


def test_a_file_that_is_gone_already_is_no_reason_to_fail(here: Browser) -> None:
    kept = take(here, picture("PNG", (300, 300)))
    client("s3").delete_object(Bucket=settings().portal_bucket, Key=kept.lstrip("/"))
    assert ok(here.delete(PATH)) == {"portrait_url": None}
    with pytest.raises(ClientError):
        portal_object(kept)
