"""An answer that brings the cookies which open the pictures it shows."""

from __future__ import annotations

from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.shared.cookies import Cookie, SameSite
from pydantic import BaseModel

from media import signing


def opening[T: BaseModel](body: T, cookies: list[tuple[str, str, str]]) -> Response[T]:
    """The answer with these cookies (name, value, Path), which last as long as their signatures."""
    lasts = int(signing.COOKIES_LAST.total_seconds())
    made = [
        Cookie(name, value, path=path, http_only=True, max_age=lasts, same_site=SameSite.LAX_MODE)
        for name, value, path in cookies
    ]
    return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, body, cookies=made)
