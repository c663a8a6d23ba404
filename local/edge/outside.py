"""Stands in for every outside site (`*.example`), so that checks of links never leave the machine; the path says how it fares."""

from aiohttp import web

_STATUSES = {"/gone": 404, "/closed": 403, "/down": 503}


def page(request: web.BaseRequest) -> web.Response:
    """`/gone`, `/closed` and `/down` fare badly, `/moved` leads on to `/`, everything else is there."""
    path = request.path
    if path == "/moved":
        return web.Response(status=302, headers={"Location": f"https://{request.host}/"})
    status = _STATUSES.get(path, 200)
    text = f"<!doctype html><title>{request.host}</title><p>A stand-in for a page outside."
    return web.Response(status=status, text=text, content_type="text/html")
