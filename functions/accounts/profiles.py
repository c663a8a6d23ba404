"""A person's own profile: read and saved whole; the next order is filled in from it (product 13)."""

from accounts import store, team_writes, writes
from accounts.account import Account
from accounts.people_answers import OwnAccountOut, ProfileIn
from accounts.profile import Profile
from latchkey.errors import UnauthenticatedError
from latchkey.http import Caller
from latchkey.tables import commit


def read_own(caller: Caller) -> OwnAccountOut:
    """The account of who asks."""
    return shown(_own(caller))


def save_own(caller: Caller, body: ProfileIn) -> OwnAccountOut:
    """Saves what was seen at `version`; raises InvalidError at a field, ConflictError when another tab was faster."""
    caller.viewer.must_be_themselves()
    account, record, _ = store.account_with_record(
        caller.business_id, caller.viewer.account_id, caller.viewer.customer_id
    )
    profile = Profile(body.name or None, body.phone or None, body.brokerage or None, tuple(body.links))
    on_rosters = [
        team_writes.member_named(caller.business_id, team_id, account.account_id, profile.name or "")
        for team_id in caller.viewer.teams
    ]
    commit([*writes.new_profile(account, record, profile, body.version), *on_rosters])
    return shown(account, profile, body.version + 1)


def _own(caller: Caller) -> Account:
    caller.viewer.must_be_themselves()
    account = store.account(caller.business_id, caller.viewer.account_id)
    if account is None:
        raise UnauthenticatedError("Please sign in first.")
    return account


def shown(account: Account, profile: Profile | None = None, version: int | None = None) -> OwnAccountOut:
    """The account as its owner sees it, with what was saved since it was read."""
    now = profile or account.profile
    return OwnAccountOut(
        email=account.email,
        name=now.name,
        phone=now.phone,
        brokerage=now.brokerage,
        links=list(now.links),
        portrait_url=f"/{account.portrait}" if account.portrait else None,
        version=version or account.version,
    )
