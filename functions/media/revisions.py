"""Revisions of a listing: asked for by a pin on a delivered photo, withdrawn by who asked, resolved by the business.

They change neither status nor access (product 3.1): who wants the order worked on again reopens it.
"""

from __future__ import annotations

from datetime import timedelta

from latchkey import keys, limits
from latchkey.clock import rfc3339
from latchkey.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from latchkey.http import Caller
from latchkey.ids import fingerprint, is_id, new_id
from latchkey.observability import count, note
from latchkey.tables import commit, read, read_many
from media import revision_writes, store
from media.access import Onlooker, sees
from media.pictures import View
from media.revision import MOST_OPEN, Revision, is_replaced, revisions_of
from media.revision_answers import ResolutionIn, RevisionIn, RevisionOut, RevisionsOut, WorkspaceRevisionOut

REVISIONS = limits.Rule("revisions", timedelta(hours=1), per_person=60, per_visitor=240, per_shard=1000)


def ask_revision(caller: Caller, listing_id: str, body: RevisionIn) -> RevisionOut:
    """A pin on a photo that this customer is shown. The same form again is the same pin."""
    caller.viewer.must_be_signed_in()
    request = fingerprint(caller.key_of_form())
    gallery = store.gallery(caller.business_id, listing_id) if is_id("lst", listing_id) else None
    view = View.of(Onlooker(caller.viewer), gallery.lock, caller.business) if gallery else None
    if gallery is None or view is None or not sees(view.onlooker, view.place):
        raise NotFoundError
    photos = [one for one in view.visible(gallery.photos) if one.is_picture]
    photo = next((one for one in photos if one.asset_id == body.asset_id), None)
    if photo is None:
        raise NotFoundError
    if not caller.viewer.is_customer:
        raise ForbiddenError("Customers ask for revisions.")
    if body.reason == "other" and not body.text:
        raise InvalidError("Please say what should change.", field="text")
    known = read("listings", keys.revisions(caller.business_id, listing_id))
    open_ones = revisions_of(known)
    if again := next((one for one in open_ones if one.request == request), None):
        return _answer(again)
    if len(open_ones) >= MOST_OPEN:
        raise ConflictError(f"{MOST_OPEN} requests are open already. Please wait until some are resolved.")
    revision = Revision(
        revision_id=new_id("rev", caller.now),
        asset_id=photo.asset_id,
        order_id=photo.order_id,
        x=body.x,
        y=body.y,
        reason=body.reason,
        text=body.text,
        account_id=caller.viewer.account_id,
        by=caller.viewer.name,
        at=rfc3339(caller.now),
        request=request,
    )
    counted = limits.counters(REVISIONS, caller.business_id, caller.viewer.account_id, caller.source_ip, caller.now)
    parts = revision_writes.asked(caller.business_id, listing_id, known, revision, photo.name, caller.now)
    commit([*(one.spent() for one in counted), *parts])
    note(listing_id=listing_id)
    count("RevisionsAsked")
    return _answer(revision)


def list_revisions(caller: Caller, listing_id: str) -> RevisionsOut:
    """One's own open ones, on photos of what is delivered now."""
    view, open_ones = _seen(caller, listing_id)
    mine = [one for one in open_ones if one.account_id == caller.viewer.person_id]
    return RevisionsOut(revisions=[_answer(one) for one in mine if view.folder(one.order_id)])


def withdraw_revision(caller: Caller, listing_id: str, revision_id: str) -> None:
    """The person who asked does not want it any more; anybody else's does not exist for them."""
    _, open_ones = _seen(caller, listing_id)
    person_id = caller.viewer.person_id
    own = next((one for one in open_ones if one.revision_id == revision_id and one.account_id == person_id), None)
    if own is None or not person_id:
        raise NotFoundError
    place = caller.business_id, listing_id
    commit(revision_writes.closed(*place, own, "revision_withdrawn", caller.viewer, "", caller.now))


def resolve_revision(caller: Caller, listing_id: str, revision_id: str, body: ResolutionIn) -> None:
    """The business is done with it; the answer is read in the order's timeline."""
    caller.viewer.must_be_staff()
    _, open_ones = _seen(caller, listing_id)
    found = next((one for one in open_ones if one.revision_id == revision_id), None)
    if found is None:
        raise NotFoundError
    place = caller.business_id, listing_id
    commit(revision_writes.closed(*place, found, "revision_resolved", caller.viewer, body.answer, caller.now))
    count("RevisionsResolved")


def open_revisions(folder: store.Folder) -> list[WorkspaceRevisionOut]:
    """Everybody's, for the workspace."""
    return [
        WorkspaceRevisionOut(
            **_answer(one).model_dump(), order_id=one.order_id, by=one.by, replaced=is_replaced(one, folder.assets)
        )
        for one in revisions_of(folder.revisions)
    ]


# ---------------------------------------------------------------------------------------------------------------------
def _seen(caller: Caller, listing_id: str) -> tuple[View, list[Revision]]:
    """The listing, if it exists for this person, and its open revisions; one read."""
    caller.viewer.must_be_signed_in()
    if not is_id("lst", listing_id):
        raise NotFoundError
    place = caller.business_id, listing_id
    lock, item = read_many([("listings", keys.lock(*place)), ("listings", keys.revisions(*place))])
    view = View.of(Onlooker(caller.viewer), lock, caller.business) if lock else None
    if view is None or not sees(view.onlooker, view.place):
        raise NotFoundError
    note(listing_id=listing_id)
    return view, revisions_of(item)


def _answer(revision: Revision) -> RevisionOut:
    return RevisionOut(**{name: getattr(revision, name) for name in RevisionOut.model_fields})
