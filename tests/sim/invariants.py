"""What must hold after each step, and what must have come about once all is quiet (guarantees, the simulator)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.stripe_stand_in.stand_in import StripeStandIn
from media.access import locked
from media.lock import terms_of
from payments.ledger import Entry, Ledger, folded, ledger_of
from tests.building import raw_items
from tests.sim import state
from tests.sim.scheduler import Actor, Scheduler, Violation
from tests.sim.state import OrderState, Stored, StripePayment

UNLOCK_SECONDS = 15 * 60
_ORDER_EDGES = {
    ("Pending", "Accepted"),
    ("Pending", "Canceled"),
    ("Accepted", "Completed"),
    ("Accepted", "Canceled"),
    ("Completed", "Accepted"),
}
_PAYMENT_EDGES = {
    *(("open", after) for after in ("processing", "paid", "failed", "expired")),
    *(("processing", after) for after in ("paid", "failed")),
}
_DELIVERY_EDGES = {
    ("preparing", "waiting_for_payment"),
    ("preparing", "completed"),
    ("preparing", "needs_attention"),
    ("waiting_for_payment", "completed"),
    ("waiting_for_payment", "needs_attention"),
    ("needs_attention", "preparing"),
    ("needs_attention", "waiting_for_payment"),
}
_MAIL_KINDS = ("payment_received", "listing_delivered")


@dataclass(slots=True)
class Judge:
    """Looks after each write. `given` are the pages that somebody was told of: url by order."""

    scheduler: Scheduler
    stand_in: StripeStandIn
    businesses: Mapping[str, Mapping[str, Any]]
    given: dict[str, set[str]] = field(default_factory=dict)
    looks: int = 0
    _states: dict[str, str] = field(default_factory=dict)
    _paid_since: dict[str, float] = field(default_factory=dict)

    def after_step(self) -> None:
        """Safety."""
        self.looks += 1
        now, lines = state.stored(), state.stripe_payments(self.stand_in)
        for order in now.orders.values():
            mine = [line for line in lines if line.order_id == order.order_id]
            self._i1_i2_access(order, mine, now)
            _i3_no_line_too_many(order, mine)
            _projection(order)
            _invoice(order)
            self._i6_one_page(order, mine)
            self._i12_edges(f"order {order.order_id}", order.head["status"], _ORDER_EDGES)
            for payment in order.payments:
                self._i12_edges(f"payment {payment['payment_id']}", payment["state"], _PAYMENT_EDGES)
        for delivery in now.deliveries.values():
            self._i12_edges(f"delivery {delivery['delivery_id']}", delivery["state"], _DELIVERY_EDGES)
        self._i5_accounts(lines)
        _i9_no_mail_before_its_fact(now)

    def when_quiet(self) -> None:
        """Liveness: everything that had to come about has."""
        self.after_step()
        now, lines = state.stored(), state.stripe_payments(self.stand_in)
        for order in now.orders.values():
            mine = [line for line in lines if line.order_id == order.order_id]
            _i3_line_by_line(order, mine)
            _i4_all_money_is_kept(order, mine)
        _i9_mails(now)
        left = [item["kind"] for item in state.events() if item.get("pending") == item["kind"]]
        if left:
            raise Violation(f"events stay undone: {sorted(left)}")
        for delivery in now.deliveries.values():
            order = now.orders[delivery["order_id"]]
            owes = delivery["collection"] and ledger_of(order.head["ledger"]).due > 0
            wanted = "waiting_for_payment" if owes else "completed"
            if delivery["state"] != wanted and order.head["status"] != "Canceled":
                raise Violation(f"a delivery rests as {delivery['state']} ({delivery.get('reason')}), not {wanted}")

    def sees(self, order_id: str, texts: Iterable[str]) -> None:
        """I8: what an answer points at (links, cookie paths and policies) holds nothing clean while money is owed."""
        if not any("/clean" in text for text in texts):
            return
        order = state.stored().orders[order_id]
        paid = sum(
            one.amount for one in state.stripe_payments(self.stand_in) if one.is_paid and one.order_id == order_id
        )
        if paid < order.price:
            raise Violation(f"I8: clean files of {order_id} are shown with {paid} of {order.price}")

    def on_keys(self, actor: Actor, operation: str, params: Mapping[str, Any]) -> None:
        """I5: every key of a request belongs to the request's business, every transaction to one business."""
        prefixes = {_business_of_key(key) for key in _keys_in(operation, params)} - {""}
        allowed = actor.local.get("business")
        if allowed and prefixes - {allowed}:
            raise Violation(f"I5: a request of {allowed} touched {sorted(prefixes)}")
        businesses = {one for one in prefixes if one.startswith("biz_")}
        if operation == "TransactWriteItems" and len(businesses) > 1:
            raise Violation(f"I5: one transaction wrote to {sorted(businesses)}")

    # -----------------------------------------------------------------------------------------------------------------
    def _i1_i2_access(self, order: OrderState, lines: list[StripePayment], now: Stored) -> None:
        paid = sum(line.amount for line in lines if line.is_paid)
        believed = ledger_of(order.head["ledger"])
        if order.price > 0 and believed.due <= 0 and paid < order.price:
            raise Violation(f"I1: {order.order_id} shows as paid, but Stripe has {paid} of {order.price}")
        lock = now.locks.get(order.head.get("listing_id") or "")
        if lock is None or order.order_id not in lock["orders"]:
            return
        terms = terms_of(lock, order.order_id, self.businesses[order.head["business_id"]])
        if not terms.delivered or terms.canceled or not terms.collection or terms.override:
            return
        if not locked(terms) and paid < order.price:
            raise Violation(f"I1: {order.order_id} is unlocked with {paid} of {order.price}")
        if locked(terms) and paid >= order.price:
            since = self._paid_since.setdefault(order.order_id, self.scheduler.now)
            if self.scheduler.now - since > UNLOCK_SECONDS:
                raise Violation(f"I2: {order.order_id} is paid for more than 15 minutes and locked")
        else:
            self._paid_since.pop(order.order_id, None)

    def _i6_one_page(self, order: OrderState, lines: list[StripePayment]) -> None:
        given = self.given.get(order.order_id, set())
        payable = [line.session_id for line in lines if line.is_open and line.url in given]
        if len(payable) > 1:
            raise Violation(f"I6: {order.order_id} has {len(payable)} payable pages")

    def _i12_edges(self, name: str, now: str, edges: set[tuple[str, str]]) -> None:
        before = self._states.setdefault(name, now)
        if before != now and (before, now) not in edges:
            raise Violation(f"I12: {name} went from {before} to {now}")
        self._states[name] = now

    def _i5_accounts(self, lines: list[StripePayment]) -> None:
        for line in lines:
            business = self.businesses.get(line.business_id)
            if business is not None and business["stripe_account"] != line.account:
                raise Violation(f"I5: a page of {line.business_id} stands in the account {line.account}")


def _projection(order: OrderState) -> None:
    entries = [Entry(one["number"], one["kind"], one["amount"], one["reference"]) for one in order.entries]
    try:
        again = folded(Ledger(), entries).as_item()
    except ValueError as error:
        raise Violation(f"the entries of {order.order_id} do not fold: {error}") from error
    if again != order.head["ledger"]:
        raise Violation(f"the projection of {order.order_id} is {order.head['ledger']}, its entries say {again}")


def _invoice(order: OrderState) -> None:
    if order.invoice is not None and order.invoice["state"] != ledger_of(order.head["ledger"]).invoice_state:
        raise Violation(
            f"the invoice of {order.order_id} is {order.invoice['state']}, its ledger {order.head['ledger']}"
        )


def _i3_no_line_too_many(order: OrderState, lines: list[StripePayment]) -> None:
    booked = Counter((one["reference"], one["amount"]) for one in order.entries if one["kind"] == "payment")
    real = Counter((line.payment_id, line.amount) for line in lines if line.is_paid)
    if booked - real:
        raise Violation(f"I3: the ledger of {order.order_id} has payments that Stripe has not: {booked - real}")
    paid = {one["payment_id"] for one in order.payments if one["state"] == "paid"}
    if paid != {reference for reference, _ in booked}:
        raise Violation(f"I3: payments of {order.order_id} and its ledger differ")


def _i3_line_by_line(order: OrderState, lines: list[StripePayment]) -> None:
    booked = Counter((one["reference"], one["amount"]) for one in order.entries if one["kind"] == "payment")
    real = Counter((line.payment_id, line.amount) for line in lines if line.is_paid)
    if booked != real:
        raise Violation(f"I3: {order.order_id} has {dict(booked)} booked, Stripe has {dict(real)}")


def _i4_all_money_is_kept(order: OrderState, lines: list[StripePayment]) -> None:
    """Captured = what the price took + what is kept as a credit; a credit that a payment made has its task."""
    captured = sum(line.amount for line in lines if line.is_paid)
    ledger = ledger_of(order.head["ledger"])
    if captured != ledger.paid or captured != order.price - ledger.due + ledger.credited:
        raise Violation(f"I4: Stripe captured {captured} for {order.order_id}, the ledger is {ledger.as_item()}")
    surplus = Counter({e["reference"]: e["amount"] for e in order.entries if e["kind"] == "credit"})
    paid = {entry["reference"] for entry in order.entries if entry["kind"] == "payment"}
    asked = Counter({task["payment_id"]: task["amount"] for task in order.tasks if task["kind"] == "surplus"})
    wanted = Counter({reference: amount for reference, amount in surplus.items() if reference in paid})
    if asked != wanted:
        raise Violation(f"I4: {order.order_id} has a surplus of {dict(wanted)}, the tasks are about {dict(asked)}")


def _i9_no_mail_before_its_fact(now: Stored) -> None:
    told = {one["pk"]["S"].partition("#event#mail_")[2] for one in raw_items("events")} - {""}
    booked = {one["reference"] for order in now.orders.values() for one in order.entries if one["kind"] == "payment"}
    if told - booked:
        raise Violation(f"I9: a mail tells of a payment that is not booked: {sorted(told - booked)}")


def _i9_mails(now: Stored) -> None:
    """Each mail that a fact asks for left at least once and at most twice."""
    sent = Counter(
        subject_and_text for subject_and_text in ((to, subject, text) for to, subject, text in state.mails())
    )
    wanted: Counter[str] = Counter()
    for item in state.events():
        if item["kind"] == "mail" and item.get("outcome") == "sent":
            wanted[item["payload"]["mail"]] += 1
    payments = sum(1 for order in now.orders.values() for one in order.entries if one["kind"] == "payment")
    delivered = {one["order_id"] for one in now.deliveries.values() if one.get("delivered_at")}
    if wanted["payment_received"] != payments:
        raise Violation(f"I9: {payments} payments, {wanted['payment_received']} mails about one")
    if wanted["listing_delivered"] < len(delivered):
        raise Violation(f"I9: {len(delivered)} deliveries, {wanted['listing_delivered']} mails about one")
    total = sum(sent.values())
    if not sum(wanted.values()) <= total <= 2 * sum(wanted.values()):
        raise Violation(f"I9: {sum(wanted.values())} mails were due, {total} left")
    many = [key for key, count in sent.items() if count > 2]
    if many:
        raise Violation(f"I9: a mail left {sent[many[0]]} times: {many[0][1]}")


def _business_of_key(key: str) -> str:
    return key.partition("#")[0]


def _keys_in(operation: str, params: Mapping[str, Any]) -> list[str]:
    """Partition keys that a DynamoDB call names; index queries name none that must start with a business."""
    if operation == "BatchGetItem":
        return [key["pk"]["S"] for table in params["RequestItems"].values() for key in table["Keys"]]
    if operation == "TransactWriteItems":
        parts = [part for item in params["TransactItems"] for part in item.values()]
        return [(part.get("Key") or part.get("Item"))["pk"]["S"] for part in parts]
    if operation == "Query":
        if "IndexName" in params:
            return []
        return [value["S"] for value in params["ExpressionAttributeValues"].values() if "#" in value.get("S", "")][:1]
    place = params.get("Key") or params.get("Item") or {}
    return [place["pk"]["S"]] if "pk" in place else []
