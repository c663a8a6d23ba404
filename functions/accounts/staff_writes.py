"""What changes when people join the staff, change their role or leave: pure values with their conditions.

The roster is one partition: a row a member, the open invitations, and the number of owners, of whom one always stays.
"""

from datetime import datetime

from accounts.account import Account
from accounts.invitation import Invitation
from latchkey import keys
from latchkey.clock import rfc3339
from latchkey.conditions import Condition, attribute, present
from latchkey.errors import ConflictError, LatchkeyError
from latchkey.viewer import StaffRole
from latchkey.writes import Delete, Item, Put, Update, Write


def on_roster(account: Account) -> list[Write]:
    """The row of a new member, and the count of owners; only together with the account's own write."""
    row = {
        "schema": 1,
        "account_id": account.account_id,
        "email": account.email,
        "name": account.name or "",
        "role": account.role,
    }
    put = Put("people", keys.staff_member(account.business_id, account.account_id), row)
    return [put, *_owners(account.business_id, int(account.role == "owner"))]


def invited(invitation: Invitation) -> Put:
    """The invitation is open."""
    return Put("people", invitation.key, invitation.item())


def invitation_over(invitation: Invitation) -> Delete:
    """It was taken, replaced or taken back: of two who do it at once one wins."""
    return Delete("people", invitation.key, present(), lambda _: over())


def over() -> LatchkeyError:
    """The one answer to an invitation that is used, taken back, too old or never was."""
    return ConflictError("This invitation is not open any more. Please ask for a new one.")


def returned(account: Account, role: StaffRole, name: str, password_hash: str, now: datetime) -> list[Write]:
    """A former member is back, in another role, with another password, and with no session from before."""
    back = Update(
        "people",
        keys.account(account.business_id, account.account_id),
        {"role": role, "name": name, "password_hash": password_hash, "sessions_valid_from": rfc3339(now)},
        add={"version": 1},
        remove=("removed_at",),
        condition=_unchanged(account),
        refused=_changed,
    )
    member = Account(account.business_id, account.account_id, account.email, "", "", role=role, name=name)
    return [back, *on_roster(member)]


def new_role(account: Account, role: StaffRole) -> list[Write]:
    """Another role from the member's next request on. Raises ConflictError for the last owner."""
    place = account.business_id, account.account_id
    more = int(role == "owner") - int(account.role == "owner")
    return [
        Update("people", keys.account(*place), {"role": role}, {"version": 1}, (), _unchanged(account), _changed),
        Update("people", keys.staff_member(*place), {"role": role}, condition=present(), refused=_changed),
        *_owners(account.business_id, more),
    ]


def removed(account: Account, now: datetime) -> list[Write]:
    """The member is out at the next request. Raises ConflictError for the last owner (product 2.9)."""
    place = account.business_id, account.account_id
    gone = {"removed_at": rfc3339(now)}
    return [
        Update("people", keys.account(*place), gone, {"version": 1}, (), _unchanged(account), _changed),
        Delete("people", keys.staff_member(*place), present(), _changed),
        *_owners(account.business_id, -int(account.role == "owner")),
    ]


# ---------------------------------------------------------------------------------------------------------------------
def _owners(business_id: str, more: int) -> list[Write]:
    if not more:
        return []
    stays = attribute("owners").ne(1) if more < 0 else None
    key = keys.staff_owners(business_id)
    return [Update("people", key, {"schema": 1}, {"owners": more}, (), stays, _last_owner)]


def _unchanged(account: Account) -> Condition:
    return attribute("version").eq(account.version)


def _changed(_: Item | None) -> LatchkeyError:
    return ConflictError("Somebody else changed this member at the same moment. Please look again.")


def _last_owner(_: Item | None) -> LatchkeyError:
    return ConflictError("A business keeps at least one owner. Make somebody else an owner first.")
