"""What people do in a run: book, accept, cancel, look, pay in a tab, come back; they press again when a page says sorry."""

from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

import orders.api
import payments.api
from latchkey import keys, private_links
from latchkey.clock import utc_now
from latchkey.conditions import attribute
from latchkey.errors import LatchkeyError
from latchkey.money import Money
from latchkey.tables import commit, read
from latchkey.writes import Update, Write
from local.stripe_stand_in.problems import StripeRefusal
from mail import send
from media import writes as media_writes
from payments import writes as payments_writes
from tests.building import Answer, stream_records
from tests.sim.lambdas import CrashedError, invoke
from tests.sim.world import Shop, World

BOOKING = {
    "square_feet": 1800,
    "lines": [{"product_id": "prd_" + "0" * 26, "quantity": 1}],
    "address": {"line1": "12 Harbor Lane", "city": "Portland", "region": "ME", "postal_code": "04101"},
    "contact": {"name": "Ada Lane", "phone": "+1 207 555 0100", "email": "agent@harbor.test"},
}
_VISITS = 6


def place(world: World, shop: Shop, *, guest: bool = False) -> str:
    """An order, by the form; its id. The guest types the customer's own address, so that both doors lead to the order."""
    browser = world.browser(orders.api, shop, None if guest else shop.customer)
    key = f"form-{shop.business.host}-{world.scheduler.steps}-{guest}"
    answer = world.until_answered(lambda: browser.post("/api/orders", BOOKING, key=key))
    assert answer.status == 201, answer.text
    return str(answer.json["order_id"])


def accept(world: World, shop: Shop, order_id: str) -> Answer:
    """Staff accept, with the version they see; the same press goes out again when no answer came."""
    browser = world.browser(orders.api, shop, shop.staff)
    seen = world.until_answered(lambda: browser.get(f"/api/orders/{order_id}"))
    body = {"version": seen.json["version"]}
    answer = world.until_answered(
        lambda: browser.post(f"/api/orders/{order_id}/acceptance", body, key=f"accept-{order_id}")
    )
    assert answer.status == 200, f"{answer.status} {answer.text}"
    return answer


def cancel(world: World, shop: Shop, order_id: str) -> Answer:
    """Staff cancel with a reason; a refusal is an answer too."""
    browser = world.browser(orders.api, shop, shop.staff)
    seen = world.until_answered(lambda: browser.get(f"/api/orders/{order_id}"))
    body = {"version": seen.json["version"], "reason": "The seller changed their mind."}
    return world.until_answered(
        lambda: browser.post(f"/api/orders/{order_id}/cancellation", body, key=f"cancel-{order_id}")
    )


def edit_price(world: World, shop: Shop, order_id: str, change: int) -> None:
    """The price moves under an open page, as an edit of the order would do it: ledger and lock in one step."""

    def edit(_: dict[str, Any], __: Any) -> None:
        for _attempt in range(_VISITS):
            with suppress(payments_writes.LedgerMovedError):
                commit(_edited(shop, order_id, change))
                break

    with suppress(CrashedError, LatchkeyError, ClientError):  # then the price stays, or has changed unseen
        invoke(world.scheduler, "edit", edit, {})


def _edited(shop: Shop, order_id: str, change: int) -> list[Write]:
    item = read("orders", keys.order(shop.business_id, order_id))
    assert item is not None
    after, writes = payments_writes.post_adjustment(
        shop.business_id, order_id, item["ledger"], Money(change, "USD"), at=utc_now(), reason="edit"
    )
    if not item.get("listing_id"):
        return writes
    place = shop.business_id, item["listing_id"], order_id
    return [*writes, media_writes.lock_due(*place, due=after["due"], payment_state=after["payment_state"])]


def pay(
    world: World, shop: Shop, order_id: str, *, guest: bool = False, comes_back: bool = True, patience: int = _VISITS
) -> None:
    """A tab: press Pay, pay on Stripe's page, come back. Whoever finds the page closed presses Pay again."""
    tab = Tab(world, shop, order_id, guest)
    for _ in range(patience):
        url = tab.open_page()
        if url is None:
            return
        world.scheduler.sleep(world.random.choice((0.0, 0.0, 0.5, 20.0)))
        if tab.pay_at(url):
            if comes_back:
                world.scheduler.sleep(world.random.choice((0.0, 0.3)))
                tab.come_back()
            return


class Tab:
    """One browser tab of the payer, at the customer's door or the guest's."""

    def __init__(self, world: World, shop: Shop, order_id: str, guest: bool) -> None:
        self._world = world
        self._order_id = order_id
        self._guest = guest
        self._token = private_links.secret_of(shop.business_id, order_id) if guest else ""
        self._browser = world.browser(payments.api, shop, None if guest else shop.customer)

    def open_page(self) -> str | None:
        """The address of the page to pay at; None when there is nothing to pay, or Pay stays off."""
        answer = self._world.until_answered(lambda: self._ask("checkout"))
        if answer.status != 200:
            return None
        url = str(answer.json["checkout_url"])
        self._world.judge.given.setdefault(self._order_id, set()).add(url)
        self._world.judge.after_step()
        return url

    def pay_at(self, url: str, card: str | None = "4242424242424242") -> bool:
        """Whether the payment went through (no card: a bank debit began); False when the page is not open any more."""
        self._world.scheduler.switch("pays at Stripe")
        try:
            self._world.stand_in.pay(url.rsplit("/", 1)[1], card)
        except StripeRefusal:
            return False
        self._world.judge.after_step()
        return True

    def come_back(self) -> Answer:
        return self._world.until_answered(lambda: self._ask("payment-confirmation"))

    def _ask(self, what: str) -> Answer:
        if self._guest:
            return self._browser.post(f"/api/guest/{what}", {"token": self._token})
        return self._browser.post(f"/api/orders/{self._order_id}/{what}", {})


def deliver_at_once(shop: Shop, order_id: str) -> None:
    """A delivered, locked listing without its machine, for runs that are about money alone."""
    item = read("orders", keys.order(shop.business_id, order_id))
    assert item is not None
    place = f"orders.{order_id}"
    changes = {f"{place}.delivered": True, f"{place}.collection": True}
    key = keys.lock(shop.business_id, item["listing_id"])
    commit([Update("listings", key, changes, add={"version": 1}, condition=attribute(place).exists())])


def issue_invoice(shop: Shop, order_id: str) -> None:
    """What delivering does to the order's money, at once."""
    item = read("orders", keys.order(shop.business_id, order_id))
    assert item is not None
    issued = payments_writes.issue_invoice(
        shop.business_id, order_id, item["ledger"], None, at=utc_now(), currency="USD", bill_to={}, lines=[]
    )
    commit(issued)


def mails_have_left() -> None:
    """What was told so far has been sent."""
    send.handler(stream_records("mail"), None)
