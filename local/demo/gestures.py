"""What is done on a page before its picture is taken, and to its network before it is opened."""

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, Route

Gesture = Callable[[Page], object]
_held: list[Route] = []
NOTHING: dict[str, Any] = {"orders": [], "listings": [], "customers": [], "next_cursor": None}


def press(name: str) -> Gesture:
    """Presses the button of that name, which opens a dialog."""
    return lambda page: _open_dialog(page, page.get_by_role("button", name=name, exact=True))


def press_first(start: str) -> Gesture:
    """Presses the first button whose name starts so; it opens a dialog too."""
    return lambda page: _open_dialog(page, page.get_by_role("button", name=start).first)


def _open_dialog(page: Page, button: Locator) -> None:
    button.click()
    page.get_by_role("dialog").first.wait_for()


def tap(start: str) -> Gesture:
    """Presses the first button whose name starts so."""
    return lambda page: page.get_by_role("button", name=start).first.click()


def select(count: int, then: str = "") -> Gesture:
    """Chooses the first photos, and presses the button that does something with them."""

    def choose(page: Page) -> None:
        page.get_by_role("button", name="Select", exact=True).first.click()
        for photo in page.locator("button[aria-pressed]:has(img)").all()[:count]:
            photo.click()
        if then:
            press(then)(page)

    return choose


def in_lightbox(number: int, name: str) -> Gesture:
    """Enlarges a photo and presses a button there."""

    def press_there(page: Page) -> None:
        page.get_by_role("button", name=f"Open Photo {number}").click()
        page.get_by_role("button", name=name).click()
        page.get_by_role("dialog", name=name).wait_for()

    return press_there


def foresee_import(page: Page) -> None:
    """Looks through a file of customers before it is imported."""
    rows = ["Email,Full name,Company,Phone", "zoe.park@homes.example,Zoe Park,Pier Homes,+1 207 555 0177"]
    rows += ["robin.vale@homes.example,Robin Vale,Pier Homes,", "not an address,Somebody,,"]
    page.get_by_label("Or paste its text").fill("\n".join(rows))
    page.get_by_role("button", name="Look through it").click()
    page.get_by_text("left out").first.wait_for()


def leave_unsaved(page: Page) -> None:
    page.get_by_role("textbox", name="Text").fill("Harbor & Pine 2027")
    page.get_by_role("link", name="Orders").first.click()
    page.get_by_role("dialog").wait_for()


def hold(path: str) -> Gesture:
    """Keeps the answers of this address until `let_go`."""
    return lambda page: page.route(f"**{path}", lambda route: _held.append(route))


def let_go() -> None:
    """Ends what `hold` kept: a page that is closed with open requests leaves Playwright complaining."""
    while _held:
        _held.pop().abort()


def cut(path: str) -> Gesture:
    """Breaks the connection to this address."""
    return lambda page: page.route(f"**{path}", lambda route: route.abort())


def empty(*paths: str) -> Gesture:
    """Lists at these addresses hold nothing yet."""

    def answer(page: Page) -> None:
        for path in paths:
            page.route(f"**{path}", lambda route: route.fulfill(json=NOTHING))

    return answer


def answered(answers: Mapping[str, Any]) -> Gesture:
    """These addresses answer so."""

    def answer(page: Page) -> None:
        for path, body in answers.items():
            _answer(page, path, body)

    return answer


def _answer(page: Page, path: str, body: Any) -> None:
    page.route(f"**{path}", lambda route: route.fulfill(json=body))


def skeleton(page: Page) -> None:
    """What stands there while an answer is awaited, once it has faded in."""
    page.locator("#content .late").first.wait_for(state="attached")
    page.wait_for_timeout(600)


def failure(page: Page) -> None:
    """The page has asked again and given up."""
    page.get_by_role("alert").first.wait_for()


def fill_property(page: Page) -> None:
    """Step 1, from which the next pictures go on: the draft stays in this browser."""
    for label, text in {
        "Street and number": "21 Gull Rock Road",
        "City": "Kennebunk",
        "State or region": "ME",
        "Postal code": "04043",
        "Size in square feet": "2,400",
    }.items():
        page.get_by_label(label).fill(text)


def choose_products(page: Page) -> None:
    page.get_by_text("Signature listing").click()
    page.get_by_role("group", name="Twilight exteriors").get_by_role("button", name="Add").click()
    page.locator("aside").get_by_text("Twilight exteriors").wait_for()
