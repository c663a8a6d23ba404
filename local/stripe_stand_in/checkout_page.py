"""The payer's page in the browser: shows what is owed under the business's brand, pays, and goes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import card
from .minimums import as_text
from .problems import StripeRefusal
from .sessions import expire_the_overdue, pay
from .world import Object, World

_FOLDER = Path(__file__).parent
_PAGES = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
_SENTENCES = {
    "complete": ("Payment received", "This payment is complete. There is nothing more to pay here."),
    "expired": ("This page has expired", "Nothing was charged. Return to start again with the current amount."),
}


@dataclass(frozen=True)
class Page:
    """An HTTP answer of the page: a document, a sheet, or a way back (status 303)."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


def show(world: World, session_id: str) -> Page:
    row = _row(world, session_id)
    return _nothing_here() if row is None else _rendered(world, row, {}, {}, None)


def submit(world: World, session_id: str, body: str) -> Page:
    """Pays and goes to success_url; a declined card or a mistake shows the page again with its reason."""
    row = _row(world, session_id)
    if row is None:
        return _nothing_here()
    form = dict(parse_qsl(body, keep_blank_values=True))
    typed = card.read(form, datetime.fromtimestamp(world.now(), UTC))
    if row["object"]["status"] == "open":
        if typed.errors:
            return _rendered(world, row, form, typed.errors, None)
        number = None if typed.method == "bank" else typed.number
        try:
            declined = pay(world, session_id, card=number, email=typed.email, name=typed.name)
        except StripeRefusal as refusal:
            return _rendered(world, row, form, {}, str(refusal))
        if declined:
            return _rendered(world, row, form, {}, f"{declined} Try another card.")
    session = world.journal.get("session", session_id)["object"]  # type: ignore[index]
    if session["status"] == "complete":
        return Page(303, "", {"location": success_url(session), "cache-control": "no-store"})
    return show(world, session_id)


def success_url(session: Object) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def stylesheet() -> Page:
    return Page(
        200, (_FOLDER / "checkout.css").read_text(encoding="utf-8"), {"content-type": "text/css; charset=utf-8"}
    )


def brand_sheet(world: World, session_id: str) -> Page:
    row = _row(world, session_id)
    color = row["object"]["branding_settings"]["button_color"] if row else "#0a6cff"
    on_color = "#000" if _luminance(color) > 0.179 else "#fff"
    return Page(
        200, f":root {{ --accent: {color}; --on-accent: {on_color}; }}\n", {"content-type": "text/css; charset=utf-8"}
    )


def _row(world: World, session_id: str) -> dict[str, Any] | None:
    expire_the_overdue(world)
    return world.journal.get("session", session_id)


def _rendered(
    world: World,
    row: dict[str, Any],
    typed: Mapping[str, str],
    errors: dict[str, str],
    failure: str | None,
) -> Page:
    session = row["object"]
    title, sentence = _SENTENCES.get(session["status"], ("Pay", ""))
    lines = [
        {"name": line["description"], "description": line["note"], "quantity": line["quantity"],
         "amount": as_text(line["amount_total"], session["currency"])}
        for line in row["shown"]
    ]  # fmt: skip
    names = ("email", "number", "expiry", "cvc", "name")
    text = _PAGES.get_template("checkout.html").render(
        session=session, title=title, sentence=sentence, lines=lines, failure=failure,
        business=session["branding_settings"]["display_name"],
        total=as_text(session["amount_total"], session["currency"]),
        cancel_url=session["cancel_url"] if session["status"] == "open" else None,
        return_url=success_url(session) if session["status"] == "complete" else session["cancel_url"],
        typed={"email": typed.get("email", session["customer_email"] or ""), "name": typed.get("name", ""),
               "expiry": typed.get("expiry", ""), "method": typed.get("method", "card")},
        errors={name: errors.get(name) for name in names},
        first=next((name for name in names if name in errors), "number" if failure else ""),
    )  # fmt: skip
    return Page(200, text, _headers(session))


def _headers(session: Object) -> dict[str, str]:
    goals = (session["success_url"], session["cancel_url"] or session["success_url"])
    back = sorted({f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, goals)})
    rules = (
        "default-src 'none'",
        "style-src 'self'",
        f"form-action 'self' {' '.join(back)}",  # Chromium checks where a form's redirect leads
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": "; ".join(rules),
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }


def _nothing_here() -> Page:
    text = (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Not found</title>"
        "<h1>There is no such payment page.</h1></html>"
    )
    headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'"}
    return Page(404, text, headers)


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
