"""All mails as the studio lists them: what each is, what makes it leave, and why some cannot be switched off (product 11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Reader = Literal["customer", "business", "staff", "recipient"]

_CODE = "Without its code nobody gets on."
_WAITS = "Somebody waits for this mail to get on."
_ASKED = "Nobody gets mails without hearing who asked for them."
_SAFETY = "It is about the safety of an account."
_RIGHT = "Whoever asks to be deleted has a right to the answer."
_LOSS = "Without it a domain could be lost unseen."
_END = "No business ends without its owners' knowledge."


@dataclass(frozen=True, slots=True)
class Entry:
    """`needed` is why the mail always leaves; empty where a business may switch it off."""

    title: str
    leaves: str
    reader: Reader = "customer"
    needed: str = ""


CATALOG: Mapping[str, Entry] = {
    "order_placed": Entry("Order placed", "A customer or a guest places an order."),
    "order_received": Entry("New order", "A customer or a guest places an order.", reader="business"),
    "order_accepted": Entry("Order accepted", "You accept an order."),
    "order_declined": Entry("Order declined", "You decline an order; your reason stands in it."),
    "order_canceled": Entry("Order canceled", "An order is canceled; the reason stands in it."),
    "cancellation_received": Entry("Order canceled by the customer", "A customer cancels an order.", reader="business"),
    "listing_delivered": Entry("Listing delivered", "You deliver a listing for the first time."),
    "listing_updated": Entry("Listing updated", "You deliver a listing again; what is new stands in it."),
    "payment_received": Entry("Payment received", "A payment arrives."),
    "recipient_added": Entry(
        "Recipient added", "A customer lets an assistant or a seller have copies.", "recipient", needed=_ASKED
    ),
    "order_copy": Entry(
        "Copy: order accepted or canceled", "The customer gets that mail, and has recipients.", "recipient"
    ),
    "listing_copy": Entry(
        "Copy: listing delivered or updated", "The customer gets that mail, and has recipients.", "recipient"
    ),
    "welcome": Entry("Welcome", "Somebody has typed the code of a sign-up."),
    "verification_code": Entry("Sign-up code", "Somebody signs up.", needed=_CODE),
    "account_exists": Entry(
        "Account exists already", "Somebody signs up with an address that has an account.", needed=_WAITS
    ),
    "password_reset": Entry("Code for a new password", "Somebody asks for a new password.", needed=_CODE),
    "password_changed": Entry("Password changed", "A password is changed.", needed=_SAFETY),
    "email_change_code": Entry("Code for a new e-mail", "Somebody wants to use this address.", needed=_CODE),
    "email_changed": Entry(
        "E-mail changed", "The e-mail of an account is changed; the former address is told.", needed=_SAFETY
    ),
    "erasure_refused": Entry(
        "Deletion refused", "You refuse to delete a customer; your reason stands in it.", needed=_RIGHT
    ),
    "domain_failing": Entry(
        "Own domain in danger", "The TXT record of your own domain is gone; each owner is told.", "staff", needed=_LOSS
    ),
    "business_closing": Entry(
        "Business closing", "An owner closes the business; each owner is told.", "staff", needed=_END
    ),
    "business_kept": Entry(
        "Business open again", "The closing of the business is taken back; each owner is told.", "staff", needed=_END
    ),
    "staff_invitation": Entry("Invitation to the staff", "You invite somebody to your staff.", "staff", needed=_WAITS),
    "team_invitation": Entry(
        "Invitation to a customer team", "An admin of the team, or you, invite somebody to it.", needed=_WAITS
    ),
}


def can_be_off(mail: str) -> bool:
    """Whether a business may keep this mail from leaving; one that nobody wrote down here always leaves."""
    entry = CATALOG.get(mail)
    return entry is not None and not entry.needed
