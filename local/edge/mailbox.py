"""The mails that the local cloud was given, as pages to read and as JSON for tests."""

import html
import json
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web

from local.places import ACCOUNT

STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif } body { margin: 0 auto; max-width: 60rem; padding: 24px }
h1 { font-size: 20px } a { color: inherit } table { border-collapse: collapse; width: 100% } td, th { text-align: left;
padding: 8px 12px 8px 0; border-bottom: 1px solid #8884; vertical-align: top } td.at { white-space: nowrap;
font-variant-numeric: tabular-nums } dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px } dd { margin: 0 }
iframe { width: 100%; height: 70vh; border: 1px solid #8884; border-radius: 8px; background: #fff }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 16px; border: 1px solid #8884; border-radius: 8px }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data: http: https:"


class Mailbox:
    """`/` lists, `/<n>` shows, `/<n>/html` is the mail itself, `/messages.json` is for tests."""

    def __init__(self, session: aiohttp.ClientSession, endpoint: str) -> None:
        self._session = session
        self._url = f"{endpoint}/_ministack/ses/messages?account={ACCOUNT}"

    async def messages(self) -> list[dict[str, Any]]:
        """Every mail, oldest first: number, at, sender, to, subject, text, html."""
        async with self._session.get(self._url) as answer:
            found = json.loads(await answer.read())
        entries = found.get("messages", found) if isinstance(found, dict) else found
        if isinstance(entries, dict):
            entries = [mail for mails in entries.values() for mail in mails]
        return [_read(number, entry) for number, entry in enumerate(entries, 1)]

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """One of the four pages; anything else is 404."""
        mails = await self.messages()
        parts = request.path.strip("/").split("/")
        if request.path == "/messages.json":
            return web.json_response(mails, headers={"Cache-Control": "no-store"})
        if request.path == "/":
            return _page("Mailbox", _list(mails))
        if parts[0].isdigit() and 0 < int(parts[0]) <= len(mails):
            mail = mails[int(parts[0]) - 1]
            if parts[1:] == ["html"]:
                headers = {
                    "Content-Security-Policy": POLICY + "; sandbox allow-popups allow-top-navigation-by-user-activation"
                }
                return web.Response(text=mail["html"], content_type="text/html", headers=headers)
            if len(parts) == 1:
                return _page(mail["subject"], _one(mail))
        return web.Response(status=404, text="There is no such mail.\n")


def _read(number: int, entry: dict[str, Any]) -> dict[str, Any]:
    """One of MiniStack's entries under the names that we use."""
    lower = {name.lower(): value for name, value in entry.items()}
    to = lower.get("to") or lower.get("destination") or lower.get("destinations") or []
    if isinstance(to, dict):
        to = [address for addresses in to.values() for address in addresses]
    at = lower.get("timestamp") or lower.get("sentat") or 0
    return {
        "number": number,
        "at": datetime.fromtimestamp(at).astimezone().isoformat(timespec="seconds")
        if isinstance(at, int | float)
        else str(at),
        "sender": lower.get("source") or lower.get("from") or lower.get("fromemailaddress") or "",
        "to": [to] if isinstance(to, str) else list(to),
        "subject": _text(lower.get("subject")),
        "text": _text(lower.get("body_text") or lower.get("bodytext") or lower.get("text")),
        "html": _text(lower.get("body_html") or lower.get("bodyhtml") or lower.get("html")),
    }


def _text(value: Any) -> str:
    return str(value.get("Data", "")) if isinstance(value, dict) else str(value or "")


def _page(title: str, body: str) -> web.Response:
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<link rel="icon" href="data:,">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style><body>{body}</body></html>"
    )
    return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": POLICY})


def _list(mails: list[dict[str, Any]]) -> str:
    if not mails:
        return "<h1>Mailbox</h1><p>Mails that the portal sends will be here.</p>"
    rows = "".join(
        f'<tr><td class="at">{html.escape(mail["at"][:19].replace("T", " "))}<td>{html.escape(", ".join(mail["to"]))}'
        f'<td><a href="/{mail["number"]}">{html.escape(mail["subject"])}</a>'
        for mail in reversed(mails)
    )
    return f"<h1>Mailbox</h1><table><thead><tr><th>Sent<th>To<th>Subject</thead><tbody>{rows}</tbody></table>"


def _one(mail: dict[str, Any]) -> str:
    facts = {"From": mail["sender"], "To": ", ".join(mail["to"]), "Sent": mail["at"]}
    listed = "".join(f"<dt>{name}<dd>{html.escape(value)}" for name, value in facts.items())
    return (
        f'<p><a href="/">All mails</a></p><h1>{html.escape(mail["subject"])}</h1><dl>{listed}</dl>'
        f'<iframe title="The mail" src="/{mail["number"]}/html"></iframe>'
        f"<h2>As plain text</h2><pre>{html.escape(mail['text'])}</pre>"
    )
