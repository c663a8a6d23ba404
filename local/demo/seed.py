"""Fills an empty deployment with the demo: two businesses, their people and prices, and listings in every state.

`python -m local.demo.seed` does it once; a business that is there already is left alone. People's doings go over HTTP
through the edge, so that what the seed shows is what the product does.
"""

import os
from collections.abc import Callable
from datetime import datetime

import httpx

from accounts.account import Account
from accounts.business import Business, Watermark, business_of
from accounts.create_business import Owner, create_business
from accounts.customer import Customer
from accounts.hosting import ensure_claimed
from accounts.palette import palette_of
from accounts.password import hashed
from accounts.writes import customer_record, new_account
from deploy.portal import upload_shells
from latchkey import keys
from latchkey.clients import client
from latchkey.clock import rfc3339, utc_now
from latchkey.ids import new_id
from latchkey.settings import settings
from latchkey.tables import chunks, commit, read
from local.demo import flows
from local.demo.businesses import BUSINESSES, HARBOR, PALETTES, PASSWORD, DemoBusiness, products
from local.demo.person import Person
from local.edge import key_values
from local.places import PORTAL_DIST
from orders.writes import product

ADDRESSES = (
    {"line1": "12 Ocean Drive"},
    {"line1": "480 Harborview Lane", "line2": "Unit 3", "city": "Cape Elizabeth", "postal_code": "04107"},
    {"line1": "27 Birch Hill Road", "city": "Falmouth", "postal_code": "04105"},
    {"line1": "9 Lighthouse Court", "city": "South Portland", "postal_code": "04106"},
    {"line1": "155 Mill Pond Way", "city": "Yarmouth", "postal_code": "04096"},
)


def main() -> None:
    """Seeds what is missing and says so, a line each."""
    businesses()
    port = int(os.environ["LATCHKEY_EDGE_PORT"])
    customer = Person(_home(HARBOR), port)
    customer.sign_in(HARBOR.customer_email, PASSWORD)
    if not customer.get("/api/orders").json["orders"]:
        _shoots(customer, port)


def businesses() -> None:
    """The two businesses with their people, prices, Stripe accounts and hosts."""
    for business in BUSINESSES:
        _on_stripe(business)
        host = host_of(business)
        stored = read("people", keys.business(business.business_id))
        if stored is None:
            _create(business, host, utc_now())
            stored = read("people", keys.business(business.business_id))
            print(f"  created {business.name}", flush=True)
        assert stored is not None
        ensure_claimed(business_of(stored), utc_now())
        publish(business_of(stored))


def host_of(business: DemoBusiness) -> str:
    """The host that the business begins with on this deployment."""
    return f"{business.label}.{os.environ.get('LATCHKEY_DOMAIN', 'localhost')}"


def _home(business: DemoBusiness) -> str:
    """Where the business lives by now: somebody may have moved it."""
    stored = read("people", keys.business(business.business_id))
    assert stored is not None
    return str(stored["host"])


def publish(business: Business) -> None:
    """The host is known at the edge, and its shell carries the brand; the stream says the same a moment later."""
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    key_values.put(endpoint, settings().hosts_store_arn, business.host, business.business_id)
    upload_shells(client("s3"), settings().portal_bucket, PORTAL_DIST, [business])


def _create(business: DemoBusiness, host: str, now: datetime) -> None:
    stored = Business(
        business_id=business.business_id,
        name=business.name,
        host=host,
        currency="USD",
        time_zone="America/New_York",
        locale="en",
        phone=business.phone,
        email=business.email,
        accent=business.accent,
        palette=palette_of(PALETTES[business.accent]),
        watermark=Watermark("text", business.name, 40, "tiled"),
        tax_rate_basis_points=business.tax_rate_basis_points,
        stripe_account=business.stripe_account,
    )
    create_business(stored, Owner(business.owner_email, PASSWORD, business.owner_name), now)
    for batch in chunks(product(business.business_id, one) for one in products(business)):
        commit(batch)
    _customer_with_account(business, now)


def _customer_with_account(business: DemoBusiness, now: datetime) -> None:
    """A customer whose address counts as proven, so that the demo can be signed into at once."""
    at, customer_id = rfc3339(now), new_id("cus", now)
    account = Account(
        business_id=business.business_id,
        account_id=new_id("acc", now),
        email=business.customer_email,
        password_hash=hashed(PASSWORD),
        created_at=at,
        customer_id=customer_id,
        name=business.customer_name,
    )
    record = Customer(
        business.business_id,
        customer_id,
        business.customer_email,
        at,
        business.customer_name,
        None,
        account.account_id,
        at,
    )
    commit([*new_account(account), *customer_record(record)])


def _on_stripe(business: DemoBusiness) -> None:
    """The business's own account at the Stripe stand-in."""
    account = {"id": business.stripe_account, "name": business.name, "primary_color": business.accent}
    url = f"{os.environ['LATCHKEY_STRIPE_URL']}/_stand_in/accounts"
    httpx.post(url, json=account, trust_env=False, timeout=30).raise_for_status()


def _shoots(customer: Person, port: int) -> None:
    """One listing paid, one waiting for payment, one being worked on, and orders that wait for an answer."""
    staff = Person(_home(HARBOR), port)
    staff.sign_in(HARBOR.owner_email, PASSWORD)
    photos = flows.shoot()
    film, poster = flows.film(), photos[3]
    plans: list[tuple[str, list[flows.Photo], Callable[[str, str], None] | None]] = [
        ("paid", [*photos[:9], film], lambda order, listing: _paid(customer, order, listing)),
        ("waiting for payment", [*photos, film], None),
        ("being worked on", photos[5:8], None),
    ]
    for address, (state, files, then) in zip(ADDRESSES, plans, strict=False):
        order = flows.place_order(customer, address=address, name=HARBOR.customer_name, package=1)
        listing_id = flows.accept(staff, order["order_id"])["listing"]["listing_id"]
        flows.upload(staff, listing_id, order["order_id"], files)
        flows.wait_for_renditions(staff, listing_id)
        if film in files:
            flows.give_poster(staff, listing_id, poster)
        if state != "being worked on":
            flows.deliver(staff, listing_id, order["order_id"])
        if then:
            then(order["order_id"], listing_id)
        print(f"  {order['address_line']}: {state}", flush=True)
    for address in ADDRESSES[len(plans) :]:
        order = flows.place_order(customer, address=address, name=HARBOR.customer_name, add_ons=1)
        print(f"  {order['address_line']}: waiting for an answer", flush=True)


def _paid(customer: Person, order_id: str, listing_id: str) -> None:
    page = flows.checkout(customer, order_id)["checkout_url"]
    flows.pay(page, email=HARBOR.customer_email, name=HARBOR.customer_name)
    customer.post(f"/api/orders/{order_id}/payment-confirmation")
    flows.unlocked(customer, listing_id)


if __name__ == "__main__":
    main()
