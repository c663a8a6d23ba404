"""Nobody reaches what is not theirs (product 2.7, guarantees 1): every operation x every kind of outsider.

Each operation is asked twice: about a thing of somebody else, and about one that never was. Both answers are the same to
the byte, name no word of the owner's, and leave everything of the owner's as it is. Operations come from docs/openapi.json.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import StringIO
from typing import Any

import pytest

from latchkey import keys
from latchkey.clock import rfc3339, utc_now
from latchkey.ids import new_id, new_secret
from latchkey.tables import commit
from latchkey.writes import Update
from tests.browsing import Answer, Browser
from tests.building import Person, a_customer, a_staff_member, anonymous, sent_mails, signed_in
from tests.gateway import gateway
from tests.integration.isolation.scene import House, a_house, keys_within
from tests.integration.media.doors import Facts, Route, all_routes, requests_of
from tests.integration.media.life import an_accepted_order
from tests.integration.payments.paying import a_stripe

# What bodies and addresses hold that is no id.
WORDS: dict[str, list[Any]] = {
    "size": ["small"], "email": ["somebody@example.test"], "sha256": ["0" * 64], "etag": ["abc"], "language": ["en"],
    "file": ["page.css"], "position": [1], "mail": ["listing_delivered"],
}  # fmt: skip
BOTH = {"order_id", "listing_id"}  # the customer's and the guest's
_SHAPE = re.compile(r"([a-z]{3})_[0-9A-Z]{26}")


@pytest.fixture(autouse=True)
def _stripe(cloud: None) -> Iterator[None]:
    with a_stripe():
        yield


@dataclass
class Outsider:
    """Somebody who knows ids of `house` (never its secrets), and has `own` things to mix them with."""

    name: str
    browser: Browser
    house: House
    own: Facts = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    asked: int = 0

    def walk(self) -> None:
        """Every operation, about foreign things and about missing ones."""
        foreign = {name: values[: 2 if name in BOTH else 1] for name, values in self.house.facts.items()}
        if self.browser.business == self.house.business:
            # A link of this host opens for whoever has it, and the price list is everybody's.
            foreign |= {"token": [new_secret()], "product_id": [new_id("prd", utc_now())]}
        missing = {name: [twin(value) for value in values] for name, values in foreign.items()}
        before = self.house.private_items()
        with keys_within(self.browser.business.business_id, self.complaints):
            for route in all_routes():
                self._compare(route, foreign, missing)
        if self.house.private_items() != before:
            self.complaints.append("something of theirs has changed")

    def _compare(self, route: Route, foreign: Facts, missing: Facts) -> None:
        of_them, of_nobody = (requests_of(route, self._with_own(facts)) for facts in (foreign, missing))
        for (path, body), (other_path, other_body) in zip(of_them, of_nobody, strict=True):
            answer = self._ask(route, path, body)
            if self.house.word in (answer.text + repr(answer.headers)).lower():
                self.complaints.append(f"{route.method} {path} tells about them: {answer.text[:300]}")
            if (path, body) != (other_path, other_body):
                control = self._ask(route, other_path, other_body)
                if seen(answer) != seen(control):
                    told = f"{answer.status} {answer.text[:120]} but {control.status} {control.text[:120]}"
                    self.complaints.append(f"{route.method} {path} {str(body)[:200]}: {told}")

    def _with_own(self, facts: Facts) -> dict[str, list[Any]]:
        return {**WORDS, **{name: [*values, *self.own.get(name, ())] for name, values in facts.items()}}

    def _ask(self, route: Route, path: str, body: Any) -> Answer:
        self.asked += 1
        browser = self.browser.using(route.handler)
        browser.cookies = dict(self.browser.cookies)  # an answer that signs out ends no walk
        browser.source_ip = f"198.51.{self.asked // 250 % 250}.{self.asked % 250}"  # limits are other tests' subject
        headers = {"idempotency-key": str(uuid.uuid4())} if route.method == "POST" else {}
        return browser.send(route.method, path, body, headers=headers)


def seen(answer: Answer) -> tuple[Any, ...]:
    """All that an answer shows; new secrets in cookies differ by themselves."""
    return answer.status, answer.text, answer.headers, len(answer.set_cookies)


def twin(value: Any) -> Any:
    """Something of the same shape that nothing has."""
    if not isinstance(value, str):
        return value
    shape = _SHAPE.fullmatch(value)
    return new_id(shape[1], utc_now()) if shape else (new_secret() * 2)[: len(value)]


# The outsiders -------------------------------------------------------------------------------------------------------
def neighbours(house: House) -> Iterator[Outsider]:
    """Those on the business's own host."""
    business = house.business
    other = a_customer(business)
    own = an_accepted_order(business, person=other)
    theirs = {"order_id": [own.order_id], "listing_id": [own.listing_id], "order_for": [""]}
    as_other = signed_in(gateway, business, other)
    yield Outsider("another customer", as_other, house, theirs)
    looking = {"x-latchkey-view-as": house.customer.customer_id}
    yield Outsider("another customer who asks to look as this one", replace(as_other, headers=looking), house, theirs)
    yield Outsider("nobody", anonymous(gateway, business), house)
    yield Outsider("a removed owner", signed_in(gateway, business, removed(a_staff_member(business))), house)
    yield Outsider("a removed customer", signed_in(gateway, business, removed(a_customer(business))), house)


def strangers(house: House, other: House) -> Iterator[Outsider]:
    """Those of another business, on its host and on this one."""
    business = other.business
    theirs = {name: values[:1] for name, values in other.facts.items() if name in ("order_id", "listing_id")}
    staff = signed_in(gateway, business, other.owner)
    yield Outsider("an owner elsewhere", staff, house, theirs)
    looking = {"x-latchkey-view-as": house.customer.customer_id}
    yield Outsider("an owner elsewhere who looks as this customer", replace(staff, headers=looking), house, theirs)
    yield Outsider(
        "a photographer elsewhere",
        signed_in(gateway, business, a_staff_member(business, "photographer")),
        house,
        theirs,
    )
    yield Outsider("a customer elsewhere", signed_in(gateway, business, other.customer), house, theirs)
    yield Outsider("nobody elsewhere", anonymous(gateway, business), house)
    yield Outsider("an owner elsewhere on this host", signed_in(gateway, house.business, other.owner), house)


def removed(person: Person) -> Person:
    key = keys.account(person.account.business_id, person.account_id)
    commit([Update("people", key, {"removed_at": rfc3339(utc_now())})])
    return person


def test_nobody_reaches_what_is_not_theirs(log: StringIO, figure: Callable[[str], None]) -> None:
    one, two = a_house("quillfeather"), a_house("brackenmoor")
    every_id_is_known(one)
    outsiders = [*neighbours(one), *strangers(one, two)]
    for outsider in outsiders:
        outsider.walk()
    told = [f"{outsider.name}: {complaint}" for outsider in outsiders for complaint in outsider.complaints]
    assert not told, f"{len(told)} complaints\n" + "\n".join(told[:40])
    for house in (one, two):
        assert house.word not in log.getvalue().lower()
        assert house.word not in repr([mail.__dict__ for mail in sent_mails()]).lower()
    kinds = len({outsider.name for outsider in outsiders})
    requests = sum(outsider.asked for outsider in outsiders)
    figure(f"isolation: {len(all_routes())} operations x {kinds} kinds of outsiders, {requests} requests")


def every_id_is_known(house: House) -> None:
    """The walk would prove nothing about a thing that the scene does not have."""
    names = {name for route in all_routes() for name in re.findall(r"\{(\w+)\}", route.path)}
    assert names - set(house.facts) - set(WORDS) == set(), "add one to the scene"
