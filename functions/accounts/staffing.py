"""What owners do with their staff: invite, take back, change a role, remove; and how somebody joins (product 2.9)."""

from accounts import password, staff_writes, store, writes
from accounts.account import Account
from accounts.address import canonical
from accounts.invitation import Invitation
from accounts.opening import Opened, opened
from accounts.staff_answers import (
    InvitationIn,
    InvitationOut,
    InvitedOut,
    JoiningIn,
    MemberOut,
    StaffOut,
    invitation_out,
)
from accounts.tries import CODES
from latchkey import limits
from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import fingerprint, is_id, new_id, new_secret
from latchkey.observability import count
from latchkey.outbox import outgoing
from latchkey.tables import commit
from latchkey.viewer import StaffRole
from latchkey.writes import Write
from mail import messages


def read_staff(caller: Caller) -> StaffOut:
    """Members by name, then who was invited, the newest first. Staff; only an owner may change any of it."""
    caller.viewer.must_be_staff()
    members, invitations = store.roster(caller.business_id)
    rows = sorted(members, key=lambda row: (row["name"] or row["email"]).casefold())
    return StaffOut(
        members=[MemberOut(**{name: row[name] for name in MemberOut.model_fields}) for row in rows],
        invitations=[invitation_out(one) for one in reversed(invitations) if one.is_open(caller.now)],
        may_change=caller.viewer.role == "owner",
    )


def invite(caller: Caller, body: InvitationIn) -> InvitationOut:
    """Mails an invitation; an older one to the same address is over. Owner.

    Raises InvalidError for an address, ConflictError when it belongs to a member or a customer, LimitedError.
    """
    caller.viewer.must_be_owner()
    address = canonical(body.email)
    counted = limits.counters(CODES, caller.business_id, address, caller.source_ip, caller.now)
    claimed_by, counts = store.claim_and_counts(caller.business_id, address, counted)
    limits.must_have_room(counted, counts)
    members, invitations = store.roster(caller.business_id)
    _must_be_free(claimed_by, {row["account_id"] for row in members}, caller.business_id)
    invitation_id, secret = new_id("inv", caller.now), new_secret()
    name = caller.viewer.name
    invitation = Invitation.to(caller.business_id, invitation_id, address, body.role, secret, by=name, now=caller.now)
    before = [staff_writes.invitation_over(one) for one in invitations if one.email == address]
    commit(
        [
            *(one.spent() for one in counted),
            *before,
            staff_writes.invited(invitation),
            _mail(caller, invitation, secret),
        ]
    )
    count("StaffInvited")
    return invitation_out(invitation)


def take_back(caller: Caller, invitation_id: str) -> None:
    """The invitation opens nothing any more. Owner. Raises NotFoundError, ConflictError when it was just taken."""
    caller.viewer.must_be_owner()
    found = store.invitation(caller.business_id, invitation_id) if is_id("inv", invitation_id) else None
    if found is None:
        raise NotFoundError
    commit([staff_writes.invitation_over(found)])


def change_role(caller: Caller, account_id: str, role: StaffRole) -> MemberOut:
    """Another role for a member, from the next request on; the same again changes nothing. Owner.

    Raises NotFoundError, ConflictError for the last owner.
    """
    caller.viewer.must_be_owner()
    member = _member(caller, account_id)
    if member.role != role:
        commit(staff_writes.new_role(member, role))
        count("StaffChanged")
    return MemberOut(account_id=account_id, email=member.email, name=member.name or "", role=role)


def remove(caller: Caller, account_id: str) -> None:
    """The member is out at the next request; what they did stays. Owner. Raises NotFoundError, ConflictError."""
    caller.viewer.must_be_owner()
    commit(staff_writes.removed(_member(caller, account_id), caller.now))
    count("StaffChanged")


def open_invitation(caller: Caller, token: str) -> InvitedOut:
    """What the holder of a mailed link is asked to join. Opening uses nothing up (mail scanners open links)."""
    invitation, _ = _opened(caller, token)
    return InvitedOut(email=invitation.email, role=invitation.role, invited_by=invitation.invited_by)


def join(caller: Caller, body: JoiningIn) -> Opened:
    """The holder of the mailed link is a member from now on, signed in here; the invitation is used up.

    Raises ConflictError when it is not open any more, InvalidError for a password.
    """
    invitation, found = _opened(caller, body.token)
    password.must_be_acceptable(body.password, invitation.email)
    kept, secret = password.hashed(body.password), new_secret()
    account, joined = _joining(caller, invitation, found, body.name, kept)
    commit(
        [
            staff_writes.invitation_over(invitation),
            *joined,
            writes.new_session(account, fingerprint(secret), caller.now),
        ]
    )
    count("StaffJoined")
    return opened(account, secret)


# ---------------------------------------------------------------------------------------------------------------------
def _must_be_free(claimed_by: str | None, members: set[str], business_id: str) -> None:
    """A former member may come back; a customer's account stays one, or two people would share it."""
    if claimed_by is None:
        return
    if claimed_by in members:
        raise ConflictError("This address belongs to a member of your staff already.")
    former = store.account(business_id, claimed_by)
    if former is None or former.role is None:
        raise ConflictError("This address has a customer's account here. Please invite another address.")


def _opened(caller: Caller, token: str) -> tuple[Invitation, Account | None]:
    """The open invitation of a link, and the account that its address has from an earlier time."""
    invitation_id, _, secret = token.partition(".")
    found = store.invitation(caller.business_id, invitation_id) if is_id("inv", invitation_id) else None
    if found is None or not found.is_opened_by(secret, caller.now):
        raise staff_writes.over()
    return found, store.account_of_address(caller.business_id, found.email)


def _joining(
    caller: Caller, invitation: Invitation, found: Account | None, name: str, kept: str
) -> tuple[Account, list[Write]]:
    if found is None:
        account = Account(
            business_id=caller.business_id,
            account_id=new_id("acc", caller.now),
            email=invitation.email,
            password_hash=kept,
            created_at=rfc3339(caller.now),
            role=invitation.role,
            name=name,
        )
        return account, writes.new_account(account)
    if not found.removed_at or found.role is None:
        raise ConflictError("This address has an account here already. Please sign in with it.")
    back = Account(
        found.business_id, found.account_id, found.email, kept, found.created_at, None, invitation.role, name
    )
    return back, staff_writes.returned(found, invitation.role, name, kept, caller.now)


def _member(caller: Caller, account_id: str) -> Account:
    found = store.account(caller.business_id, account_id) if is_id("acc", account_id) else None
    if found is None or found.role is None or found.removed_at:
        raise NotFoundError
    return found


def _mail(caller: Caller, invitation: Invitation, secret: str) -> Write:
    payload = messages.staff_invitation(
        caller.business_id,
        to=invitation.email,
        role=invitation.role,
        invited_by=invitation.invited_by,
        expires_at=invitation.expires_at,
        link_path=f"/join/{invitation.invitation_id}.{secret}",
    )
    return outgoing(caller.business_id, "mail", payload, caller.now)
