"""The pages that stand in for outside sites on a laptop fare as their paths say, in the eyes of the checks themselves."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from local.edge import outside
from media.link import Finding
from media.link_probe import StandIn, probe


def look(path: str) -> tuple[Finding, list[str]]:
    """What a check finds of a page of the stand-in, and which pages it asks for."""
    asked: list[str] = []

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        asked.append(request.path)
        return outside.page(request)

    async def run() -> Finding:
        server = await asyncio.get_running_loop().create_server(web.Server(answer), "127.0.0.1", 0)
        async with server:
            place = StandIn(f"127.0.0.1:{server.sockets[0].getsockname()[1]}")
            return await asyncio.to_thread(probe, f"https://tours.example{path}", place, 2)

    return asyncio.run(run()), asked


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", Finding("ok")),
        ("/1?model=a", Finding("ok")),
        ("/closed", Finding("closed")),
        ("/gone", Finding("broken", "not_found")),
        ("/down", Finding("broken", "site_error")),
    ],
)
def test_the_path_says_how_a_page_fares(path: str, found: Finding) -> None:
    assert look(path)[0] == found


def test_a_page_that_has_moved_leads_on() -> None:
    assert look("/moved") == (Finding("ok"), ["/moved", "/"])
