"""A business made at deploy time from a file: how a deployment for one business gets its own (product 2.1)."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from accounts.business import Business, Watermark, business_of
from accounts.create_business import Owner, create_business
from accounts.host_store import owner_of
from accounts.palette import palette_of
from deploy.stage import DeployError
from latchkey import keys
from latchkey.errors import LatchkeyError
from latchkey.tables import read

REQUIRED = {"name", "host", "email", "phone", "time_zone", "currency", "palette", "owner_email", "owner_name"}
OPTIONAL = {"locale", "tax_rate_basis_points", "stripe_account", "watermark_text", "links_wait_for_payment"}


def facts_of(path: Path) -> dict[str, Any]:
    """The file's content. Raises DeployError that names what is missing or unknown."""
    try:
        facts: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise DeployError(f"{path} cannot be read as JSON: {error}") from error
    missing, unknown = REQUIRED - set(facts), set(facts) - REQUIRED - OPTIONAL
    if missing or unknown:
        raise DeployError(f"{path}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    return facts


def value_of(facts: dict[str, Any], business_id: str) -> Business:
    """The business that the file describes. Raises DeployError for what the product's rules refuse."""
    try:
        palette = palette_of(facts["palette"])
        return Business(
            business_id=business_id,
            name=facts["name"],
            host=facts["host"],
            currency=facts["currency"],
            time_zone=facts["time_zone"],
            locale=facts.get("locale", "en"),
            phone=facts["phone"],
            email=facts["email"],
            accent=palette.accent,
            palette=palette,
            watermark=Watermark("text", facts.get("watermark_text", facts["name"]), 40, "tiled"),
            tax_rate_basis_points=facts.get("tax_rate_basis_points", 0),
            stripe_account=facts.get("stripe_account"),
            links_wait_for_payment=facts.get("links_wait_for_payment", False),
        )
    except LatchkeyError as error:
        raise DeployError(f"The business cannot be made: {error}") from error


def create(business: Business, facts: dict[str, Any], password: str, now: datetime) -> None:
    """Stores the business with its owner, who signs in with this password."""
    try:
        create_business(business, Owner(facts["owner_email"], password, facts["owner_name"]), now)
    except LatchkeyError as error:
        raise DeployError(f"The business cannot be made: {error}") from error


def is_claimed(host: str) -> bool:
    """Whether some business has or ever had this host."""
    return owner_of(host) is not None


def known(business_ids: list[str]) -> list[Business]:
    """The stored businesses of these ids."""
    items = [read("people", keys.business(business_id)) for business_id in business_ids]
    return [business_of(item) for item in items if item]
