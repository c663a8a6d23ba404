"""One whole Latchkey for a pytest run: a private local cloud with the demo's businesses and prices, people to walk it.

Every test makes the people and orders that it needs, so that no test leans on another's; listings are made over HTTP by
the same steps as the demo's.
"""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.cloud import Cloud
from local.demo import flows
from local.demo.businesses import HARBOR, PASSWORD, DemoBusiness
from local.demo.flows import Photo
from local.demo.person import Person, until
from local.places import ROOT


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing with its one order and the customer whose it is."""

    customer: Person
    order_id: str
    listing_id: str
    photos: list[Photo]

    @property
    def path(self) -> str:
        return f"/listings/{self.listing_id}"


@dataclass(slots=True)
class Running:
    """The cloud, and doors to it; `business` is the one whose host is visited."""

    cloud: Cloud
    business: DemoBusiness = HARBOR
    signed_in: dict[str, Person] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return self.cloud.origin(self.business.label)

    def person(self, business: DemoBusiness | None = None) -> Person:
        """Somebody who never was here."""
        return self.person_at((business or self.business).label)

    def person_at(self, label: str) -> Person:
        """The same on any host of the platform."""
        return Person(f"{label}.localhost", self.cloud.ports.edge)

    def staff(self, business: DemoBusiness | None = None) -> Person:
        """The owner, signed in once for all tests."""
        at = business or self.business
        return self._known(at, at.owner_email)

    def regular(self, business: DemoBusiness | None = None) -> Person:
        """The demo's customer, who may have any number of orders, signed in once for all tests."""
        at = business or self.business
        return self._known(at, at.customer_email)

    def _known(self, business: DemoBusiness, email: str) -> Person:
        if email not in self.signed_in:
            person = self.person(business)
            person.sign_in(email, PASSWORD)
            self.signed_in[email] = person
        return self.signed_in[email]

    def customer(self) -> Person:
        """Somebody new who has just typed the mailed code."""
        person, email = self.person(), new_address()
        person.post("/api/auth/sign-ups", {"email": email, "password": PASSWORD}, expect=202)
        person.post("/api/auth/codes/verification", {"code": self.code_for(email)})
        return person

    def mail_to(self, address: str, holding: str = "", seconds: float = 60) -> dict[str, Any]:
        """The newest mail to `address` whose subject or text holds the words, once it is there."""

        def look() -> dict[str, Any] | None:
            mails = [mail for mail in self.cloud.mailbox() if address in mail["to"]]
            return next((mail for mail in reversed(mails) if holding in mail["subject"] + mail["text"]), None)

        return until(look, seconds=seconds, what=f"a mail to {address} with {holding!r}")

    def check_links(self) -> None:
        """The schedule's next turn at links, which would come within a minute."""
        self.invoke("LinkChecks")

    def invoke(self, function: str) -> None:
        """A schedule's next turn."""
        alias = f"{self.cloud.resources[function]}:live"
        answer = self.cloud.client("lambda").invoke(FunctionName=alias, Payload=b"{}")
        assert "FunctionError" not in answer, answer["Payload"].read()

    @contextmanager
    def changed(self, function: str, **variables: str) -> Iterator[None]:
        """Another environment for a function, as a deployment with other parameters would give it."""
        aws, name = self.cloud.client("lambda"), self.cloud.resources[function]
        before = aws.get_alias(FunctionName=name, Name="live")["FunctionVersion"]
        present = aws.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        aws.update_function_configuration(FunctionName=name, Environment={"Variables": {**present, **variables}})
        version = aws.publish_version(FunctionName=name)["Version"]
        aws.update_alias(FunctionName=name, Name="live", FunctionVersion=version)
        try:
            yield
        finally:
            aws.update_function_configuration(FunctionName=name, Environment={"Variables": present})
            aws.update_alias(FunctionName=name, Name="live", FunctionVersion=before)

    def code_for(self, address: str) -> str:
        """The six digits of the newest mail to `address`."""
        found = re.search(r"\b\d{6}\b", self.mail_to(address, "code")["text"])
        assert found, "the mail holds a code"
        return found.group()

    def order(self, customer: Person, **wanted: Any) -> str:
        """An order that waits for an answer; its id."""
        placed = flows.place_order(customer, **{"name": "Casey Brooks", "package": 1, **wanted})
        return str(placed["order_id"])

    def listing(self, customer: Person, photos: int = 3, **wanted: Any) -> Listing:
        """An accepted order's listing with photos ready to be delivered."""
        order_id, files, staff = self.order(customer, **wanted), flows.shoot(photos), self.staff()
        listing_id = flows.accept(staff, order_id)["listing"]["listing_id"]
        refused = flows.upload(staff, listing_id, order_id, files)
        workspace = flows.wait_for_renditions(staff, listing_id)
        assert not refused
        assert all(asset["state"] == "ready" for asset in workspace["assets"])
        return Listing(customer, order_id, listing_id, files)

    def delivered(self, customer: Person, photos: int = 3, **wanted: Any) -> Listing:
        """A listing that is delivered and locked until it is paid."""
        listing = self.listing(customer, photos, **wanted)
        flows.deliver(self.staff(), listing.listing_id, listing.order_id)
        return listing

    def paid(self, customer: Person, photos: int = 3, **wanted: Any) -> Listing:
        """A listing that is delivered, paid and unlocked."""
        listing = self.delivered(customer, photos, **wanted)
        page = flows.checkout(customer, listing.order_id)["checkout_url"]
        flows.pay(page, email="casey@agents.example", name="Casey Brooks")
        customer.post(f"/api/orders/{listing.order_id}/payment-confirmation")
        flows.unlocked(customer, listing.listing_id)
        return listing


def new_address() -> str:
    """An e-mail address that nobody has."""
    return f"casey.{secrets.token_hex(4)}@agents.example"


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """A private cloud in `folder` with the businesses; nothing of it reaches this process's environment."""
    with Cloud.start(folder) as cloud:
        environment = {**os.environ, **cloud.environment()}
        seed = [sys.executable, "-c", "from local.demo.seed import businesses; businesses()"]
        subprocess.run(seed, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        yield Running(cloud)
