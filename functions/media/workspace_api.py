"""The routes of listings for the business: uploads, order and words, links outside, requests, deliveries."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response

from latchkey.http import NothingIn, api, caller, entry
from latchkey.lazily import lazily

with lazily():
    from media import (
        captioning,
        completing,
        cookies,
        link_answers,
        links,
        organizing,
        replacing,
        revision_answers,
        revisions,
        studio_answers,
        unpublishing,
        upload_answers,
        video_answers,
        workspace,
        workspace_answers,
    )

app = api()


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
    return cookies.opening(*studio_answers.workspace_out(who, workspace.open_folder(who, listing_id)))


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


@app.post("/api/listings/<listing_id>/revisions/<revision_id>/resolution", status_code=204)
def resolve_revision(listing_id: str, revision_id: str, body: revision_answers.ResolutionIn) -> Response[None]:
    """The business is done with a request. Staff."""
    revisions.resolve_revision(caller(app), listing_id, revision_id, body)
    return Response(HTTPStatus.NO_CONTENT)


@app.post("/api/listings/<listing_id>/unpublishing")
def unpublish(listing_id: str, body: workspace_answers.UnpublishIn) -> workspace_answers.UnpublishedOut:
    """Takes what was delivered back from the customer, with a reason; delivering again publishes it."""
    return unpublishing.unpublish(caller(app), listing_id, body)


handler: Any = entry("workspace", app)
