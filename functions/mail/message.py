"""What every mail is made of: a business, one person, and plain facts that other services put into the outbox.

Use: `outgoing(business_id, "mail", payload_of(OrderAccepted(…)), now)`. A payload carries no brand and no host: both are
read from the stored business when the mail is sent, so that no request can poison a link (guarantees 6).
"""

import re
from dataclasses import asdict, dataclass
from typing import Any

from latchkey.errors import InvalidError

_PATH = re.compile(r"/[A-Za-z0-9_\-./]*")
_CODE = re.compile(r"[0-9]{6}")
_INNER_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
# C0 and C1 controls, DEL, line and paragraph separators: nothing that could end a header line (guarantees 61).
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Message:
    """Facts of a mail to one address, from one business."""

    business_id: str
    to: str


def name_of(kind: type[Message]) -> str:
    """A kind of mail as payloads, templates and the catalog spell it: `OrderAccepted` is `order_accepted`."""
    return _INNER_CAPITAL.sub("_", kind.__name__).lower()


def payload_of(message: Message) -> dict[str, Any]:
    """The message as an outbox payload. Raises InvalidError for a line break in an address, or a link that leaves the host."""
    must_be_sound(message)
    return {"mail": name_of(type(message)), **asdict(message)}


def must_be_sound(message: Message) -> None:
    """Raises InvalidError for what would go to no address or to several, lead elsewhere, or carry no code."""
    if one_line(message.to).count("@") != 1 or " " in message.to or "," in message.to:
        raise InvalidError("A mail goes to exactly one address.")
    if not _CODE.fullmatch(getattr(message, "code", "000000")):
        raise InvalidError("A code is six digits.")
    for path in (getattr(message, "link_path", "/"), getattr(message, "unsubscribe_path", "/")):
        if not _PATH.fullmatch(path) or "//" in path or ".." in path:
            raise InvalidError("A mail links to a path of the business's own host only.")


def one_line(text: str) -> str:
    """`text` if it may stand in a header field. Raises InvalidError for controls and line ends (guarantees 61)."""
    if _CONTROLS.search(text):
        raise InvalidError("A mail's header field must be one line without control characters.")
    return text
