"""Finished uploads, reported in groups: each is joined alone, and all that were are said in one transaction (ADR 0056)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from latchkey.clients import client
from latchkey.errors import ConflictError, NotFoundError, UnavailableError
from latchkey.http import Caller
from latchkey.ids import is_id
from latchkey.observability import note
from latchkey.tables import commit
from media import asset_writes, store, upload, writes
from media.asset import Asset, asset_id_of
from media.paths import raw_key
from media.upload_answers import CompletedOut, CompletionIn, CompletionsIn, CompletionsOut

# Joining one takes storage a moment, a video's parts a few seconds: a group ends well within the time of a request.
_AT_ONCE: Final = 10
_GONE: Final = "This upload is not here any more. Please upload the file again."


def complete_uploads(caller: Caller, listing_id: str, body: CompletionsIn) -> CompletionsOut:
    """Joins the parts of each upload; the renderer then judges the files. The same group again has the same answer.

    One that cannot be joined says why and harms no other; one about which storage gave no answer stays `uploading`, to be
    reported again. Raises NotFoundError when all of them are unknown.
    """
    caller.viewer.must_be_staff()
    place = caller.business_id, listing_id
    finished = {asset_id_of(one.upload_id): one for one in body.uploads if is_id("upl", one.upload_id)}
    found = store.assets(*place, list(finished)) if finished and is_id("lst", listing_id) else {}
    if not found:
        raise NotFoundError
    waiting = [asset for asset in found.values() if asset.state == "uploading"]
    unjoined = _join(place, waiting, finished)
    joined = [asset.asset_id for asset in waiting if asset.asset_id not in unjoined]
    gone = _say(place, joined)
    note(listing_id=listing_id, completed=len(joined))
    answers = []
    for upload_id in dict.fromkeys(one.upload_id for one in body.uploads):
        asset = found.get(asset_id_of(upload_id))
        if asset is None or asset.asset_id in gone:
            answers.append(CompletedOut(upload_id=upload_id, refused=_GONE))
        elif asset.asset_id in unjoined:
            answers.append(CompletedOut(upload_id=upload_id, state="uploading", refused=unjoined[asset.asset_id]))
        else:
            state = "processing" if asset.state == "uploading" else asset.state
            answers.append(CompletedOut(upload_id=upload_id, state=state))
    return CompletionsOut(uploads=answers)


# ---------------------------------------------------------------------------------------------------------------------
def _join(
    place: tuple[str, str], assets: Iterable[Asset], finished: Mapping[str, CompletionIn]
) -> dict[str, str | None]:
    """Joins each of them; why the others were not, None where nobody knows."""
    client("s3")  # made before the threads share it

    def join(asset: Asset) -> tuple[str, str | None] | None:
        parts = [(part.number, part.etag) for part in finished[asset.asset_id].parts]
        try:
            if len(dict(parts)) != upload.part_count(asset.bytes):
                raise ConflictError(upload.PARTS_MISSING)
            # Not open any more means that an earlier call joined the parts and died before it could say so.
            upload.complete(raw_key(*place, asset.asset_id), asset.s3_upload_id or "", parts)
        except ConflictError as refusal:
            return asset.asset_id, refusal.detail
        except UnavailableError:
            return asset.asset_id, None
        return None

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(one for one in pool.map(join, assets) if one)


def _say(place: tuple[str, str], asset_ids: list[str]) -> set[str]:
    """Says that these have arrived; those of them that were removed meanwhile, which hold back no other."""
    if not asset_ids:
        return set()
    try:
        commit([asset_writes.arrived(*place, one) for one in asset_ids])
    except writes.PassedError:
        if len(asset_ids) == 1:
            return set(asset_ids)
        return {gone for one in asset_ids for gone in _say(place, [one])}
    return set()
