"""The private pages as HTML, by unguessable links: a guest reads an order and pays, a recipient ends copies of mails
(product 2.5, 11, guarantees 14).

Opening one changes nothing. Paying is a click that calls the JSON API as the portal does; ending copies is a form.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from mangum import Mangum
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from accounts.brand import css_key
from accounts.business import Business, business_of
from latchkey import observability, request
from latchkey.errors import ClosedError, LatchkeyError, NotFoundError
from latchkey.session import is_closing
from latchkey.viewer import Viewer
from orders.records import order_of
from public import copies as ending
from public import files, store
from public.order_page import OrderPage, order_page

# A private page is nobody else's: not the cache's, not the next site's, not a search engine's.
_PRIVATE = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow, noarchive",
}
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,100}")
View = Callable[[Request], Awaitable[Response]]


async def order(asked: Request) -> Response:
    """The order as it stands now."""
    business, page = _opened(asked)
    return _page("order.html", business, page=page, token=asked.path_params["token"])


async def paid(asked: Request) -> Response:
    """Where Stripe leads back to. It asks, and says what is known; it never offers to pay while that is unknown."""
    business, page = _opened(asked)
    return _page("paid.html", business, page=page, token=asked.path_params["token"])


async def copies(asked: Request) -> Response:
    """Whether copies of mails go on. Mail scanners open links, so only a POST ends them; it needs nothing but the link."""
    business_id, _ = request.business_of(asked.scope["aws.event"])
    token = asked.path_params["token"]
    if not _TOKEN.fullmatch(token):
        raise NotFoundError
    observability.note(business_id=business_id)
    if asked.method == "POST":
        ending.end(business_id, token)
    business, still = ending.opened(business_id, token)
    return _page("copies.html", business, still=still, token=token)


async def file(asked: Request) -> Response:
    """Style and script of these pages; their names change with their content."""
    found = files.FILES.get(asked.path_params["file"])
    if found is None:
        raise NotFoundError
    headers = {"cache-control": "public, max-age=31536000, immutable", "content-type": found.content_type}
    return Response(found.text, headers=headers)


def _opened(asked: Request) -> tuple[Business, OrderPage]:
    """Raises NotFoundError alike for a link that is wrong, revoked or of another business; ClosedError while it closes."""
    business_id, _ = request.business_of(asked.scope["aws.event"])
    token = asked.path_params["token"]
    if not _TOKEN.fullmatch(token):
        raise NotFoundError
    door = store.door(business_id, token)
    if door.business is None or door.order_id is None:
        raise NotFoundError
    if is_closing(door.business):
        raise ClosedError
    observability.note(business_id=business_id, order_id=door.order_id)
    items = store.order_items(business_id, door.order_id)
    head = next((item for item in items if item["sk"] == "order"), None)
    if head is None:
        raise NotFoundError
    found = order_of(head)
    gallery = store.gallery_items(business_id, found.listing_id) if found.listing_id else []
    history = [item for item in items if item["sk"].startswith("history#")]
    page = order_page(found, history, gallery, door.business, Viewer("guest", business_id, order_id=door.order_id))
    if page is None:
        raise NotFoundError
    return business_of(door.business), page


def _page(template: str, business: Business, **shown: Any) -> Response:
    html = (
        files.templates()
        .get_template(template)
        .render(business=business, brand_css=f"/{css_key(business)}", style=files.STYLE, script=files.SCRIPT, **shown)
    )
    return HTMLResponse(html, headers=_PRIVATE)


def _refused(error: LatchkeyError) -> Response:
    """One neutral page that names nobody: who holds no link learns nothing here."""
    html = files.templates().get_template("nothing.html").render(style=files.STYLE, status=error.status)
    return HTMLResponse(html, error.status, headers=_PRIVATE)


def _guarded(view: View) -> View:
    async def guarded(asked: Request) -> Response:
        try:
            request.from_edge(asked.scope["aws.event"])
            return await view(asked)
        except LatchkeyError as error:
            return _refused(error)
        except Exception as error:
            # The last door of a request: the log learns where it was, the visitor that it was us.
            observability.note(unexpected=type(error).__name__, where=observability.where(error))
            return _refused(LatchkeyError("Something went wrong on our side."))

    return guarded


async def nothing(_: Request) -> Response:
    """Every other path."""
    raise NotFoundError


_APP = Starlette(
    routes=[
        Route("/g/assets/{file}", _guarded(file)),
        Route("/g/copies/{token}", _guarded(copies), methods=["GET", "POST"]),
        Route("/g/{token}", _guarded(order)),
        Route("/g/{token}/paid", _guarded(paid)),
        Route("/{path:path}", _guarded(nothing)),
    ]
)
# Mangum runs on the thread's event loop, which newer Pythons do not make by themselves.
_LOOP = asyncio.new_event_loop()
asyncio.set_event_loop(_LOOP)
_ASGI = Mangum(_APP, lifespan="off")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The Lambda entry; its log line has the route's pattern, never the link itself."""
    with observability.invocation("public", getattr(context, "aws_request_id", "")) as facts:
        facts["route"] = event.get("routeKey", "")
        asyncio.set_event_loop(_LOOP)
        answer: dict[str, Any] = _ASGI(event, context)
        facts["status"] = answer["statusCode"]
        return answer
