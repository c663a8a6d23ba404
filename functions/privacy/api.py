"""The routes of privacy: a function of its own, because nobody asks for these every day (ADR 0070, 0072)."""

from __future__ import annotations

from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

from latchkey.http import NothingIn, api, caller, entry
from latchkey.lazily import lazily

with lazily():
    from privacy import answers, business_answers, business_data, closing_answers, closing_business, requests

app = api()


@app.get("/api/account/privacy")
def read_own_privacy() -> answers.PrivacyOut:
    """What I asked for about my data. Customer."""
    return requests.read_own(caller(app))


@app.post("/api/account/privacy/export", status_code=202)
def export_own_data(body: NothingIn) -> answers.PrivacyOut:
    """Make a copy of everything that is kept about me. Customer."""
    return requests.export_own(caller(app))


@app.get("/api/account/privacy/export/download")
def download_own_data() -> answers.DataLinkOut:
    """A link to the copy. Customer."""
    return requests.download_own(caller(app))


@app.post("/api/account/privacy/erasure", status_code=202)
def ask_own_erasure(body: answers.ErasureIn) -> answers.PrivacyOut:
    """Ask the business to delete me; needs the password. Customer."""
    return requests.ask_erasure(caller(app), body.password)


@app.delete("/api/account/privacy/erasure", status_code=204)
def take_back_own_erasure() -> Response[None]:
    """Stay after all, while nobody has decided. Customer."""
    requests.take_back(caller(app))
    return Response(HTTPStatus.NO_CONTENT)


@app.get("/api/customers/<customer_id>/privacy")
def read_customer_privacy(customer_id: str) -> answers.PrivacyOut:
    """What was asked about a customer's data. Owner or manager."""
    return requests.read_customer(caller(app), customer_id)


@app.post("/api/customers/<customer_id>/privacy/export", status_code=202)
def export_customer_data(customer_id: str, body: NothingIn) -> answers.PrivacyOut:
    """Make a copy of everything that is kept about a customer. Owner."""
    return requests.export_customer(caller(app), customer_id)


@app.get("/api/customers/<customer_id>/privacy/export/download")
def download_customer_data(customer_id: str) -> answers.DataLinkOut:
    """A link to the copy. Owner."""
    return requests.download_of_customer(caller(app), customer_id)


@app.post("/api/customers/<customer_id>/privacy/erasure", status_code=202)
def erase_customer(customer_id: str, body: answers.EraseIn) -> answers.PrivacyOut:
    """Delete a customer for good; needs their address typed. Owner."""
    return requests.erase(caller(app), customer_id, body.email)


@app.post("/api/customers/<customer_id>/privacy/refusal")
def refuse_erasure(customer_id: str, body: answers.RefusalIn) -> answers.PrivacyOut:
    """Refuse to delete a customer, with a reason that they read. Owner."""
    return requests.refuse(caller(app), customer_id, body.reason)


@app.get("/api/erasures")
def list_erasures() -> answers.ErasuresOut:
    """Customers who ask to be deleted, and those who were. Owner or manager."""
    return requests.list_erasures(caller(app))


@app.get("/api/business/data")
def read_business_data() -> business_answers.BusinessDataOut:
    """How far the copy of everything that the business has is. Staff."""
    return business_data.read_data(caller(app))


@app.post("/api/business/data/copy", status_code=202)
def copy_business_data(body: NothingIn) -> business_answers.BusinessDataOut:
    """Make a copy of everything that the business has. Owner."""
    return business_data.ask_copy(caller(app))


@app.get("/api/business/data/copy/download")
def download_business_data() -> answers.DataLinkOut:
    """A link to the copy. Owner."""
    return business_data.download_copy(caller(app))


@app.get("/api/listings/<listing_id>/originals")
def list_originals(listing_id: str) -> business_answers.OriginalsOut:
    """The original files of a listing, with links that open for a quarter of an hour. Owner."""
    return business_data.list_originals(caller(app), listing_id)


@app.get("/api/business/closing")
def read_closing() -> closing_answers.ClosingOut:
    """Whether the business is being closed, and what has to be settled before. Owner."""
    return closing_business.read_closing(caller(app))


@app.post("/api/business/closing", status_code=202)
def close_business(body: closing_answers.ClosingIn) -> closing_answers.ClosingOut:
    """Close the business: nobody but owners gets in, and after the waiting time everything is deleted. Owner."""
    return closing_business.close(caller(app), body)


@app.delete("/api/business/closing", status_code=204)
def keep_business() -> Response[None]:
    """Open the business again, while its deletion has not begun. Owner."""
    closing_business.take_back(caller(app))
    return Response(HTTPStatus.NO_CONTENT)


handler = entry(
    "privacy",
    app,
    while_closing=frozenset(("POST /api/business/data/copy", "DELETE /api/business/closing")),
)
