"""Checkout Sessions: created with a price, open for 30 minutes to 24 hours, then complete or expired."""

import re
from typing import Any
from urllib.parse import urlsplit

from . import accounts, intents
from .minimums import LARGEST_CHARGE, SMALLEST_CHARGE, as_text
from .problems import invalid, wrong_state
from .world import PLATFORM, Object, World

SHORTEST_SECONDS, LONGEST_SECONDS = 30 * 60, 24 * 3600
KNOWN_PARAMETERS = {
    "mode", "line_items", "success_url", "cancel_url", "client_reference_id", "customer_email", "currency", "metadata",
    "payment_intent_data", "payment_method_types", "expires_at", "branding_settings", "submit_type", "locale", "ui_mode",
    "expand", "billing_address_collection", "customer_creation", "payment_method_options", "custom_text",
    "integration_identifier", "origin_context",
}  # fmt: skip


def create(world: World, account: str, params: dict[str, Any]) -> Object:
    owner = None if account == PLATFORM else accounts.own(world, account)
    if owner is not None and not owner["charges_enabled"]:
        raise invalid("Your account cannot currently make charges.", code="account_invalid")
    _check_parameters(params)
    lines = [_line(world, number, line) for number, line in enumerate(params["line_items"])]
    currency = lines[0]["currency"]
    if any(line["currency"] != currency for line in lines):
        raise invalid("All line items must have the same currency.", param="line_items")
    total = sum(line["amount_total"] for line in lines)
    _check_total(total, currency)
    session = _new(world, account, params, total, currency)
    notes = [(line["price_data"]["product_data"]).get("description") for line in params["line_items"]]
    shown = [{**line, "note": note} for line, note in zip(lines, notes, strict=True)]
    world.add(
        "session", account, session, lines=lines, shown=shown, intent_data=params.get("payment_intent_data") or {}
    )
    return session


def list_lines(world: World, account: str, session_id: str) -> list[Object]:
    lines: list[Object] = world.row("session", account, session_id)["lines"]
    return lines


def expire(world: World, account: str, session_id: str) -> Object:
    session = world.find("session", account, session_id)
    if session["status"] != "open":
        raise wrong_state(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of {session['status']}."
        )
    return _expire(world, account, session_id)


def expire_the_overdue(world: World) -> None:
    for session_id, row in world.journal.rows("session"):
        if row["object"]["status"] == "open" and row["object"]["expires_at"] <= world.now():
            _expire(world, row["account"], session_id)


def pay(
    world: World, session_id: str, *, card: str | None, email: str | None = None, name: str | None = None
) -> str | None:
    """What the payer's click does. `card=None` is a bank debit. Answers the reason when declined, None when accepted.

    Raises StripeRefusal when the session is not open any more.
    """
    row = world.journal.get("session", session_id)
    if row is None:
        raise invalid(f"No such checkout.session: '{session_id}'", code="resource_missing")
    account, session = row["account"], row["object"]
    if session["status"] != "open":
        raise wrong_state(f"This Checkout Session is {session['status']}.")
    payer = {"email": email or session["customer_email"] or "payer@example.com", "name": name}
    if session["amount_total"] == 0:
        _complete(world, account, session, payer, "no_payment_required")
        return None
    intent = _intent_of(world, account, row)
    if card is None:
        intents.debit_bank(world, account, intent, payer)
        _complete(world, account, session, payer, "unpaid")
        return None
    _, refusal = intents.charge_card(world, account, intent, card, payer)
    if refusal is None:
        _complete(world, account, session, payer, "paid")
    return refusal


def settle_bank_debit(world: World, session_id: str, *, succeeded: bool) -> Object:
    """The bank's answer to a processing debit, days later."""
    row = world.journal.get("session", session_id)
    if row is None or row["object"]["payment_intent"] is None:
        raise invalid(f"No such checkout.session: '{session_id}'", code="resource_missing")
    account = row["account"]
    intents.settle_debit(world, account, row["object"]["payment_intent"], succeeded=succeeded)
    session: Object = row["object"]
    if succeeded:
        session = world.change("session", session_id, payment_status="paid")
    outcome = "succeeded" if succeeded else "failed"
    world.emit(account, f"checkout.session.async_payment_{outcome}", session)
    return session


def _intent_of(world: World, account: str, row: dict[str, Any]) -> Object:
    session = row["object"]
    if session["payment_intent"] is not None:
        return world.find("intent", account, session["payment_intent"])
    intent = intents.new_intent(world, account, session["amount_total"], session["currency"], row["intent_data"])
    world.change("session", session["id"], payment_intent=intent["id"])
    return intent


def _complete(world: World, account: str, session: Object, payer: Object, payment_status: str) -> None:
    details = {"address": None, "business_name": None, "email": payer["email"], "individual_name": None,
               "name": payer["name"], "phone": None, "tax_exempt": "none", "tax_ids": []}  # fmt: skip
    changes = {"status": "complete", "payment_status": payment_status, "url": None, "customer_details": details}
    done = world.change("session", session["id"], **changes)
    world.emit(account, "checkout.session.completed", done)


def _expire(world: World, account: str, session_id: str) -> Object:
    session = world.change("session", session_id, status="expired", url=None)
    if session["payment_intent"] is not None:
        intents.cancel(world, account, session["payment_intent"], {"cancellation_reason": "expired"})
    world.emit(account, "checkout.session.expired", session)
    return session


def _check_parameters(params: dict[str, Any]) -> None:
    unknown = sorted(set(params) - KNOWN_PARAMETERS)
    if unknown:
        raise invalid(f"Received unknown parameter: {unknown[0]}", code="parameter_unknown", param=unknown[0])
    if params.get("mode") != "payment":
        raise invalid("The stand-in takes mode=payment only.", code="parameter_missing", param="mode")
    if not isinstance(params.get("line_items"), list) or not params["line_items"]:
        message = "The `line_items` parameter is required in payment mode."
        raise invalid(message, code="parameter_missing", param="line_items")
    if params.get("ui_mode", "hosted_page") == "hosted_page" and not params.get("success_url"):
        raise invalid("Missing required param: success_url.", code="parameter_missing", param="success_url")
    for name in ("success_url", "cancel_url"):
        if params.get(name) and urlsplit(params[name]).scheme not in ("http", "https"):
            message = "Not a valid URL: URLs must have an explicit scheme (such as https://)."
            raise invalid(message, code="url_invalid", param=name)
    _check_color(params.get("branding_settings") or {})
    _check_metadata(params.get("metadata"))
    _check_metadata((params.get("payment_intent_data") or {}).get("metadata"))


def _check_metadata(metadata: Any) -> None:
    for key, value in (metadata or {}).items():
        if len(key) > 40 or len(str(value)) > 500:
            raise invalid(f"Metadata values can have up to 500 characters: {key}", param=f"metadata[{key}]")


def _check_color(branding: dict[str, Any]) -> None:
    for name in ("button_color", "background_color"):
        if branding.get(name) and not re.fullmatch(r"#[0-9a-fA-F]{6}", branding[name]):
            raise invalid(f"Invalid hex color: {branding[name]}", param=f"branding_settings[{name}]")


def _check_total(total: int, currency: str) -> None:
    smallest = SMALLEST_CHARGE.get(currency)
    if smallest is None:
        raise invalid(f"Invalid currency: {currency}.", param="currency")
    if 0 < total < smallest:
        message = f"The Checkout Session's total amount due must add up to at least {as_text(smallest, currency)}"
        raise invalid(message, code="amount_too_small")
    if total > LARGEST_CHARGE:
        message = f"The Checkout Session's total amount must be no more than {as_text(LARGEST_CHARGE, currency)}"
        raise invalid(message, code="amount_too_large")


def _line(world: World, number: int, line: dict[str, Any]) -> Object:
    where = f"line_items[{number}]"
    price, quantity = line.get("price_data"), str(line.get("quantity", ""))
    if not isinstance(price, dict) or not quantity.isdigit() or int(quantity) < 1:
        raise invalid(f"Missing required param: {where}[price_data].", code="parameter_missing", param=where)
    amount, name = str(price.get("unit_amount", "")), (price.get("product_data") or {}).get("name")
    if not amount.isdigit():
        raise invalid(
            f"Invalid integer: {amount}", code="parameter_invalid_integer", param=f"{where}[price_data][unit_amount]"
        )
    if not name or not price.get("currency"):
        raise invalid(
            "Missing required param: product_data[name].", code="parameter_missing", param=f"{where}[price_data]"
        )
    total = int(amount) * int(quantity)
    return {
        "id": world.new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": price["currency"].lower(),
        "description": name,
        "metadata": {},
        "price": _price(world, price, int(amount)),
        "quantity": int(quantity),
    }


def _price(world: World, price: dict[str, Any], amount: int) -> Object:
    return {
        "id": world.new_id("price"), "object": "price", "active": False, "billing_scheme": "per_unit",
        "created": int(world.now()), "currency": price["currency"].lower(), "custom_unit_amount": None, "livemode": False,
        "lookup_key": None, "metadata": {}, "nickname": None, "product": world.new_id("prod", 14), "recurring": None,
        "tax_behavior": "unspecified", "tiers_mode": None, "transform_quantity": None, "type": "one_time",
        "unit_amount": amount, "unit_amount_decimal": str(amount),
    }  # fmt: skip


def _new(world: World, account: str, params: dict[str, Any], total: int, currency: str) -> Object:
    now = int(world.now())
    expires_at = int(params.get("expires_at") or now + LONGEST_SECONDS)
    if not now + SHORTEST_SECONDS - 60 <= expires_at <= now + LONGEST_SECONDS + 60:
        message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation."
        raise invalid(message, param="expires_at")
    session_id = world.new_id("cs_test", 58)
    branding = params.get("branding_settings") or {}
    return {
        "id": session_id,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "branding_settings": {
            "background_color": branding.get("background_color") or "#ffffff",
            "border_style": branding.get("border_style") or "rounded",
            "button_color": branding.get("button_color") or "#0074d4",
            "display_name": branding.get("display_name") or _display_name(world, account),
            "font_family": branding.get("font_family") or "default", "icon": None, "logo": None,
        },
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": now,
        "currency": currency,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": {"after_submit": None, "shipping_address": None, "submit": None, "terms_of_service_acceptance": None},
        "customer": None,
        "customer_account": None,
        "customer_creation": "if_required",
        "customer_details": None,
        "customer_email": params.get("customer_email"),
        "discounts": None,
        "expires_at": expires_at,
        "invoice": None,
        "invoice_creation": None,
        "livemode": False,
        "locale": params.get("locale"),
        "metadata": params.get("metadata") or {},
        "mode": "payment",
        "origin_context": params.get("origin_context"),
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": params.get("payment_method_types") or ["card", "us_bank_account"],
        "payment_status": "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": params.get("submit_type"),
        "subscription": None,
        "success_url": params.get("success_url"),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{world.public_url}/c/pay/{session_id}",
        "wallet_options": None,
    }  # fmt: skip


def _display_name(world: World, account: str) -> str:
    row = world.journal.get("account", account)
    name = row["object"]["business_profile"]["name"] if row else None
    return name or "Stand-in business"
