"""Every door while locked (product 5): canaries, all routes, pages, mails and links, and not one clean pixel or page.

What is clean is judged by pixels and bytes, never by what a path is called. The routes are read from docs/openapi.json
and the template, so a new one is walked from the day it exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from accounts.business import Business
from latchkey import keys
from latchkey.clients import client
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.writes import Update
from mail import send
from media import signing, store, writes
from media.access import locked
from media.lock import new_terms, terms_of
from tests.building import a_business, a_customer, all_items, anonymous, as_staff, sent_mails, signed_in, stream_records
from tests.gateway import gateway
from tests.integration.media.canary import Canary, Film, Paper, Plan, Speech
from tests.integration.media.doors import Route, Visitor, all_routes, learned, routes_to_pictures
from tests.integration.media.edge_eyes import Edge
from tests.integration.media.filming import give_captions
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    deliver,
    media_bytes,
    media_keys,
    ok,
    pay,
    send_poster,
    take_back,
    upload,
)
from tests.integration.media.test_replacing import give
from tests.integration.payments.paying import a_stripe

GONE = signing.COOKIES_LAST.total_seconds() + 1
# What bodies and addresses hold that is no id; tokens and ids come from the scene itself.
WORDS = {
    "size": ["small", "large"],
    "email": ["somebody@example.test"],
    "sha256": ["0" * 64],
    "etag": ["abc"],
    "language": ["en"],
    "file": ["page.css"],
    "position": [1],
    "mail": ["listing_delivered"],
    "order_for": [""],  # whoever orders
}


SIGNED_BY_STRIPE = {("POST", "/webhooks/stripe"), ("POST", "/webhooks/stripe-connect")}
# Everybody but another business has the links, and a link shows what its sharer may see.
MAY_SEE = {
    "the customer",
    "staff looking as the customer",
    "another customer who has the links",
    "anybody who has the links",
    "whoever reads the mails",
}


@pytest.fixture(autouse=True)
def _stripe(cloud: None) -> Iterator[None]:
    with a_stripe():
        yield


@dataclass
class Studio:
    """A customer's listing and a guest's, each with canaries on it; `canaries` are those that are locked now."""

    customer: Life
    guest: Life
    canaries: list[Canary]
    locked_orders: list[tuple[Life, str]]
    unmarked_to: int = 0

    @property
    def business(self) -> Business:
        return self.customer.business

    def visit(self, routes: Iterable[Route] | None = None) -> list[Visitor]:
        """Everybody who is not the studio itself tries every door there is."""
        shares = [ok(who.post(f"{self.customer.path}/shares", {"days": 7}))["url"].rpartition("/")[2]
                  for who in (self.customer.customer, self.customer.staff)]  # fmt: skip
        facts = self._facts([*shares, self.guest.private_url.rpartition("/")[2]])
        as_customer = replace_headers(self.customer, self.customer.workspace()["view_as"]["customer_id"])
        other = a_business()
        visitors = [
            Visitor("anybody who has the links", anonymous(gateway, self.business), is_known=False),
            Visitor("another customer who has the links", signed_in(gateway, self.business, a_customer(self.business))),
            Visitor("another business", as_staff(gateway, other)),
            Visitor("staff looking as the customer", as_customer),
            Visitor("the customer", self.customer.customer),
        ]
        for visitor in visitors:
            visitor.walk(facts, routes)
        return [*visitors, self._reader_of_mails()]

    def _facts(self, tokens: list[str]) -> dict[str, list[Any]]:
        """What can be known about these listings: all that the studio itself is told, and the secrets of the links."""
        facts: dict[str, list[Any]] = {**WORDS, "token": tokens}
        for life in (self.customer, self.guest):
            for answer in (life.workspace(), ok(life.staff.get(f"{life.path}/shares")), ok(life.staff.get(life.path))):
                learned(answer, facts)
        facts["product_id"] = [item["product_id"] for item in all_items("orders") if "product_id" in item][:1]
        facts["upload_id"] = [f"upl_{asset_id[4:]}" for asset_id in facts["asset_id"][:1]]
        for name, prefix in (
            ("revision_id", "rev"),
            ("account_id", "acc"),
            ("invitation_id", "inv"),
            ("note_id", "not"),
            ("recipient_id", "rcp"),
            ("team_id", "tem"),
        ):
            facts.setdefault(name, [f"{prefix}_{26 * '0'}"])
        facts.setdefault("session_id", [32 * "0"])
        return facts

    def _reader_of_mails(self) -> Visitor:
        while (records := stream_records("mail"))["Records"]:
            assert send.handler(records, None) == {"batchItemFailures": []}
        reader = Visitor("whoever reads the mails", anonymous(gateway, self.business), is_known=False)
        for letter in sent_mails():
            reader.hear(str(letter.body))
        reader.follow_all()
        return reader

    def leaks(self, visitors: Iterable[Visitor], after: float = 0, *, named: bool = True) -> set[str]:
        """Who got hold of which clean canary, in words."""
        edge, paths = Edge(self.customer), ["/" + key for key in media_keys()]
        found = set()
        for visitor in visitors:
            reached = set(visitor.opens(edge, paths, after)) | (visitor.named() & set(paths) if named else set())
            found |= {f"{visitor.name}: {told}" for path in reached if (told := self._shown_by(media_bytes(path)))}
            texts = [answer.text for answer in visitor.answers] if named else []
            found |= {
                f"{visitor.name}, in an answer: {told}"
                for canary in self.canaries for text in texts if (told := canary.shown_by_text(text))
            }  # fmt: skip
            found |= {f"{visitor.name}: a link into a bucket, {url}" for url in visitor.bucket_links()}
        return found

    def public_leaks(self) -> list[str]:
        """What lies where everybody may read."""
        bucket, s3 = settings().portal_bucket, client("s3")
        items = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        return [
            item["Key"]
            for item in items
            if self._shown_by(s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read())
        ]

    def _shown_by(self, data: bytes) -> str:
        return next(filter(None, (one.shown_by(data, unmarked_to=self.unmarked_to) for one in self.canaries)), "")

    def is_locked(self) -> bool:
        for life, order_id in self.locked_orders:
            lock = store.lock(self.business.business_id, life.listing_id)
            assert lock is not None
            if not locked(terms_of(lock, order_id, {})):
                return False
        return True


def replace_headers(life: Life, customer_id: str) -> Any:
    return replace(life.staff, headers={"x-latchkey-view-as": customer_id})


# The scenes ----------------------------------------------------------------------------------------------------------
def delivered(business: Business, **switches: Any) -> Studio:
    canaries, plans, papers = [Canary(0), Canary(1)], [Plan(3), Plan(4)], [Paper(0), Paper(1)]
    films, speeches = [Film(0), Film(1)], [Speech(0), Speech(1)]
    customer, guest = an_accepted_order(business), an_accepted_order(business, guest=True)
    for place, life in enumerate((customer, guest)):
        canary, plan, paper, film = canaries[place], plans[place], papers[place], films[place]
        files = {"canary.jpg": canary.file, "floor plan.jpg": plan.file, "canary.pdf": paper.file}
        ids = upload(life, {**files, "canary.mp4": film.file})
        send_poster(life, ids["canary.mp4"], canary.file)
        give_captions(life, ids["canary.mp4"], speeches[place].file)
        tour = {"order_id": life.order_id, "kind": "tour", "title": "Walk", "url": "https://tours.example/canary"}
        ok(life.staff.post(f"{life.path}/links", tour))
        deliver(life, **switches)
    return Studio(
        customer,
        guest,
        [*canaries, *plans, *papers, *films, *speeches],
        [(customer, customer.order_id), (guest, guest.order_id)],
    )


def before_payment(business: Business) -> Studio:
    return delivered(business)


def without_watermark(business: Business) -> Studio:
    studio = delivered(business, watermark=False)
    studio.unmarked_to = 800
    return studio


def paid(business: Business) -> Studio:
    studio = delivered(business)
    for life in (studio.customer, studio.guest):
        pay(life)
    return studio


def after_an_override(business: Business) -> Studio:
    studio = paid(business)
    for life in (studio.customer, studio.guest):
        commit([writes.set_override(business.business_id, life.listing_id, life.order_id, "locked")])
    return studio


def beside_a_paid_order(business: Business) -> Studio:
    """A second, unpaid order on the listing of a paid one; the guest's is unpaid as before."""
    studio = delivered(business)
    first = studio.customer
    pay(first)
    second = an_accepted_order(business)
    lock = store.lock(business.business_id, second.listing_id)
    assert lock is not None
    entry = new_terms(1099, lock["orders"][second.order_id]["due"], "unpaid")
    commit([
        Update("listings", keys.lock(business.business_id, first.listing_id), {f"orders.{second.order_id}": entry}),
        Update("orders", keys.order(business.business_id, second.order_id), {"listing_id": first.listing_id}),
    ])  # fmt: skip
    add_on = replace(first, order_id=second.order_id)
    canary, paper, film, speech = Canary(2), Paper(2), Film(2), Speech(2)
    ids = upload(add_on, {"add-on.jpg": canary.file, "add-on.pdf": paper.file, "add-on.mp4": film.file})
    send_poster(add_on, ids["add-on.mp4"], canary.file)
    give_captions(add_on, ids["add-on.mp4"], speech.file)
    deliver(add_on)
    studio.canaries = [canary, paper, film, speech, *studio.canaries[1::2]]
    studio.locked_orders = [(first, second.order_id), studio.locked_orders[1]]
    return studio


def with_replaced_photos(business: Business) -> Studio:
    """One file was replaced and delivered, the next waits in its place: each is as locked as the first."""
    studio = delivered(business)
    life = studio.customer
    asset_id = life.listing()["assets"][0]["asset_id"]
    shown, waiting = Canary(5), Canary(2)
    give(life, asset_id, ("brighter.jpg", shown.file))
    deliver(life)
    give(life, asset_id, ("straight.jpg", waiting.file))
    studio.canaries += [shown, waiting]
    return studio


SCENES = (before_payment, without_watermark, after_an_override, beside_a_paid_order, with_replaced_photos)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_no_door_hands_out_a_clean_pixel_while_locked(scene: Callable[[Business], Studio], business: Business) -> None:
    nothing_leaks(scene(business), all_routes() if scene is before_payment else routes_to_pictures())


def test_a_reversal_locks_every_door_that_was_open_and_the_walk_knows_open_doors(business: Business) -> None:
    """Once paid, the walk must catch clean pixels with all who may have them, else it would prove nothing."""
    studio = paid(business)
    before = studio.visit()
    told = studio.leaks(before)
    assert {one.partition(",")[0].partition(":")[0] for one in told} == MAY_SEE
    for kind in (
        "bytes of the original",
        "bytes of the floor plan",
        "words of the document",
        "frames of the video",
        "words of the captions",
        "clean pixels, 1700 x 1134",
        "clean pixels, 400 x 267",
    ):
        assert kind in " ".join(told)
    for life in (studio.customer, studio.guest):
        take_back(life)
    nothing_leaks(studio, all_routes())
    assert studio.leaks(before, GONE, named=False) == set(), "what was given out before outlives its minutes"


def nothing_leaks(studio: Studio, routes: Iterable[Route]) -> None:
    assert studio.is_locked()
    visitors = studio.visit(routes)
    assert studio.is_locked(), "the walk itself unlocked something"
    assert studio.leaks(visitors) == set()
    assert studio.public_leaks() == []
    assert kept_by_a_cache(visitors) == set()
    every_route_was_asked(routes, visitors)


def every_route_was_asked(routes: Iterable[Route], visitors: Iterable[Visitor]) -> None:
    """And with something that it can answer: an answer about a malformed body proves nothing."""
    asked: dict[tuple[str, str], set[int]] = {}
    for visitor in visitors:
        for route, statuses in visitor.statuses.items():
            asked.setdefault(route, set()).update(statuses)
    assert {(route.method, route.path) for route in routes} <= set(asked)
    malformed = {route for route, statuses in asked.items() if statuses <= {400, 415, 422}}
    assert malformed <= SIGNED_BY_STRIPE


def kept_by_a_cache(visitors: Iterable[Visitor]) -> set[str]:
    """Answers that name a picture and that a browser or the edge may show again after a lock."""
    return {
        answer.headers.get("cache-control", "nothing said")
        for visitor in visitors for answer in visitor.answers
        if answer.headers and "/media/" in answer.text + answer.headers.get("location", "")
        and answer.headers.get("cache-control") != "no-store"
    }  # fmt: skip
