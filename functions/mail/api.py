"""The routes of a business's mails: a function of its own, because it makes letters and the other APIs do not."""

from __future__ import annotations

from typing import Any

from latchkey.http import api, caller, entry
from latchkey.lazily import lazily

with lazily():
    from mail import answers, editing

app = api()


@app.get("/api/mails")
def list_mails() -> answers.MailsOut:
    """All mails: what makes each leave, whether it does, and the business's own words. Staff."""
    return editing.list_mails(caller(app))


@app.put("/api/mails/<mail>")
def save_mail(mail: str, body: answers.MailIn) -> answers.MailOut:
    """Switches a mail on or off, and changes its words. Owner or manager."""
    return editing.save(caller(app), mail, body)


@app.post("/api/mails/<mail>/previews")
def preview_mail(mail: str, body: answers.MailWordsIn) -> answers.MailPreviewOut:
    """The mail with these words and made-up facts, in the business's brand; nothing is saved or sent. Staff."""
    return editing.preview(caller(app), mail, body)


handler: Any = entry("mails", app)
