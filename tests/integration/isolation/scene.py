"""One business full of canaries: every kind of thing that a person of it can own, with a word that stands nowhere else."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.client import BaseClient

from accounts import customers_api, people_api, team_api
from accounts.business import Business
from tests.building import Person, a_business, a_customer, a_staff_member, all_items, signed_in
from tests.gateway import gateway
from tests.integration.media.doors import Visitor, learned
from tests.integration.media.life import ADDRESS, Life, an_accepted_order, deliver, ok, photos, upload

TABLES = ("people", "orders", "listings", "events")


@dataclass(frozen=True, slots=True)
class House:
    """A business with its people and a delivered order; `word` stands in all that they wrote."""

    business: Business
    word: str
    owner: Person
    customer: Person
    life: Life
    guest: Life
    facts: Mapping[str, list[Any]]

    def private_items(self) -> dict[tuple[str, str, str], Any]:
        """All that belongs to these people and their orders, by table and key."""
        mine = [self.customer.account_id, self.owner.account_id, self.customer.customer_id]
        mine += [one for life in (self.life, self.guest) for one in (life.order_id, life.listing_id)]
        return {
            (table, item["pk"], item["sk"]): item
            for table in TABLES
            for item in all_items(table)
            if self.word in repr(item).lower() or any(one in item["pk"] + item["sk"] for one in mine)
        }


def a_house(word: str) -> House:
    """A new business in which `word` is part of every name, address, note and file."""
    business = a_business()
    customer = a_customer(business, f"{word}@example.test", name=f"Ada {word.title()}", phone="+1 207 555 0199")
    owner = a_staff_member(business, "owner", name=f"Olive {word.title()}", email=f"owner.{word}@example.test")
    said = {
        "address": {**ADDRESS, "line1": f"12 {word.title()} Lane"},
        "access_notes": f"The key lies under the {word}",
    }
    contact = {"name": f"Jo {word.title()}", "phone": "+1 207 555 0110"}
    life = an_accepted_order(business, person=customer, contact={**contact, "email": None}, **said)
    guest = an_accepted_order(business, guest=True, contact={**contact, "email": f"guest.{word}@example.test"}, **said)
    for one in (life, guest):
        one.staff = signed_in(gateway, business, owner)
    told = [*_furnished(life, word), *_furnished(guest, word)]
    of_customer = life.customer.using(team_api.handler)
    told.append(ok(of_customer.post("/api/teams", {"name": f"{word.title()} Realty"})))
    invitation = {"email": f"new.{word}@example.test", "role": "photographer"}
    told.append(ok(life.staff.using(people_api.handler).post("/api/staff/invitations", invitation)))
    recipient = {"email": f"seller.{word}@example.test", "role": "seller"}
    told.append(ok(life.customer.using(people_api.handler).post("/api/account/recipients", recipient)))
    notes = f"/api/customers/{customer.customer_id}/notes"
    told.append(ok(life.staff.using(customers_api.handler).post(notes, {"text": f"Likes {word} in twilight"})))
    facts = _facts(told, life, owner, customer)
    facts["order_for"] = [customer.customer_id]
    facts["token"] = [guest.private_url.rpartition("/")[2]]
    return House(business, word, owner, customer, life, guest, facts)


def _furnished(life: Life, word: str) -> Iterator[dict[str, Any]]:
    """A delivered photo, a link, an upload under way, and what the customer adds to them."""
    ((name, data),) = photos(1).items()
    asset_id = upload(life, {f"{word}-{name}": data})[f"{word}-{name}"]
    ok(life.staff.patch(f"{life.path}/assets/{asset_id}", {"caption": f"The {word}'s room"}))
    tour = {"order_id": life.order_id, "kind": "tour", "title": f"{word} walk", "url": f"https://{word}.example/"}
    yield ok(life.staff.post(f"{life.path}/links", tour))
    yield {"delivery_id": deliver(life), "asset_id": asset_id}
    begun = {"order_id": life.order_id, "files": [{"name": f"{word}-next.jpg", "bytes": 9_000_000}]}
    yield ok(life.staff.post(f"{life.path}/uploads", begun))
    if life.private_url:
        return
    pin = {"asset_id": asset_id, "x": 500, "y": 500, "reason": "color", "text": f"The {word} looks green"}
    yield ok(life.customer.post(f"{life.path}/revisions", pin, key=str(uuid.uuid4())))
    yield ok(life.customer.post(f"{life.path}/shares", {"days": 7, "note": f"For {word}"}))


def _facts(told: list[dict[str, Any]], life: Life, *people: Person) -> dict[str, list[Any]]:
    """The ids of everything here, as the business's own people are told them by every list and page there is."""
    facts: dict[str, list[Any]] = {}
    for answer in told:
        learned(answer, facts)
    for person in people:
        facts.setdefault("account_id", []).append(person.account_id)
        reader = Visitor("its own people", signed_in(gateway, life.business, person))
        reader.read(facts)
        for answer in reader.answers:
            if answer.headers.get("content-type", "").startswith("application/json"):
                learned(answer.json, facts)
    return facts


@contextmanager
def keys_within(business_id: str, complaints: list[str]) -> Iterator[None]:
    """Inside, every key that reaches DynamoDB begins with this business, and names no other (product 2.7).

    Whose a host is, is the one thing that all businesses share.
    """
    emit = BaseClient._emit_api_params

    def looked_at(self: Any, api_params: dict[str, Any], operation_model: Any, context: Any) -> Any:
        if self.meta.service_model.service_name == "dynamodb":
            named = set(re.findall(r"biz_\w{26}", repr(api_params)))
            begins = all(pk.startswith((business_id, "host#")) for pk in _partitions(api_params))
            if named - {business_id} or not begins:
                complaints.append(f"{operation_model.name} left its business: {api_params}")
        return emit(self, api_params, operation_model, context)

    BaseClient._emit_api_params = looked_at  # type: ignore[method-assign]
    try:
        yield
    finally:
        BaseClient._emit_api_params = emit  # type: ignore[method-assign]


def _partitions(params: Any) -> Iterator[str]:
    """The partition of each key in a request."""
    if isinstance(params, dict):
        if isinstance(params.get("pk"), dict):
            yield params["pk"]["S"]
        for value in params.values():
            yield from _partitions(value)
    elif isinstance(params, list):
        for value in params:
            yield from _partitions(value)
