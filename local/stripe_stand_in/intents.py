"""Payment intents and charges: a card succeeds or is declined at once, a bank debit is processing until told."""

from typing import Any

from .problems import invalid, wrong_state
from .world import Object, World

DECLINED_CARDS = {
    "4000000000000002": ("card_declined", "generic_decline", "Your card was declined."),
    "4000000000009995": ("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    "4000000000000069": ("expired_card", None, "Your card has expired."),
    "4000000000000127": ("incorrect_cvc", None, "Your card's security code is incorrect."),
}  # fmt: skip
ACCEPTED_CARDS = {"4242424242424242": "visa", "5555555555554444": "mastercard", "378282246310005": "amex"}


def new_intent(world: World, account: str, amount: int, currency: str, data: dict[str, Any]) -> Object:
    intent_id = world.new_id("pi")
    intent: Object = {
        "id": intent_id,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": int(data["application_fee_amount"]) if data.get("application_fee_amount") else None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{intent_id}_secret_{world.new_id('s', 25)[2:]}",
        "confirmation_method": "automatic",
        "created": int(world.now()),
        "currency": currency,
        "customer": None,
        "description": data.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": data.get("metadata") or {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {"card": {"installments": None, "mandate_options": None, "network": None,
                                            "request_three_d_secure": "automatic"}},
        "payment_method_types": ["card", "us_bank_account"],
        "processing": None,
        "receipt_email": data.get("receipt_email"),
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": data.get("statement_descriptor"),
        "statement_descriptor_suffix": data.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": data.get("transfer_group"),
    }  # fmt: skip
    world.add("intent", account, intent)
    world.emit(account, "payment_intent.created", intent)
    return intent


def create(world: World, account: str, params: dict[str, Any]) -> Object:
    amount, currency = params.get("amount", ""), params.get("currency", "")
    if not str(amount).isdigit() or not currency:
        raise invalid("Missing required param: amount.", code="parameter_missing", param="amount")
    return new_intent(world, account, int(amount), currency.lower(), params)


def cancel(world: World, account: str, intent_id: str, params: dict[str, Any]) -> Object:
    intent = world.find("intent", account, intent_id)
    if intent["status"] in ("succeeded", "canceled", "processing"):
        message = f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}."
        raise wrong_state(message, code="payment_intent_unexpected_state")
    reason = params.get("cancellation_reason")
    changes = {"status": "canceled", "canceled_at": int(world.now()), "cancellation_reason": reason}
    intent = world.change("intent", intent_id, **changes)
    world.emit(account, "payment_intent.canceled", intent)
    return intent


def charge_card(world: World, account: str, intent: Object, number: str, payer: Object) -> tuple[Object, str | None]:
    """The intent after the try, and the sentence for the payer when the card was declined."""
    refusal = DECLINED_CARDS.get(number)
    charge = _charge(world, account, intent, payer, _card_details(number), "failed" if refusal else "succeeded")
    if refusal is None:
        return _succeed(world, account, intent, charge), None
    code, decline_code, message = refusal
    charge = world.change("charge", charge["id"], failure_code=code, failure_message=message)
    error = {"type": "card_error", "code": code, "message": message, "charge": charge["id"],
             "doc_url": f"https://stripe.com/docs/error-codes/{code}"}  # fmt: skip
    if decline_code:
        error["decline_code"] = decline_code
    changes = {"status": "requires_payment_method", "last_payment_error": error, "latest_charge": charge["id"]}
    intent = world.change("intent", intent["id"], **changes)
    world.emit(account, "charge.failed", charge)
    world.emit(account, "payment_intent.payment_failed", intent)
    return intent, message


def debit_bank(world: World, account: str, intent: Object, payer: Object) -> Object:
    """The debit is asked for: processing for days, until `settle_debit`."""
    charge = _charge(world, account, intent, payer, _bank_details(), "pending")
    intent = world.change("intent", intent["id"], status="processing", latest_charge=charge["id"],
                          payment_method=charge["payment_method"])  # fmt: skip
    world.emit(account, "payment_intent.processing", intent)
    world.emit(account, "charge.pending", charge)
    return intent


def settle_debit(world: World, account: str, intent_id: str, *, succeeded: bool) -> Object:
    intent = world.find("intent", account, intent_id)
    if intent["status"] != "processing":
        raise wrong_state(f"This PaymentIntent is {intent['status']}, not processing.")
    charge = world.find("charge", account, intent["latest_charge"])
    if succeeded:
        return _succeed(world, account, intent, charge)
    message = "The customer's bank returned the debit."
    charge = world.change("charge", charge["id"], status="failed", failure_code="payment_method_provider_decline",
                          failure_message=message)  # fmt: skip
    error = {
        "type": "card_error",
        "code": "payment_method_provider_decline",
        "message": message,
        "charge": charge["id"],
    }
    intent = world.change("intent", intent_id, status="requires_payment_method", last_payment_error=error)
    world.emit(account, "charge.failed", charge)
    world.emit(account, "payment_intent.payment_failed", intent)
    return intent


def _succeed(world: World, account: str, intent: Object, charge: Object) -> Object:
    changes = {"status": "succeeded", "paid": True, "captured": True, "amount_captured": intent["amount"]}
    charge = world.change("charge", charge["id"], **changes)
    intent = world.change("intent", intent["id"], status="succeeded", amount_received=intent["amount"],
                          latest_charge=charge["id"], payment_method=charge["payment_method"],
                          last_payment_error=None)  # fmt: skip
    world.emit(account, "charge.succeeded", charge)
    world.emit(account, "payment_intent.succeeded", intent)
    return intent


def _charge(world: World, account: str, intent: Object, payer: Object, details: Object, status: str) -> Object:
    failed = status == "failed"
    charge: Object = {
        "id": world.new_id("py" if details["type"] == "us_bank_account" else "ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": intent["application_fee_amount"],
        "balance_transaction": None,
        "billing_details": {"address": None, "email": payer.get("email"), "name": payer.get("name"), "phone": None,
                            "tax_id": None},
        "calculated_statement_descriptor": None,
        "captured": False,
        "created": int(world.now()),
        "currency": intent["currency"],
        "customer": None,
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": {"advice_code": None, "network_advice_code": None, "network_decline_code": None,
                    "network_status": "declined_by_network" if failed else "approved_by_network", "reason": None,
                    "risk_level": "normal", "seller_message": "Declined." if failed else "Payment complete.",
                    "type": "issuer_declined" if failed else "authorized"},
        "paid": False,
        "payment_intent": intent["id"],
        "payment_method": world.new_id("pm"),
        "payment_method_details": details,
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": status,
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
    }  # fmt: skip
    return world.add("charge", account, charge)


def _card_details(number: str) -> Object:
    card = {"amount_authorized": None, "authorization_code": None,
            "brand": ACCEPTED_CARDS.get(number, "visa"), "checks": None,
            "country": "US", "exp_month": 12, "exp_year": 2034, "fingerprint": None, "funding": "credit",
            "installments": None, "last4": number[-4:], "mandate": None, "network": "visa", "network_token": None,
            "network_transaction_id": None, "regulated_status": "unregulated", "three_d_secure": None, "wallet": None,
            }  # fmt: skip
    return {"type": "card", "card": card}


def _bank_details() -> Object:
    bank = {"account_holder_type": "individual", "account_type": "checking", "bank_name": "STRIPE TEST BANK",
            "expected_debit_date": None, "fingerprint": None, "last4": "6789", "mandate": None,
            "payment_reference": None, "routing_number": "110000000"}  # fmt: skip
    return {"type": "us_bank_account", "us_bank_account": bank}
