"""What businesses set for their mails: one small item beside each, read with every mail that leaves."""

from latchkey import keys
from latchkey.conditions import absent, at_version
from latchkey.errors import ConflictError
from latchkey.tables import read
from latchkey.writes import Item, Put
from mail.words import Setting


def settings_of_mails(business_id: str) -> Item | None:
    """The stored settings of all mails, or None while nothing was ever set."""
    return read("people", keys.mail_settings(business_id))


def saved(business_id: str, before: Item | None, mail: str, setting: Setting) -> Put:
    """The settings with this mail's new one. ConflictError when somebody saved since `before` was read."""
    version = before["version"] if before else 0
    mails = {**(before["mails"] if before else {}), mail: setting.item()}
    item = {"schema": 1, "business_id": business_id, "version": version + 1, "mails": mails}
    condition = at_version(version) if before else absent()
    return Put("people", keys.mail_settings(business_id), item, condition, lambda _: SettingsChangedError())


class SettingsChangedError(ConflictError):
    """Another mail's settings, or the same one's, were saved in between; look again."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed the mails meanwhile. Please look again.")
