"""What people do about the data that a business keeps of a customer: ask for a copy, ask for its end, decide about that."""

from accounts import erased_writes
from accounts.address import canonical
from accounts.customer import Customer
from accounts.securing import must_know_password
from latchkey.clients import client
from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, InvalidError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import is_id
from latchkey.observability import count
from latchkey.outbox import outgoing
from latchkey.session import teams_of
from latchkey.settings import settings
from latchkey.tables import commit
from latchkey.writes import Item, Write
from mail import messages
from privacy import obstacles, store, writes
from privacy.answers import DataLinkOut, ErasureRow, ErasuresOut, PrivacyOut, privacy_out
from privacy.subject import Erasure, Export, Subject

_LINK_SECONDS = 5 * 60


# The customer's own ---------------------------------------------------------------------------------------------------
def read_own(caller: Caller) -> PrivacyOut:
    """What I asked for, and how far it is."""
    return _shown(caller, *store.requests_of(caller.business_id, _own(caller)))


def export_own(caller: Caller) -> PrivacyOut:
    """A copy of everything about me is to be made; one an hour is enough."""
    return _export(caller, _own(caller), by_customer=True)


def download_own(caller: Caller) -> DataLinkOut:
    return _download(caller, _own(caller))


def ask_erasure(caller: Caller, typed: str) -> PrivacyOut:
    """I want to be deleted. Raises InvalidError for a wrong password, ConflictError with what has to be settled first."""
    customer_id = _own(caller)
    account, room = must_know_password(caller, typed)
    item = store.account_item(caller.business_id, account.account_id)
    _nothing_in_the_way(caller, customer_id, item)
    erasure = Erasure(caller.business_id, customer_id, "waiting", rfc3339(caller.now), by_customer=True)
    commit([*room, writes.erasure_asked(erasure)])
    count("ErasuresAsked")
    return _shown(caller, erasure, store.requests_of(caller.business_id, customer_id)[1])


def take_back(caller: Caller) -> None:
    """I stay. Raises ConflictError when it has begun, NotFoundError when I never asked."""
    erasure, _ = store.requests_of(caller.business_id, _own(caller))
    if erasure is None:
        raise NotFoundError
    commit([writes.erasure_taken_back(erasure)])


# The business's -------------------------------------------------------------------------------------------------------
def read_customer(caller: Caller, customer_id: str) -> PrivacyOut:
    """What was asked about a customer. Owner or manager."""
    caller.viewer.must_be_owner_or_manager()
    _record(caller, customer_id)
    return _shown(caller, *store.requests_of(caller.business_id, customer_id))


def export_customer(caller: Caller, customer_id: str) -> PrivacyOut:
    """The same copy for a customer who asked otherwise. Owner."""
    caller.viewer.must_be_owner()
    _record(caller, customer_id)
    return _export(caller, customer_id, by_customer=False)


def download_of_customer(caller: Caller, customer_id: str) -> DataLinkOut:
    caller.viewer.must_be_owner()
    _record(caller, customer_id)
    return _download(caller, customer_id)


def refuse(caller: Caller, customer_id: str, reason: str) -> PrivacyOut:
    """The customer stays, and is told why by mail and on the account page. Owner. Raises NotFoundError, ConflictError."""
    caller.viewer.must_be_owner()
    record = _record(caller, customer_id)
    erasure, export = store.requests_of(caller.business_id, customer_id)
    if erasure is None:
        raise NotFoundError
    refused = erasure.refused(_by(caller), reason, caller.now)
    told = messages.erasure_refused(caller.business_id, to=record.email, customer_id=customer_id, reason=reason)
    commit([writes.erasure_refused(refused), outgoing(caller.business_id, "mail", told, caller.now)])
    return _shown(caller, refused, export)


def erase(caller: Caller, customer_id: str, typed: str) -> PrivacyOut:
    """From this moment nobody signs in as this customer, and the worker deletes what is kept of them. Owner.

    Raises InvalidError when the typed address is another one, ConflictError with what has to be settled first.
    """
    caller.viewer.must_be_owner()
    record = _record(caller, customer_id)
    if not _is_address(typed, record.email):
        raise InvalidError("This is not the customer's e-mail address.", field="email")
    account = store.account_item(caller.business_id, record.account_id) if record.account_id else None
    heads = _nothing_in_the_way(caller, customer_id, account)
    asked, export = store.requests_of(caller.business_id, customer_id)
    asked = asked or Erasure(caller.business_id, customer_id, "waiting", rfc3339(caller.now), by_customer=False)
    begun = asked.begun(_by(caller), _subject(record, account), len(heads), caller.now)
    door: list[Write] = [erased_writes.door_closed(account, caller.now)] if account else []
    work = writes.to_do(caller.business_id, "erasure", customer_id, writes.new_request_id(caller.now), caller.now)
    commit([writes.erasure_begun(begun), *door, work])
    count("ErasuresBegun")
    return _shown(caller, begun, export)


def list_erasures(caller: Caller) -> ErasuresOut:
    """Who asks to be deleted, who is being deleted, and what was done before. Owner or manager."""
    caller.viewer.must_be_owner_or_manager()
    found = sorted(store.erasures(caller.business_id), key=lambda one: one.asked_at, reverse=True)
    shown = [one for one in found if one.is_open][:50] + [one for one in found if one.state == "done"][:50]
    records = store.records(caller.business_id, [one.customer_id for one in shown if one.state == "waiting"])
    return ErasuresOut(erasures=[_row(one, records.get(one.customer_id)) for one in shown])


# ---------------------------------------------------------------------------------------------------------------------
def _own(caller: Caller) -> str:
    """The record of the customer who asks for themselves; staff have none, nor whoever looks as a customer."""
    caller.viewer.must_be_themselves()
    if not caller.viewer.customer_id:
        raise NotFoundError
    return caller.viewer.customer_id


def _record(caller: Caller, customer_id: str) -> Customer:
    found = store.record(caller.business_id, customer_id) if is_id("cus", customer_id) else None
    if found is None:
        raise NotFoundError
    return found


def _export(caller: Caller, customer_id: str, *, by_customer: bool) -> PrivacyOut:
    erasure, before = store.requests_of(caller.business_id, customer_id)
    if erasure and erasure.state == "working":
        raise ConflictError("This customer is being deleted already.")
    if before and before.serves(caller.now):
        return _shown(caller, erasure, before)
    request_id = writes.new_request_id(caller.now)
    export = Export(caller.business_id, customer_id, request_id, "working", rfc3339(caller.now), by_customer)
    work = writes.to_do(caller.business_id, "export", customer_id, request_id, caller.now)
    commit([writes.export_asked(export), work])
    count("ExportsAsked")
    return _shown(caller, erasure, export)


def _download(caller: Caller, customer_id: str) -> DataLinkOut:
    _, export = store.requests_of(caller.business_id, customer_id)
    if export is None or not export.is_there(caller.now):
        raise NotFoundError
    place = {
        "Bucket": settings().exports_bucket,
        "Key": export.object_key,
        "ResponseContentDisposition": f'attachment; filename="data-{export.asked_at[:10]}.zip"',
    }
    url = client("s3").generate_presigned_url("get_object", Params=place, ExpiresIn=_LINK_SECONDS)
    return DataLinkOut(url=str(url))


def _nothing_in_the_way(caller: Caller, customer_id: str, account: Item | None) -> list[Item]:
    """The customer's orders, none of which is open or owed. Raises ConflictError, naming what is."""
    heads = store.order_heads(caller.business_id, customer_id)
    admin_of = [one for one, place in teams_of(account or {}).items() if place.role == "admin"]
    teams = [team for team in (store.team(caller.business_id, one) for one in admin_of) if team]
    why = obstacles.sentence(heads, teams, account["account_id"] if account else "")
    if why:
        raise ConflictError(why)
    return heads


def _subject(record: Customer, account: Item | None) -> Subject:
    mates = {one for team in teams_of(account or {}).values() for one in team.customers} - {record.customer_id}
    name = (account or {}).get("name") or record.name or ""
    return Subject(record.customer_id, record.email, name, record.account_id or "", tuple(sorted(mates)))


def _is_address(typed: str, address: str) -> bool:
    try:
        return canonical(typed) == address
    except InvalidError:
        return False


def _shown(caller: Caller, erasure: Erasure | None, export: Export | None) -> PrivacyOut:
    there = export is not None and (export.state == "working" or export.is_there(caller.now))
    return privacy_out(erasure, export, may_decide=caller.viewer.role == "owner", there=there)


def _row(erasure: Erasure, record: Customer | None) -> ErasureRow:
    assert erasure.state != "refused"
    return ErasureRow(
        customer_id=erasure.customer_id,
        customer_name=record.name if record else None,
        customer_email=record.email if record else None,
        state=erasure.state,
        asked_at=erasure.asked_at,
        decided_by=erasure.decided_by,
        done_at=erasure.done_at,
        orders=erasure.orders,
    )


def _by(caller: Caller) -> str:
    return caller.viewer.name or caller.viewer.email
