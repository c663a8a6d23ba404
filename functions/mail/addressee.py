"""To whom a mail about an order goes: to the customer's address of today, not the one of the day of the order (ADR 0066)."""

from dataclasses import replace

from latchkey import keys
from latchkey.tables import read_many
from latchkey.writes import Item
from mail.catalog import CATALOG
from mail.message import Message, name_of


def record_of(message: Message) -> Item | None:
    """The customer record that a mail to a customer names, as it is now; None for every other mail."""
    customer_id = getattr(message, "customer_id", "")
    entry = CATALOG.get(name_of(type(message)))
    if not customer_id or entry is None or entry.reader != "customer":
        return None
    (record,) = read_many([("people", keys.customer(message.business_id, customer_id))])
    return record


def addressed[M: Message](message: M, record: Item | None) -> M:
    """The mail to the address that the record's account has proven; without an account to the one of the order."""
    if record and record.get("account_id"):
        return replace(message, to=record["email"])
    return message
