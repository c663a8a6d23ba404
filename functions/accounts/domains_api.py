"""The routes of a business's own domain: a function of its own, the only API that asks DNS."""

from __future__ import annotations

from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

from latchkey.http import api, caller, entry
from latchkey.lazily import lazily

with lazily():
    from accounts import domain_answers, domains

app = api()


@app.get("/api/business/domain")
def read_domain() -> domain_answers.DomainOut:
    """The business's own domain, its records and how far it has come. Staff."""
    return domains.read_own(caller(app))


@app.post("/api/business/domain", status_code=201)
def add_domain(body: domain_answers.DomainIn) -> domain_answers.DomainOut:
    """Add a domain: it is nobody's before its record is seen. Owner."""
    return domains.add(caller(app), body)


@app.post("/api/business/domain/check")
def check_domain() -> domain_answers.DomainOut:
    """Ask DNS now. Owner."""
    return domains.check_now(caller(app))


@app.delete("/api/business/domain", status_code=204)
def remove_domain() -> Response[None]:
    """The portal leaves the domain at once. Owner."""
    domains.remove(caller(app))
    return Response(HTTPStatus.NO_CONTENT)


handler = entry("domains", app)
