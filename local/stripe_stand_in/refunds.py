"""Refunds and disputes: what can happen to a payment after it succeeded."""

from typing import Any

from .problems import invalid, wrong_state
from .world import Object, World


def create(world: World, account: str, params: dict[str, Any]) -> Object:
    charge = _charge_of(world, account, params)
    left = charge["amount"] - charge["amount_refunded"]
    asked = params.get("amount")
    if asked is not None and not str(asked).isdigit():
        raise invalid(f"Invalid integer: {asked}", code="parameter_invalid_integer", param="amount")
    amount = int(asked) if asked is not None else left
    if charge["status"] != "succeeded" or left == 0:
        raise wrong_state(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if amount <= 0 or amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise invalid(message, code="amount_too_large", param="amount")
    refund: Object = {
        "id": world.new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": int(world.now()),
        "currency": charge["currency"],
        "destination_details": {"type": "card", "card": {"type": "refund", "reference_status": "pending"}},
        "metadata": params.get("metadata") or {},
        "payment_intent": charge["payment_intent"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
    world.add("refund", account, refund)
    refunded = charge["amount_refunded"] + amount
    charge = world.change("charge", charge["id"], amount_refunded=refunded, refunded=refunded == charge["amount"])
    world.emit(account, "refund.created", refund)
    world.emit(account, "charge.refunded", charge)
    return refund


def fail(world: World, account: str, refund_id: str) -> Object:
    """The bank sends the money back to the business, days later: refund.failed."""
    refund = world.find("refund", account, refund_id)
    if refund["status"] == "failed":
        raise wrong_state("This refund has already failed.")
    charge = world.find("charge", account, refund["charge"])
    refund = world.change("refund", refund_id, status="failed", failure_reason="declined")
    refunded = charge["amount_refunded"] - refund["amount"]
    world.change("charge", charge["id"], amount_refunded=refunded, refunded=False)
    world.emit(account, "refund.failed", refund)
    return refund


def open_dispute(world: World, account: str, intent_id: str, amount: int | None = None) -> Object:
    """The payer's bank takes the money back until the dispute is closed."""
    intent = world.find("intent", account, intent_id)
    if intent["status"] != "succeeded":
        raise wrong_state("Only a succeeded payment can be disputed.")
    charge = world.change("charge", intent["latest_charge"], disputed=True)
    dispute: Object = {
        "id": world.new_id("du"),
        "object": "dispute",
        "amount": amount if amount is not None else charge["amount"],
        "balance_transactions": [],
        "charge": charge["id"],
        "created": int(world.now()),
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": _no_evidence(),
        "evidence_details": {"due_by": int(world.now()) + 7 * 86400, "enhanced_eligibility": {}, "has_evidence": False,
                             "past_due": False, "submission_count": 0, "submission_method": "not_submitted"},
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "network_reason_code": "10.4",
        "payment_intent": intent_id,
        "reason": "fraudulent",
        "status": "needs_response",
    }  # fmt: skip
    world.add("dispute", account, dispute)
    world.emit(account, "charge.dispute.created", dispute)
    world.emit(account, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(world: World, account: str, dispute_id: str, *, won: bool) -> Object:
    dispute = world.find("dispute", account, dispute_id)
    if dispute["status"] in ("won", "lost"):
        raise wrong_state(f"This dispute is already {dispute['status']}.")
    dispute = world.change("dispute", dispute_id, status="won" if won else "lost")
    world.emit(account, "charge.dispute.closed", dispute)
    if won:
        world.emit(account, "charge.dispute.funds_reinstated", dispute)
    return dispute


def _charge_of(world: World, account: str, params: dict[str, Any]) -> Object:
    if params.get("charge"):
        return world.find("charge", account, params["charge"])
    if not params.get("payment_intent"):
        message = "One of the following params should be provided for this request: payment_intent or charge."
        raise invalid(message, code="parameter_missing")
    intent = world.find("intent", account, params["payment_intent"])
    if not intent["latest_charge"]:
        message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
        raise wrong_state(message, code="payment_intent_unexpected_state")
    return world.find("charge", account, intent["latest_charge"])


def _no_evidence() -> Object:
    names = (
        "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal "
        "customer_communication customer_email_address customer_name customer_purchase_ip customer_signature "
        "duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt "
        "refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation "
        "shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number "
        "uncategorized_file uncategorized_text"
    )
    return {**dict.fromkeys(names.split()), "enhanced_evidence": {}}
