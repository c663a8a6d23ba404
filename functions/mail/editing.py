"""What staff do with the mails of their business: look at all, try words on one, save them, switch one off (product 11)."""

from __future__ import annotations

from accounts.business import business_of
from latchkey.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from latchkey.http import Caller
from latchkey.observability import count
from latchkey.tables import commit
from latchkey.writes import Item
from mail import settings_store
from mail.answers import MailIn, MailOut, MailPreviewOut, MailsOut, MailWordsIn
from mail.catalog import CATALOG, can_be_off
from mail.letter import letter_of
from mail.messages import KINDS
from mail.samples import sample
from mail.settings_store import SettingsChangedError
from mail.words import Setting, Words, acceptable, placeholders_of, setting_of

_TRIES = 4


def list_mails(caller: Caller) -> MailsOut:
    """All mails, with what the business set for each; all staff may look."""
    caller.viewer.must_be_staff()
    stored = settings_store.settings_of_mails(caller.business_id)
    return MailsOut(mails=[_out(mail, setting_of(stored, mail)) for mail in CATALOG], may_change=_may_change(caller))


def preview(caller: Caller, mail: str, body: MailWordsIn) -> MailPreviewOut:
    """The mail with these words, made by what makes the real ones. Staff. Raises InvalidError at a field, NotFoundError."""
    caller.viewer.must_be_staff()
    words = _words(mail, body)
    business = business_of(caller.business)
    message = sample(mail, business)
    standard = letter_of(message, business, caller.origin)
    letter = letter_of(message, business, caller.origin, words)
    return MailPreviewOut(subject=letter.subject, standard_subject=standard.subject, html=letter.html, text=letter.text)


def save(caller: Caller, mail: str, body: MailIn) -> MailOut:
    """The mail leaves like this from now on, or not at all. The same again changes nothing. Owner or manager.

    Raises InvalidError at the field, ConflictError when somebody else saved this mail meanwhile, NotFoundError.
    """
    caller.viewer.must_be_staff()
    if not _may_change(caller):
        raise ForbiddenError("Only an owner or a manager can change the mails.")
    words = _words(mail, body)
    if not body.is_on and not can_be_off(mail):
        raise InvalidError(f"This mail cannot be switched off. {CATALOG[mail].needed}", field="is_on")
    for _ in range(_TRIES):
        stored = settings_store.settings_of_mails(caller.business_id)
        try:
            return _out(mail, _saved(caller, mail, Setting(body.is_on, words, body.version), stored))
        except SettingsChangedError:
            continue  # most likely another mail's: look whether it was this one's
    raise SettingsChangedError


# ---------------------------------------------------------------------------------------------------------------------
def _saved(caller: Caller, mail: str, wanted: Setting, stored: Item | None) -> Setting:
    before = setting_of(stored, mail)
    if (wanted.is_on, wanted.words) == (before.is_on, before.words):
        return before
    if wanted.version != before.version:
        current = {"version": before.version}
        raise ConflictError("Somebody else changed this mail meanwhile. Please look at it first.", current=current)
    after = Setting(wanted.is_on, wanted.words, before.version + 1)
    commit([settings_store.saved(caller.business_id, stored, mail, after)])
    count("MailsChanged")
    return after


def _words(mail: str, body: MailWordsIn) -> Words:
    if mail not in CATALOG:
        raise NotFoundError
    lines = {name: "\n".join(getattr(body, name).splitlines()) for name in ("opening", "closing")}
    return acceptable(Words(subject=body.subject, **lines), placeholders_of(KINDS[mail]))


def _may_change(caller: Caller) -> bool:
    return caller.viewer.role in ("owner", "manager")


def _out(mail: str, setting: Setting) -> MailOut:
    entry = CATALOG[mail]
    return MailOut(
        mail=mail,
        title=entry.title,
        leaves=entry.leaves,
        reader=entry.reader,
        needed=entry.needed,
        is_on=setting.is_on,
        subject=setting.words.subject,
        opening=setting.words.opening,
        closing=setting.words.closing,
        placeholders=list(placeholders_of(KINDS[mail])),
        version=setting.version,
    )
