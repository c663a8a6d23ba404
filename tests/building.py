"""What every test builds with: the template's tables, buckets and secrets on moto, people and businesses, and a browser.

Use: the `cloud` fixture of `tests/conftest.py`, then

    business = a_business()
    browser = as_staff(orders.api.handler, business)
    assert browser.get("/api/orders").status == 200
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from boto3.dynamodb.types import TypeDeserializer
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sesv2.models import sesv2_backends

from accounts import writes as accounts_writes
from accounts.account import Account
from accounts.business import Business, Watermark
from accounts.customer import Customer
from accounts.palette import palette_of
from latchkey import secrets as kept_secrets
from latchkey.clock import rfc3339, utc_now
from latchkey.ids import fingerprint, new_id, new_secret
from latchkey.session import COOKIE
from latchkey.settings import settings
from latchkey.tables import commit
from tests.browsing import EDGE_SECRET, Browser, Handler
from tests.browsing import Answer as Answer  # tests take everything to build with from here
from tests.quick_moto import REGION as REGION
from tests.quick_moto import create_table

ROOT = Path(__file__).resolve().parents[1]
STRIPE_SECRET = {"api_key": "sk_test_1", "webhook_secrets": ["whsec_a"], "connect_webhook_secrets": ["whsec_b"]}
PALETTE = {
    "accent": "#0f766e",
    "accent_hover": "#006861",
    "on_accent": "#ffffff",
    "light": {"link": "#0f766e", "soft": "#cffbf5", "ring": "#0f766e"},
    "dark": {"link": "#409990", "soft": "#002a27", "ring": "#187b73"},
}
_numbers = count(1)


# The cloud -----------------------------------------------------------------------------------------------------------
@cache
def template() -> dict[str, Any]:
    """The template as plain data; `!Ref X` reads `{"Ref": "X"}`, any other tag `{"Fn::Tag": …}`."""

    class Loader(yaml.SafeLoader):
        pass

    def tagged(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
        value: Any
        if isinstance(node, yaml.ScalarNode):
            value = loader.construct_scalar(node)
        elif isinstance(node, yaml.SequenceNode):
            value = loader.construct_sequence(node, deep=True)
        else:
            value = loader.construct_mapping(node, deep=True)
        return {tag if tag in ("Ref", "Condition") else f"Fn::{tag}": value}

    Loader.add_multi_constructor("!", tagged)
    document: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), Loader)
    return document


@cache
def routes() -> dict[str, str]:
    """Every route of the template, as `GET /api/orders`, and the function whose alias it calls."""
    found = {}
    for path, operations in template()["Resources"]["Api"]["Properties"]["DefinitionBody"]["paths"].items():
        for method, operation in operations.items():
            uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
            called = re.fullmatch(r"arn:.+:lambda:path/2015-03-31/functions/\$\{(\w+)Aliaslive\}/invocations", uri)
            assert called, f"{method} {path} calls no alias: {uri}"
            found[f"{method.upper()} {path}"] = called[1]
    return found


@contextmanager
def cloud(config: Mapping[str, Any] | None = None) -> Iterator[None]:
    """An empty account with everything that the template's Globals name, and the environment that names it.

    `config` goes to moto, as `{"stepfunctions": {"execute_state_machine": True}}`.
    """
    before = dict(os.environ)
    try:
        with mock_aws(config=config):  # type: ignore[arg-type]
            os.environ["AWS_DEFAULT_REGION"] = REGION
            os.environ.update(_environment())
            _forget()
            sesv2_backends[DEFAULT_ACCOUNT_ID][REGION].create_email_identity(os.environ["MAIL_FROM"], None, None, None)
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        _forget()


def _forget() -> None:
    settings.cache_clear()
    kept_secrets.forget()


def _environment() -> dict[str, str]:
    variables = template()["Globals"]["Function"]["Environment"]["Variables"]
    named = {
        name: _made(value["Ref"]) for name, value in variables.items() if isinstance(value, dict) and "Ref" in value
    }
    return {name: made for name, made in named.items() if made} | {
        "STAGE": "test",
        "STRIPE_API_BASE": "https://api.stripe.com",
        "STRIPE_MODE": "connect",
        "DELIVERY_MACHINE_ARN": f"arn:aws:states:{REGION}:{DEFAULT_ACCOUNT_ID}:stateMachine:latchkey-delivery",
        "REMARKING_MACHINE_ARN": f"arn:aws:states:{REGION}:{DEFAULT_ACCOUNT_ID}:stateMachine:latchkey-remarking",
        "MAIL_FROM": "portal@example.com",
        "PORTAL_SCHEME": "https",
        "DOMAIN_NAME": "example.test",
        "PLATFORM_HOST": "start.example.test",
        "PLATFORM_SIGN_UPS": "open",
        "HOSTS_STORE_ARN": f"arn:aws:cloudfront::{DEFAULT_ACCOUNT_ID}:key-value-store/hosts",
        "PORTAL_PORT": "",
        "TENANT_DISTRIBUTION_ID": "",
        "TENANT_ENDPOINT": "portal.edge.test",
        "CLOSING_SECONDS": "1209600",
        "DNS_STAND_IN": "127.0.0.1:9",
        "LINK_CHECK_STAND_IN": "127.0.0.1:9",  # nobody answers, and nothing leaves the machine
    }


def _made(logical_id: str) -> str:
    """Creates the table, bucket or secret of that name in the template; its physical name, or nothing for the rest."""
    resource = template()["Resources"].get(logical_id, {})
    name = f"latchkey-{logical_id.lower()}"
    match resource.get("Type"):
        case "AWS::DynamoDB::Table":
            wanted = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
            properties = resource["Properties"]
            create_table({"TableName": name, **{part: properties[part] for part in wanted if part in properties}})
        case "AWS::S3::Bucket":
            s3_backends[DEFAULT_ACCOUNT_ID]["aws"].create_bucket(name, REGION)
        case "AWS::SecretsManager::Secret":
            secretsmanager_backends[DEFAULT_ACCOUNT_ID][REGION].create_secret(
                name, _secret_text(logical_id), None, None, None, None, None, [], force_overwrite=False
            )
        case _:
            return ""
    return name


def _secret_text(logical_id: str) -> str:
    match logical_id:
        case "EdgeSecret":
            return EDGE_SECRET
        case "SigningSecret":
            return json.dumps({"key_pair_id": "K1TEST", "private_key": _signing_key()})
        case "StripeSecret":
            return json.dumps(STRIPE_SECRET)
    return f"the secret {logical_id}"


@cache
def _signing_key() -> str:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem.decode()


# What is stored, and what left ---------------------------------------------------------------------------------------
def all_items(table: str) -> list[dict[str, Any]]:
    """Every item of `people`, `orders`, `listings` or `events`, as plain values."""
    read = TypeDeserializer().deserialize
    return [{name: read(value) for name, value in raw.items()} for raw in raw_items(table)]


def stream_records(kind: str | None = None) -> dict[str, Any]:
    """The Lambda event with which the Events stream would hand over what is pending (of one kind)."""
    pending = [raw for raw in raw_items("events") if "pending" in raw and (kind is None or raw["kind"]["S"] == kind)]
    pending.sort(key=lambda raw: (raw["at"]["S"], raw["pk"]["S"]))
    return {"Records": [_record(raw, number) for number, raw in enumerate(pending, 1)]}


def _record(raw: dict[str, Any], number: int) -> dict[str, Any]:
    change = {"Keys": {"pk": raw["pk"], "sk": raw["sk"]}, "NewImage": raw, "SequenceNumber": f"{number:021d}"}
    return {"eventID": f"r{number}", "eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": change}


def raw_items(table: str) -> list[dict[str, Any]]:
    """Every item as DynamoDB's JSON, straight from moto's memory: no call, which a test could count or a run switch at."""
    found = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables[getattr(settings(), f"{table}_table")]
    return [item.to_json()["Attributes"] for item in found.all_items()]


def sent_mails() -> list[Any]:
    """What SES took, oldest first: moto's messages with `destinations`, `subject`, `body` and `source`."""
    return list(sesv2_backends[DEFAULT_ACCOUNT_ID][REGION].core_backend.sent_messages)


# Businesses and people -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a live session; `cookie` is its whole value."""

    account: Account
    cookie: str

    @property
    def account_id(self) -> str:
        return self.account.account_id

    @property
    def customer_id(self) -> str:
        return self.account.customer_id or ""

    @property
    def email(self) -> str:
        return self.account.email


def business_value(**changes: Any) -> Business:
    """A business as a value, not stored."""
    number = next(_numbers)
    plain = Business(
        business_id=new_id("biz", utc_now()),
        name="Harbor Light Media",
        host=f"harbor{number}.example.test",
        currency="USD",
        time_zone="America/New_York",
        locale="en",
        phone="+1 207 555 0142",
        email=f"studio{number}@example.test",
        accent=PALETTE["accent"],  # type: ignore[arg-type]
        palette=palette_of(PALETTE),
        watermark=Watermark("text", "Harbor Light Media", 40, "tiled"),
        tax_rate_basis_points=550,
        stripe_account=f"acct_test{number}",
    )
    return replace(plain, **changes)


def a_business(**changes: Any) -> Business:
    """A stored business; `changes` are fields of `accounts.business.Business`."""
    business = business_value(**changes)
    commit([accounts_writes.new_business(business)])
    return business


def a_staff_member(business: Business, role: str = "owner", **changes: Any) -> Person:
    """A member of the business's staff, signed in."""
    return _signed_in(_account(business, role=role, **changes))


def a_customer(business: Business, email: str | None = None, **changes: Any) -> Person:
    """A customer with an account and a customer record, signed in."""
    now = utc_now()
    customer_id = new_id("cus", now)
    account = _account(business, customer_id=customer_id, **({"email": email} if email else {}), **changes)
    at = rfc3339(now)
    record = Customer(business.business_id, customer_id, account.email, at, account.name, None, account.account_id, at)
    commit(accounts_writes.customer_record(record))
    return _signed_in(account)


def _account(business: Business, **changes: Any) -> Account:
    now = utc_now()
    plain = Account(
        business_id=business.business_id,
        account_id=new_id("acc", now),
        email=f"person{next(_numbers)}@example.test",
        password_hash="nobody signs in with this",
        created_at=rfc3339(now),
        name="Ada Lane",
    )
    account = replace(plain, **changes)
    commit(accounts_writes.new_account(account))
    return account


def _signed_in(account: Account) -> Person:
    secret = new_secret()
    commit([accounts_writes.new_session(account, fingerprint(secret), utc_now())])
    return Person(account, f"{account.account_id}.{secret}")


# Their browsers ------------------------------------------------------------------------------------------------------
def anonymous(handler: Handler, business: Business) -> Browser:
    """Somebody who is not signed in."""
    return Browser(handler, business)


def signed_in(handler: Handler, business: Business, person: Person) -> Browser:
    """The browser of this person."""
    return Browser(handler, business, {COOKIE: person.cookie})


def as_staff(handler: Handler, business: Business, role: str = "owner") -> Browser:
    """The browser of a new member of the staff."""
    return signed_in(handler, business, a_staff_member(business, role))


def as_customer(handler: Handler, business: Business, email: str | None = None) -> Browser:
    """The browser of a new customer."""
    return signed_in(handler, business, a_customer(business, email))
