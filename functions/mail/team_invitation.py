"""An invitation to a customer team: who invites, to what, as what, and a page with a button. Opening it changes nothing."""

from collections.abc import Mapping
from typing import Any, Final

from accounts.business import Business
from latchkey.viewer import TeamRole
from mail.account_mails import TeamInvitation
from mail.wording import in_one_line

_ROLES: Final[Mapping[TeamRole, str]] = {"member": "a member", "admin": "an admin", "assistant": "an assistant"}


def context(message: TeamInvitation, _: Business) -> dict[str, Any]:
    """What the templates show."""
    return {
        "to": message.to,
        "by": in_one_line(message.invited_by),
        "team": in_one_line(message.team_name),
        "role": _ROLES[message.role],
        "path": message.link_path,
    }
