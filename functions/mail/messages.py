"""What a mail says, as plain facts: other services put these payloads into the outbox, `mail.send` renders and sends them.

Use: `outgoing(business_id, "mail", messages.payment_received(business_id, to=…), now)`. A payload carries no brand and no
host: both are read from the stored business when the mail is sent, so that no request can poison a link (guarantees 6).
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from latchkey.errors import InvalidError
from latchkey.money import Money

_PATH = re.compile(r"/[A-Za-z0-9_\-./]*")
_CODE = re.compile(r"[0-9]{6}")
# C0 and C1 controls, DEL, line and paragraph separators: nothing that could end a header line (guarantees 61).
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class VerificationCode:
    """The six digits that finish a sign-up; worthless and unsent after `expires_at` (RFC 3339)."""

    business_id: str
    to: str
    code: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class AccountExists:
    """Somebody signed up with an address that has an account: its owner alone is told (product 2.2)."""

    business_id: str
    to: str


@dataclass(frozen=True, slots=True)
class ListingDelivered:
    """The files are there; `due` is what the ledger says is owed, `locked` whether downloads wait for it.

    `links_wait`: tours and links of a locked order wait too. `held`: staff keep it locked, also when all is paid.
    """

    business_id: str
    to: str
    listing_id: str
    order_id: str
    address_line: str
    due: Money
    locked: bool
    photo_count: int
    link_path: str
    other_count: int = 0
    links_wait: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class PaymentReceived:
    """Money arrived: `amount` now, `due` what is still owed after it."""

    business_id: str
    to: str
    order_id: str
    order_number: str
    address_line: str
    amount: Money
    due: Money
    link_path: str


Message = VerificationCode | AccountExists | ListingDelivered | PaymentReceived
_KINDS: dict[str, type[Message]] = {
    "verification_code": VerificationCode,
    "account_exists": AccountExists,
    "listing_delivered": ListingDelivered,
    "payment_received": PaymentReceived,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def verification_code(business_id: str, *, to: str, code: str, expires_at: str) -> dict[str, Any]:
    """The payload of the code mail; `code` is six digits, `expires_at` RFC 3339."""
    return payload_of(VerificationCode(business_id, to, code, expires_at))


def account_exists(business_id: str, *, to: str) -> dict[str, Any]:
    """The payload of the mail "you already have an account"."""
    return payload_of(AccountExists(business_id, to))


def listing_delivered(
    business_id: str,
    *,
    to: str,
    listing_id: str,
    order_id: str,
    address_line: str,
    due: Money,
    locked: bool,
    photo_count: int,
    other_count: int,
    links_wait: bool,
    held: bool,
    link_path: str,
) -> dict[str, Any]:
    """The payload of the delivery mail. `link_path` is `/listings/lst_…`, or a guest's `/g/<token>`."""
    return payload_of(
        ListingDelivered(
            business_id,
            to,
            listing_id,
            order_id,
            address_line,
            due,
            locked,
            photo_count,
            link_path,
            other_count,
            links_wait,
            held,
        )
    )


def payment_received(
    business_id: str,
    *,
    to: str,
    order_id: str,
    order_number: str,
    address_line: str,
    amount: Money,
    due: Money,
    link_path: str,
) -> dict[str, Any]:
    """The payload of the mail about a payment. `link_path` is `/listings/lst_…`, `/orders/ord_…` or `/g/<token>`."""
    return payload_of(PaymentReceived(business_id, to, order_id, order_number, address_line, amount, due, link_path))


def payload_of(message: Message) -> dict[str, Any]:
    """The message as an outbox payload. Raises InvalidError for a line break in an address, or a link that leaves the host."""
    _check(message)
    return {"mail": name_of(message), **asdict(message)}


def message_of(payload: Mapping[str, Any]) -> Message:
    """The message in an outbox payload. Raises InvalidError when it is of no known kind or shape."""
    facts = {name: _value(fact) for name, fact in payload.items() if name != "mail"}
    try:
        message = _KINDS[payload["mail"]](**facts)
    except (KeyError, TypeError) as error:
        raise InvalidError("This mail is of a kind or shape that nobody knows.") from error
    _check(message)
    return message


def name_of(message: Message) -> str:
    """The kind of a message as payloads and templates spell it."""
    return _NAMES[type(message)]


def one_line(text: str) -> str:
    """`text` if it may stand in a header field. Raises InvalidError for controls and line ends (guarantees 61)."""
    if _CONTROLS.search(text):
        raise InvalidError("A mail's header field must be one line without control characters.")
    return text


def _value(fact: Any) -> Any:
    return Money(**fact) if isinstance(fact, Mapping) else fact


def _check(message: Message) -> None:
    if one_line(message.to).count("@") != 1 or " " in message.to or "," in message.to:
        raise InvalidError("A mail goes to exactly one address.")
    if isinstance(message, VerificationCode) and not _CODE.fullmatch(message.code):
        raise InvalidError("A code is six digits.")
    path = getattr(message, "link_path", "/")
    if not _PATH.fullmatch(path) or "//" in path or ".." in path:
        raise InvalidError("A mail links to a path of the business's own host only.")
