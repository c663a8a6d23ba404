"""A person's portrait: chosen, replaced, removed by that person alone; the office sees it on the customer (product 13)."""

from accounts import store, writes
from accounts.account import Account
from accounts.branding_answers import PortraitIn, PortraitOut
from accounts.customer import Customer
from accounts.picture_files import portrait
from accounts.portal_files import A_DAY, deleted, folder_of, stored
from accounts.tries import PORTRAITS
from latchkey import limits
from latchkey.http import Caller
from latchkey.keys import Key
from latchkey.tables import commit
from latchkey.writes import Item


def take(caller: Caller, body: PortraitIn) -> PortraitOut:
    """Shows this picture from now on, in place of the one before. Raises InvalidError at `file`, LimitedError."""
    whose = caller.viewer.account_id
    counted = limits.counters(PORTRAITS, caller.business_id, whose, caller.source_ip, caller.now)
    account, record, counts = _own(caller, [one.key for one in counted])
    limits.must_have_room(counted, counts)
    file = portrait(folder_of(whose), body.file)
    stored(file.key, file.data, file.content_type, A_DAY)
    commit([*(one.spent() for one in counted), *writes.new_portrait(account, record, file.key)])
    if account.portrait not in (None, file.key):
        deleted(account.portrait)
    return PortraitOut(portrait_url=f"/{file.key}")


def remove(caller: Caller) -> PortraitOut:
    """Shows none any more. Again is the same."""
    account, record, _ = _own(caller, [])
    if account.portrait:
        commit(writes.new_portrait(account, record, None))
        deleted(account.portrait)
    return PortraitOut(portrait_url=None)


def _own(caller: Caller, beside: list[Key]) -> tuple[Account, Customer | None, list[Item | None]]:
    viewer = caller.viewer
    viewer.must_be_themselves()
    return store.account_with_record(caller.business_id, viewer.account_id, viewer.customer_id, beside)
