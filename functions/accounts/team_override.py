"""Staff's word about whole customer teams, as it stands on the business that every request reads (ADR 0049, 0063).

It names the customers of the team, because most doors know the customer of a listing and no team.
"""

from collections.abc import Mapping
from typing import Any, Literal

Override = Literal["locked", "unlocked"]
# Each takes up to 1.3 kB of an item that every request reads.
MOST = 10


def of_customer(business: Mapping[str, Any], customer_id: str) -> Override | None:
    """What the customer's teams say; of two that disagree the cautious one."""
    said = [
        one["override"] for one in (business.get("team_overrides") or {}).values() if customer_id in one["customers"]
    ]
    if not said:
        return None
    return "locked" if "locked" in said else "unlocked"


def of_team(business: Mapping[str, Any], team_id: str) -> Override | None:
    """What holds for this team."""
    found: Override | None = (business.get("team_overrides") or {}).get(team_id, {}).get("override")
    return found


def with_team(
    business: Mapping[str, Any], team_id: str, override: Override | None, customers: list[str]
) -> dict[str, Any]:
    """The business's teams with another word, or other customers, of one of them."""
    others = {one: kept for one, kept in (business.get("team_overrides") or {}).items() if one != team_id}
    return {**others, team_id: {"override": override, "customers": customers}} if override and customers else others
