"""The routes of a business's customers: a function of its own, for the office; no customer's page waits for it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from latchkey.http import api, caller, entry
from latchkey.lazily import lazily

with lazily():
    from accounts import customer_answers, customers, importing

# A file of 256 kB as a JSON text, whose quotes and line ends take two bytes each.
_MOST_BYTES = 600 * 1024

app = api()


@app.get("/api/customers", compress=True)
def list_customers(
    search: Annotated[str, Query(max_length=120)] = "",
    cursor: Annotated[str, Query(max_length=2000)] = "",
) -> customer_answers.CustomersOut:
    """A page of the customers, newest first; the search runs over all. Owner or manager."""
    return customers.list_customers(caller(app), search=search, cursor=cursor)


@app.post("/api/customers", status_code=201)
def add_customer(body: customer_answers.CustomerIn) -> customer_answers.CustomerRow:
    """Add one by hand. Owner or manager."""
    return customers.add_customer(caller(app), body)


@app.get("/api/customers/<customer_id>")
def read_customer(customer_id: str) -> customer_answers.CustomerOut:
    """One customer with notes and history, and what was added when the address was proven. Staff."""
    return customers.read_customer(caller(app), customer_id)


@app.put("/api/customers/<customer_id>")
def change_customer(customer_id: str, body: customer_answers.CustomerChangeIn) -> customer_answers.CustomerRow:
    """Name, phone and brokerage as the business keeps them. Owner or manager."""
    return customers.change_customer(caller(app), customer_id, body)


@app.delete("/api/customers/<customer_id>/account", status_code=204)
def unlink_account(customer_id: str) -> Response[None]:
    """Take a wrongly linked record away from its account. Owner or manager."""
    customers.unlink(caller(app), customer_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.post("/api/customers/<customer_id>/notes", status_code=201)
def add_note(customer_id: str, body: customer_answers.NoteIn) -> customer_answers.NoteOut:
    """Write a note that only staff read. Staff."""
    return customers.add_note(caller(app), customer_id, body.text)


@app.delete("/api/customers/<customer_id>/notes/<note_id>", status_code=204)
def delete_note(customer_id: str, note_id: str) -> Response[None]:
    """Take one's own note back. Staff."""
    customers.delete_note(caller(app), customer_id, note_id)
    return Response(HTTPStatus.NO_CONTENT)


@app.post("/api/customer-imports/preview", compress=True)
def preview_import(body: customer_answers.ImportPreviewIn) -> customer_answers.ImportPreviewOut:
    """What importing a file would do, row by row; writes nothing. Owner or manager."""
    return importing.preview(caller(app), body)


@app.post("/api/customer-imports")
def import_customers(body: customer_answers.ImportIn) -> customer_answers.ImportOut:
    """Import a part of a file; a repeat changes nothing. Owner or manager."""
    return importing.import_rows(caller(app), body)


handler: Any = entry("customers", app, most_bytes=_MOST_BYTES)
