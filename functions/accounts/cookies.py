"""Answers that set our one cookie: a session, or what waits for its code."""

from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from accounts import account, pending
from accounts.answers import NextStepOut, SessionOut, session_out
from accounts.opening import Opened
from latchkey.http import Caller
from latchkey.session import COOKIE


def waits_for_code(value: str) -> Response[NextStepOut]:
    """The browser holds a sign-up or a reset that waits for its code."""
    cookie = _cookie(value, int(pending.WAITS.total_seconds()))
    return Response(HTTPStatus.ACCEPTED, content_types.APPLICATION_JSON, NextStepOut(), cookies=[cookie])


def signed_in(caller: Caller, opened: Opened) -> Response[SessionOut]:
    """The browser holds a session from now on."""
    body = session_out(caller, opened.viewer, linked=opened.linked)
    cookie = _cookie(opened.cookie, int(account.SESSION_LASTS.total_seconds()))
    return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, body, cookies=[cookie])


def signed_out() -> Response[None]:
    """The browser holds nothing any more."""
    return Response(HTTPStatus.NO_CONTENT, cookies=[_cookie("", 0)])


def _cookie(value: str, seconds: int) -> Cookie:
    """For this host alone (`__Host-`), out of reach of scripts, and sent when Stripe leads back (Lax)."""
    return Cookie(COOKIE, value, path="/", max_age=seconds, http_only=True, secure=True, same_site=SameSite.LAX_MODE)
