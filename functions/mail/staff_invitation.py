"""An invitation to the staff: who invites, as what, and a page with a button. Opening the page changes nothing (product 7.7)."""

from collections.abc import Mapping
from typing import Any, Final

from accounts.business import Business
from latchkey.viewer import StaffRole
from mail.account_mails import StaffInvitation
from mail.wording import in_one_line

_ROLES: Final[Mapping[StaffRole, str]] = {"owner": "an owner", "manager": "a manager", "photographer": "a photographer"}


def context(message: StaffInvitation, _: Business) -> dict[str, Any]:
    """What the templates show."""
    return {
        "to": message.to,
        "by": in_one_line(message.invited_by),
        "role": _ROLES[message.role],
        "path": message.link_path,
    }
