"""The one thing that Latchkey is for, by hand in a browser: order, accept, upload, deliver, pay, unlocked, download."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.demo import flows, pictures
from local.demo.businesses import HARBOR, PASSWORD
from tests.e2e.conftest import Visit
from tests.e2e.paying import pay_at_stripe
from tests.e2e.watching import LOAD_PICTURES
from tests.originals import pdf
from tests.running import Running, new_address

pytestmark = pytest.mark.browser
STREET = "77 Spyglass Hill"
LYING = {"name": "brochure.jpg", "mimeType": "image/jpeg", "buffer": pdf("Not a photo at all")}


def test_from_the_order_to_the_download(latchkey: Running, visit: Visit, tmp_path: Path) -> None:
    shoot = flows.shoot(3)
    email = new_address()

    desk = visit()
    sign_up(desk.open("/sign-up"), latchkey, email)
    place_order(desk.page)
    expect(desk.page.get_by_text("Thank you. We mail you as soon as your order is accepted.")).to_be_visible()

    studio = visit()
    sign_in_to_the_studio(studio.open("/studio"))
    accept(studio.page)
    upload(studio.page, [f"{flows.PHOTOS}/{photo.name}" for photo in shoot])
    deliver(studio.page)

    mail = latchkey.mail_to(email, "/listings/")
    (path,) = re.findall(r"/listings/[\w-]+", mail["text"])[:1]
    phone = visit(phone=True)
    phone.page.goto(f"{latchkey.origin}/sign-in?next={path}")
    sign_in(phone.page, email)
    expect(phone.page).to_have_url(latchkey.origin + path)
    locked = phone.page.get_by_role("region", name="Payment")
    expect(locked).to_contain_text("$452.60 due. Paying unlocks 3 photos.")
    assert folders(phone.page) == {"marked"}
    expect(phone.page.get_by_role("button", name="Download")).to_have_count(0)
    phone.look()

    other_tab = visit(beside=phone)
    other_tab.open(path)
    expect(other_tab.page.get_by_role("region", name="Payment")).to_be_visible()

    phone.page.bring_to_front()
    locked.get_by_role("button", name="Pay $452.60").click()
    pay_at_stripe(phone.page, email, "$452.60")
    expect(phone.page.get_by_role("heading", name="Thank you, your payment arrived")).to_be_visible()
    expect(phone.page.get_by_text("Everything is unlocked.")).to_be_visible()
    expect(phone.page.get_by_role("button", name="Pay")).to_have_count(0)

    expect(other_tab.page.get_by_role("region", name="Payment")).to_have_count(0)
    expect(other_tab.page.get_by_role("button", name="Download", exact=True)).to_be_visible()
    assert folders(other_tab.page) == {"clean"}

    phone.page.get_by_role("link", name="Open your photos").click()
    one = download_one(phone.page, tmp_path / "one.jpg")
    assert pictures.same_pixels(shoot[0].data, one)
    assert not pictures.location_of(one)
    everything = download_everything(phone.page, tmp_path / "all.zip")
    assert len(pictures.names_in_zip(everything)) == len(shoot)


def sign_up(page: Page, latchkey: Running, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(f"We sent a 6-digit code to {email}.")).to_be_visible()
    expect(page.get_by_label("Code")).to_be_focused()
    page.get_by_label("Code").fill(latchkey.code_for(email))
    expect(page.get_by_role("heading", name="Your listings", exact=True)).to_be_visible()


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_in_to_the_studio(page: Page) -> None:
    sign_in(page, HARBOR.owner_email)
    expect(page.get_by_role("heading", name="Orders", exact=True)).to_be_visible()


def place_order(page: Page) -> None:
    page.get_by_role("link", name="Place order").first.click()
    page.get_by_label("Street and number").fill(STREET)
    page.get_by_label("City").fill("Portland")
    page.get_by_label("State or region").fill("ME")
    page.get_by_label("Postal code").fill("04101")
    page.get_by_label("Size in square feet").fill("2,100")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Signature listing").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name", exact=True).fill("Casey Brooks")
    page.get_by_label("Phone").fill("+1 207 555 0110")
    page.get_by_label("Access notes").fill("The key is in the lockbox.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Place order for $452.60").click()


def accept(page: Page) -> None:
    waiting = page.get_by_role("article").filter(has_text=STREET)
    waiting.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Accepted. The listing is ready for photos.")).to_be_visible()
    page.get_by_role("link", name=STREET).first.click()
    page.get_by_role("link", name="Open listing").click()
    expect(page.get_by_role("heading", name=STREET)).to_be_visible()


def upload(page: Page, paths: list[str]) -> None:
    """All files at once, one of them no photo: it is refused with its reason, the others are ready."""
    page.locator("[data-pick=files]").set_input_files(paths)
    page.locator("[data-pick=files]").set_input_files([LYING])
    expect(page.get_by_text("1 file was refused")).to_be_visible()
    expect(page.get_by_text(LYING["name"]).first).to_be_visible()
    expect(page.get_by_text("This is a PDF document, not a picture; rename it to end in .pdf")).to_be_visible()
    thumbnails = page.get_by_role("button", name="Edit ").locator("img")
    expect(thumbnails).to_have_count(len(paths))
    for picture in thumbnails.all():
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("one => one.naturalWidth") > 0


def deliver(page: Page) -> None:
    page.get_by_role("button", name="Deliver", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("switch", name="Payment before download")).to_be_checked()
    expect(dialog).to_contain_text("3 photos")
    expect(dialog).to_contain_text("1 file was refused")
    expect(dialog).to_contain_text("The customer owes $452.60.")
    dialog.get_by_role("button", name="Deliver", exact=True).click()
    expect(page.get_by_text("Delivered, waiting for payment")).to_be_visible()


def folders(page: Page) -> set[str]:
    """Which renditions the gallery shows, once all of its pictures are there."""
    tiles = page.get_by_role("button", name=re.compile("^Open ")).locator("img")
    expect(tiles).to_have_count(3)
    assert page.evaluate(LOAD_PICTURES) == []
    sources = [tile.evaluate("one => one.currentSrc") for tile in tiles.all()]
    return {source.split("/")[-2] for source in sources}


def download_one(page: Page, path: Path) -> bytes:
    page.get_by_role("button", name=re.compile("^Open ")).first.click()
    page.get_by_role("button", name="Download this photo").click()
    with page.expect_download() as started:
        page.get_by_role("menuitem", name="Original").or_(page.get_by_role("button", name="Original")).click()
    started.value.save_as(path)
    page.get_by_role("button", name="Close").click()
    return path.read_bytes()


def download_everything(page: Page, path: Path) -> bytes:
    """On a phone: the MLS bundle, ready since delivery."""
    page.get_by_role("button", name="Download", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="MLS")).to_be_checked()
    with page.expect_download() as started:
        dialog.get_by_role("button", name="Download").click()
    started.value.save_as(path)
    return path.read_bytes()
