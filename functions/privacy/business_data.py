"""What owners do about everything that their business has: ask for a copy, fetch it, fetch the original files (ADR 0072)."""

from latchkey.clients import client
from latchkey.clock import rfc3339
from latchkey.errors import NotFoundError
from latchkey.http import Caller
from latchkey.ids import is_id
from latchkey.observability import count
from latchkey.settings import settings
from latchkey.tables import commit
from privacy import store, writes
from privacy.answers import DataLinkOut
from privacy.business_answers import BusinessDataOut, OriginalOut, OriginalsOut, copy_out
from privacy.business_copy import BusinessCopy
from privacy.originals import Original, originals_in

_LINK_SECONDS = 5 * 60
# Files are saved one after the other, and some are gigabytes: a link only has to be opened within this time.
_ORIGINAL_SECONDS = 15 * 60


def read_data(caller: Caller) -> BusinessDataOut:
    """How far the newest copy is. Staff."""
    caller.viewer.must_be_staff()
    return _shown(caller, store.business_copy(caller.business_id))


def ask_copy(caller: Caller) -> BusinessDataOut:
    """A copy of everything is to be made; one an hour is enough. Owner."""
    caller.viewer.must_be_owner()
    before = store.business_copy(caller.business_id)
    if before and before.serves(caller.now):
        return _shown(caller, before)
    by = caller.viewer.name or caller.viewer.email
    copy = BusinessCopy(caller.business_id, writes.new_request_id(caller.now), "working", rfc3339(caller.now), by)
    commit(writes.copy_asked(copy))
    count("BusinessCopiesAsked")
    return _shown(caller, copy)


def download_copy(caller: Caller) -> DataLinkOut:
    """A link to the copy. Owner. Raises NotFoundError."""
    caller.viewer.must_be_owner()
    copy = store.business_copy(caller.business_id)
    if copy is None or not copy.is_there(caller.now):
        raise NotFoundError
    name = f'attachment; filename="business-{copy.asked_at[:10]}.zip"'
    return DataLinkOut(url=_link(settings().exports_bucket, copy.object_key, name, _LINK_SECONDS))


def list_originals(caller: Caller, listing_id: str) -> OriginalsOut:
    """Every original file of a listing, each with a link. Owner. Raises NotFoundError."""
    caller.viewer.must_be_owner()
    items = store.listing_items(caller.business_id, listing_id) if is_id("lst", listing_id) else []
    if not items:
        raise NotFoundError
    count("OriginalsListed")
    found = originals_in(caller.business_id, listing_id, items)
    return OriginalsOut(listing_id=listing_id, originals=[_original(one) for one in found])


# ---------------------------------------------------------------------------------------------------------------------
def _shown(caller: Caller, copy: BusinessCopy | None) -> BusinessDataOut:
    there = copy is not None and (copy.state == "working" or copy.is_there(caller.now))
    return BusinessDataOut(
        copy_made=copy_out(copy) if copy and there else None, may_decide=caller.viewer.role == "owner"
    )


def _original(one: Original) -> OriginalOut:
    return OriginalOut(
        name=one.name,
        kind=one.kind,
        bytes=one.bytes,
        sha256=one.sha256,
        uploaded_at=one.uploaded_at,
        url=_link(settings().raw_bucket, one.object_key, one.attachment, _ORIGINAL_SECONDS),
    )


def _link(bucket: str, key: str, disposition: str, seconds: int) -> str:
    place = {"Bucket": bucket, "Key": key, "ResponseContentDisposition": disposition}
    return str(client("s3").generate_presigned_url("get_object", Params=place, ExpiresIn=seconds))
