"""The routes of listings for those they were made for: galleries, downloads and sharing, pictures for guests."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from latchkey.http import NothingIn, api, caller, entry
from latchkey.lazily import lazily

with lazily():
    from media import (
        answers,
        card_answers,
        cards,
        cookies,
        mine,
        revision_answers,
        revisions,
        share_answers,
        sharing,
        team_sharing,
        usecases,
    )

app = api()


@app.get("/api/listings", compress=True)
def list_listings(
    cursor: str | None = None, customer_id: Annotated[list[str] | None, Query(max_length=40)] = None
) -> card_answers.ListingsOut:
    """Cards, newest delivery first: one's own listings and one's teams', for staff the business's; or of up to 40 customers."""
    return cards.list_listings(caller(app), cursor, customer_id or [])


@app.get("/api/listings/<listing_id>", compress=True)
def read_listing(listing_id: str) -> Response[answers.ListingOut]:
    """A listing with its gallery; sets the cookies that open its pictures."""
    return cookies.opening(*usecases.read_listing(caller(app), listing_id))


@app.post("/api/listings/<listing_id>/media-access")
def renew_access(listing_id: str, body: NothingIn) -> Response[answers.AccessOut]:
    """Renews the cookies after a fresh check."""
    return cookies.opening(*usecases.renew_access(caller(app), listing_id))


@app.post("/api/listings/<listing_id>/downloads")
def download(listing_id: str, body: answers.DownloadIn) -> answers.DownloadOut:
    """A short link to one file."""
    return usecases.download(caller(app), listing_id, body.asset_id, body.size, captions=body.captions)


@app.post("/api/listings/<listing_id>/bundles")
def bundle(listing_id: str, body: answers.BundleIn) -> answers.BundleOut:
    """Everything, or a selection."""
    return usecases.bundle(caller(app), listing_id, body.size, body.asset_ids)


@app.get("/api/listings/<listing_id>/mine")
def read_mine(listing_id: str) -> answers.MineOut:
    """One's own marks on a listing."""
    return mine.read_mine(caller(app), listing_id)


@app.post("/api/listings/<listing_id>/visits")
def visit(listing_id: str, body: NothingIn) -> answers.MineOut:
    """One looks at the listing now."""
    return mine.visit(caller(app), listing_id)


@app.put("/api/listings/<listing_id>/favorites/<asset_id>", status_code=204)
def add_favorite(listing_id: str, asset_id: str, body: NothingIn) -> Response[None]:
    """Marks a photo as a favorite."""
    usecases.set_favorite(caller(app), listing_id, asset_id, favorite=True)
    return Response(HTTPStatus.NO_CONTENT)


@app.delete("/api/listings/<listing_id>/favorites/<asset_id>", status_code=204)
def remove_favorite(listing_id: str, asset_id: str) -> Response[None]:
    """Takes the mark away."""
    usecases.set_favorite(caller(app), listing_id, asset_id, favorite=False)
    return Response(HTTPStatus.NO_CONTENT)


@app.get("/api/listings/<listing_id>/revisions")
def list_revisions(listing_id: str) -> revision_answers.RevisionsOut:
    """One's own open requests for a change."""
    return revisions.list_revisions(caller(app), listing_id)


@app.post("/api/listings/<listing_id>/revisions", status_code=201)
def ask_revision(listing_id: str, body: revision_answers.RevisionIn) -> revision_answers.RevisionOut:
    """Asks for a change by a pin on a delivered photo."""
    return revisions.ask_revision(caller(app), listing_id, body)


@app.delete("/api/listings/<listing_id>/revisions/<revision_id>", status_code=204)
def withdraw_revision(listing_id: str, revision_id: str) -> Response[None]:
    """Takes back one's own request."""
    revisions.withdraw_revision(caller(app), listing_id, revision_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.put("/api/listings/<listing_id>/teams/<team_id>", status_code=204)
def share_with_team(listing_id: str, team_id: str, body: answers.SharedWithTeamIn) -> Response[None]:
    """Share a listing and its orders with one's customer team, or take that back."""
    team_sharing.share_with_team(caller(app), listing_id, team_id, shared=body.shared)
    return Response(HTTPStatus.NO_CONTENT)


@app.get("/api/listings/<listing_id>/shares")
def list_shares(listing_id: str) -> share_answers.SharesOut:
    """The links that still open the listing for others."""
    return sharing.list_shares(caller(app), listing_id)


@app.post("/api/listings/<listing_id>/shares", status_code=201)
def make_share(listing_id: str, body: share_answers.ShareIn) -> share_answers.MadeShareOut:
    """A link with which anybody sees the pictures; its address is told this once."""
    return sharing.make_share(caller(app), listing_id, body)


@app.delete("/api/listings/<listing_id>/shares/<share_id>", status_code=204)
def revoke_share(listing_id: str, share_id: str) -> Response[None]:
    """A link opens nothing any more."""
    sharing.revoke_share(caller(app), listing_id, share_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.post("/api/shared-listing")
def open_shared(body: share_answers.ShareTokenIn) -> share_answers.SharedListingOut:
    """What the holder of a share link is shown now; opening it uses nothing up."""
    return sharing.open_shared(caller(app), body.token)


@app.get("/g/<token>/photos/<asset_id>")
def guest_photo(token: str, asset_id: str, size: str = "large") -> Response[None]:
    """Sends the holder of a private link to the picture that may be seen now."""
    url = usecases.guest_photo(caller(app), token, asset_id, small=size == "small")
    return Response(HTTPStatus.FOUND, headers={"location": url, "referrer-policy": "no-referrer"})


handler: Any = entry("media.api", app)
