"""The code that proves a first owner's address. The platform writes it: the business does not exist yet (product 2.1)."""

from typing import Any, Final

from accounts.business import Business
from accounts.code import LASTS
from accounts.founding import new_business
from latchkey.settings import settings
from mail.account_mails import FoundingCode

_NAME: Final = "Latchkey"


def platform(business_id: str) -> Business:
    """The platform in the place of a business, for its name and colors alone; no customer ever hears from it."""
    return new_business(business_id, _NAME, settings().platform_host, "UTC", "USD")


def context(message: FoundingCode, _: Business) -> dict[str, Any]:
    """What the templates show. Not the name that was typed: whoever types it chooses who gets the mail."""
    return {"code": message.code, "minutes": int(LASTS.total_seconds() // 60), "path": ""}
