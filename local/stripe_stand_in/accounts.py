"""Connected accounts: created by hand or by the demo, able to charge or not, and never seeing each other."""

from typing import Any

from .problems import StripeRefusal
from .world import PLATFORM, Object, World


def create(world: World, params: dict[str, Any], account_id: str | None = None) -> Object:
    profile = params.get("business_profile") or {}
    account: Object = {
        "id": account_id or world.new_id("acct", 16),
        "object": "account",
        "business_profile": {"name": profile.get("name"), "mcc": None, "url": profile.get("url"), "product_description": None,
                             "support_address": None, "support_email": None, "support_phone": None, "support_url": None},
        "business_type": params.get("business_type"),
        "capabilities": {"card_payments": "active", "transfers": "active", "us_bank_account_ach_payments": "active"},
        "charges_enabled": params.get("charges_enabled", True) in (True, "true"),
        "country": params.get("country", "US"),
        "created": int(world.now()),
        "default_currency": params.get("default_currency", "usd"),
        "details_submitted": True,
        "email": params.get("email"),
        "metadata": params.get("metadata") or {},
        "payouts_enabled": True,
        "settings": {
            "branding": {"icon": None, "logo": None, "primary_color": params.get("primary_color"), "secondary_color": None},
            "card_payments": {"statement_descriptor_prefix": None, "statement_descriptor_prefix_kana": None,
                              "statement_descriptor_prefix_kanji": None},
            "dashboard": {"display_name": profile.get("name"), "timezone": "Etc/UTC"},
            "payments": {"statement_descriptor": None, "statement_descriptor_kana": None, "statement_descriptor_kanji": None},
        },
        "type": params.get("type", "standard"),
    }  # fmt: skip
    return world.add("account", PLATFORM, account)


def change(world: World, account_id: str, params: dict[str, Any]) -> Object:
    """Changes name or ability to charge and emits account.updated, as when Stripe restricts an account."""
    account = own(world, account_id)
    changes: dict[str, Any] = {}
    if "charges_enabled" in params:
        changes["charges_enabled"] = params["charges_enabled"] in (True, "true")
    if "business_profile" in params:
        changes["business_profile"] = {**account["business_profile"], **params["business_profile"]}
    if "metadata" in params:
        changes["metadata"] = {**account["metadata"], **params["metadata"]}
    account = world.change("account", account_id, **changes)
    world.emit(account_id, "account.updated", account)
    return account


def disconnect(world: World, account_id: str) -> None:
    """The business removes the platform: every later call for the account is refused."""
    account = own(world, account_id)
    world.emit(
        account_id, "account.application.deauthorized", {"id": "ca_stand_in", "object": "application", "name": None}
    )
    world.journal.put("gone", account["id"], {"at": world.now()})


def own(world: World, account_id: str) -> Object:
    """The account that a call acts for. Raises Stripe's 403 for unknown and disconnected ones."""
    row = world.journal.get("account", account_id)
    if row is None or world.journal.get("gone", account_id) is not None:
        message = (
            f"The provided key does not have access to account '{account_id}' (or that account does not exist). "
            "Application access may have been revoked."
        )
        raise StripeRefusal(403, "invalid_request_error", message, code="account_invalid")
    account: Object = row["object"]
    return account


def retrieve(world: World, caller: str, account_id: str) -> Object:
    if caller not in (PLATFORM, account_id):
        raise StripeRefusal(
            403, "invalid_request_error", f"No access to account '{account_id}'.", code="account_invalid"
        )
    return own(world, account_id)
