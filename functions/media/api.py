"""The routes of media: listings and downloads for customers, the workspace for the business, pictures for guests."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.shared.cookies import Cookie, SameSite
from pydantic import BaseModel

from latchkey.http import NothingIn, api, caller, entry
from latchkey.lazily import lazily

with lazily():
    from media import (
        answers,
        captioning,
        completing,
        link_answers,
        links,
        mine,
        organizing,
        replacing,
        revision_answers,
        revisions,
        share_answers,
        sharing,
        signing,
        studio_answers,
        unpublishing,
        upload_answers,
        usecases,
        video_answers,
        workspace,
        workspace_answers,
    )

app = api()


@app.get("/api/listings", compress=True)
def list_listings(cursor: str | None = None) -> answers.ListingsOut:
    """Listings as cards, newest delivery first."""
    return usecases.list_listings(caller(app), cursor)


@app.get("/api/listings/<listing_id>", compress=True)
def read_listing(listing_id: str) -> Response[answers.ListingOut]:
    """A listing with its gallery; sets the cookies that open its pictures."""
    return _with_cookies(*usecases.read_listing(caller(app), listing_id))


@app.post("/api/listings/<listing_id>/media-access")
def renew_access(listing_id: str, body: NothingIn) -> Response[answers.AccessOut]:
    """Renews the cookies after a fresh check."""
    return _with_cookies(*usecases.renew_access(caller(app), listing_id))


@app.post("/api/listings/<listing_id>/downloads")
def download(listing_id: str, body: answers.DownloadIn) -> answers.DownloadOut:
    """A short link to one file."""
    return usecases.download(caller(app), listing_id, body.asset_id, body.size)


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


@app.post("/api/listings/<listing_id>/uploads")
def start_uploads(listing_id: str, body: upload_answers.UploadsIn) -> upload_answers.UploadsOut:
    """Opens uploads; a refused file does not harm the others."""
    return workspace.start_uploads(caller(app), listing_id, body)


@app.post("/api/listings/<listing_id>/uploads/<upload_id>/parts")
def resume_upload(listing_id: str, upload_id: str, body: upload_answers.PartsIn) -> upload_answers.PartsOut:
    """What has arrived, and fresh links for the rest."""
    return workspace.resume_upload(caller(app), listing_id, upload_id, body.first)


@app.post("/api/listings/<listing_id>/uploads/completion")
def complete_uploads(listing_id: str, body: upload_answers.CompletionsIn) -> upload_answers.CompletionsOut:
    """Joins the parts of uploads; one that cannot be does not harm the others."""
    return completing.complete_uploads(caller(app), listing_id, body)


@app.delete("/api/listings/<listing_id>/uploads/<upload_id>", status_code=204)
def abandon_upload(listing_id: str, upload_id: str) -> Response[None]:
    """Throws an upload away."""
    workspace.abandon_upload(caller(app), listing_id, upload_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.get("/api/listings/<listing_id>/workspace", compress=True)
def read_workspace(listing_id: str) -> Response[workspace_answers.WorkspaceOut]:
    """Everything of a listing, for the business."""
    who = caller(app)
    return _with_cookies(*studio_answers.workspace_out(who, workspace.open_folder(who, listing_id)))


@app.patch("/api/listings/<listing_id>/assets/<asset_id>")
def change_asset(listing_id: str, asset_id: str, body: workspace_answers.AssetIn) -> workspace_answers.AssetStateOut:
    """Caption, alternative text, visibility, branding, section, place."""
    return organizing.change_asset(caller(app), listing_id, asset_id, body)


@app.post("/api/listings/<listing_id>/assets/<asset_id>/poster")
def take_poster(listing_id: str, asset_id: str, body: upload_answers.PosterIn) -> upload_answers.PosterOut:
    """A link that takes the picture which stands for a video."""
    return workspace.take_poster(caller(app), listing_id, asset_id)


@app.put("/api/listings/<listing_id>/assets/<asset_id>/captions")
def give_captions(listing_id: str, asset_id: str, body: workspace_answers.CaptionsIn) -> video_answers.CaptionsOut:
    """Gives a video captions, in the place of those that it had."""
    return captioning.give_captions(caller(app), listing_id, asset_id, body)


@app.delete("/api/listings/<listing_id>/assets/<asset_id>/captions", status_code=204)
def remove_captions(listing_id: str, asset_id: str) -> Response[None]:
    """Takes a video's captions away."""
    captioning.remove_captions(caller(app), listing_id, asset_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.patch("/api/listings/<listing_id>/assets")
def change_assets(listing_id: str, body: workspace_answers.AssetsIn) -> workspace_answers.AssetsOut:
    """Puts several assets into a section."""
    return organizing.change_assets(caller(app), listing_id, body)


@app.delete("/api/listings/<listing_id>/assets/<asset_id>", status_code=204)
def remove_asset(listing_id: str, asset_id: str) -> Response[None]:
    """Removes an asset, or hides a delivered one."""
    organizing.remove_asset(caller(app), listing_id, asset_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.post("/api/listings/<listing_id>/assets/<asset_id>/replacement")
def replace_photo(listing_id: str, asset_id: str, body: upload_answers.FileIn) -> upload_answers.UploadOut:
    """Opens the upload of a new file for a photo."""
    return replacing.start_replacement(caller(app), listing_id, asset_id, body)


@app.delete("/api/listings/<listing_id>/assets/<asset_id>/replacement", status_code=204)
def keep_photo(listing_id: str, asset_id: str) -> Response[None]:
    """Keeps the photo as it was: throws away a new file that no customer has seen."""
    replacing.keep_old(caller(app), listing_id, asset_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.post("/api/listings/<listing_id>/links", status_code=201)
def add_link(listing_id: str, body: link_answers.LinkIn) -> link_answers.WorkspaceLinkOut:
    """Adds a tour, a website or another page outside."""
    return links.add_link(caller(app), listing_id, body)


@app.patch("/api/listings/<listing_id>/links/<link_id>")
def change_link(listing_id: str, link_id: str, body: link_answers.LinkChangeIn) -> link_answers.WorkspaceLinkOut:
    """Words, address, visibility, place."""
    return links.change_link(caller(app), listing_id, link_id, body)


@app.post("/api/listings/<listing_id>/links/<link_id>/check", status_code=202)
def check_link(listing_id: str, link_id: str, body: NothingIn) -> link_answers.WorkspaceLinkOut:
    """Asks for a check now."""
    return links.check_link(caller(app), listing_id, link_id)


@app.delete("/api/listings/<listing_id>/links/<link_id>", status_code=204)
def remove_link(listing_id: str, link_id: str) -> Response[None]:
    """Takes a link away."""
    links.remove_link(caller(app), listing_id, link_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.put("/api/listings/<listing_id>/cover")
def choose_cover(listing_id: str, body: workspace_answers.CoverIn) -> workspace_answers.CoverOut:
    """The photo on the listing's cards."""
    return organizing.choose_cover(caller(app), listing_id, body)


@app.post("/api/listings/<listing_id>/deliveries", status_code=202)
def start_delivery(listing_id: str, body: workspace_answers.DeliveryIn) -> workspace_answers.DeliveryStateOut:
    """Delivers an order of the listing."""
    return workspace.start_delivery(caller(app), listing_id, body)


@app.post("/api/listings/<listing_id>/deliveries/<delivery_id>/retry", status_code=202)
def retry_delivery(listing_id: str, delivery_id: str) -> workspace_answers.DeliveryStateOut:
    """Lets a delivery that needs attention go on."""
    return workspace.retry_delivery(caller(app), listing_id, delivery_id)


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


@app.post("/api/listings/<listing_id>/revisions/<revision_id>/resolution", status_code=204)
def resolve_revision(listing_id: str, revision_id: str, body: revision_answers.ResolutionIn) -> Response[None]:
    """The business is done with a request. Staff."""
    revisions.resolve_revision(caller(app), listing_id, revision_id, body)
    return Response(HTTPStatus.NO_CONTENT)


@app.post("/api/listings/<listing_id>/unpublishing")
def unpublish(listing_id: str, body: workspace_answers.UnpublishIn) -> workspace_answers.UnpublishedOut:
    """Takes what was delivered back from the customer, with a reason; delivering again publishes it."""
    return unpublishing.unpublish(caller(app), listing_id, body)


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


def _with_cookies[T: BaseModel](body: T, cookies: usecases.Cookies) -> Response[T]:
    lasts = int(signing.COOKIES_LAST.total_seconds())
    made = [
        Cookie(name, value, path=path, http_only=True, max_age=lasts, same_site=SameSite.LAX_MODE)
        for name, value, path in cookies
    ]
    return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, body, cookies=made)


handler: Any = entry("media.api", app)
