"""A business's own domain: how far it has come, and what each look into DNS changes about that (guarantees 9, ADR 0071).

Pure. A domain is claimed once its proof was seen, served while the proof stays, and given back when it is gone for a day.
Only an answer counts: name servers that are silent or broken neither win nor lose a domain.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from latchkey.clock import instant, rfc3339

Stage = Literal["waiting", "proven", "live", "withdrawn"]
Sight = Literal["found", "missing", "other", "unknown"]

MISSES_TO_FAIL: Final = 3
_GRACE: Final = timedelta(hours=24)
_WAITS: Final = timedelta(days=7)
_SOON: Final = timedelta(minutes=10)
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """What DNS said about one record, and that in a sentence."""

    sight: Sight = "unknown"
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One look: the proof's TXT record, and the CNAME record that leads visitors to the platform's edge."""

    proof: Seen
    route: Seen


@dataclass(frozen=True, slots=True)
class Domain:
    """`token` is what the TXT record has to say: new for each business and domain, and for each time one is added.

    `misses` counts looks that found no proof, one after the other, since `missing_since`. `edge` is what CloudFront said
    when it was asked to serve it.
    """

    business_id: str
    domain: str
    token: str
    stage: Stage
    added_at: str
    proof: Seen = Seen()
    route: Seen = Seen()
    checked_at: str = ""
    misses: int = 0
    missing_since: str = ""
    edge: str = ""
    version: int = 1

    @property
    def is_failing(self) -> bool:
        return self.stage in ("proven", "live") and self.misses >= MISSES_TO_FAIL

    @property
    def is_in_doubt(self) -> bool:
        """Served still, but no link of ours should lead there now."""
        return self.is_failing or self.route.sight in ("missing", "other")

    @property
    def withdraws_at(self) -> str:
        """When it will be given back unless the proof is seen again."""
        return rfc3339(instant(self.missing_since) + _GRACE) if self.is_failing else ""

    def after(self, finding: Finding, now: datetime) -> "Domain":
        """As it is once DNS was asked."""
        looked = replace(self, checked_at=rfc3339(now), proof=finding.proof, route=_certain(self.route, finding.route))
        match finding.proof.sight:
            case "unknown":
                return looked
            case "found":
                stage: Stage = "proven" if self.stage == "waiting" else self.stage
                return replace(looked, stage=stage, misses=0, missing_since="")
        if self.stage not in ("proven", "live"):
            return looked
        missed = replace(looked, misses=self.misses + 1, missing_since=self.missing_since or rfc3339(now))
        is_gone = missed.is_failing and instant(missed.missing_since) + _GRACE <= now
        return replace(missed, stage="withdrawn") if is_gone else missed

    def next_check(self, now: datetime, *, can_be_served: bool) -> str:
        """When DNS is asked again without anybody's pressing a button; empty: never."""
        if self.stage == "withdrawn" or (self.stage == "waiting" and instant(self.added_at) + _WAITS <= now):
            return ""
        is_on_its_way = self.stage == "waiting" or (self.stage == "proven" and can_be_served)
        soon = is_on_its_way or 0 < self.misses < MISSES_TO_FAIL
        return rfc3339(now + (_SOON if soon else _HOUR))

    def item(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {"schema": 1, **asdict(self)}


def domain_from(item: Mapping[str, Any]) -> Domain:
    """The domain in a stored item."""
    facts = {name: item[name] for name in Domain.__slots__ if name in item}
    return Domain(**{**facts, "proof": Seen(**item["proof"]), "route": Seen(**item["route"])})


def _certain(before: Seen, now: Seen) -> Seen:
    """A silent name server says nothing about where the record leads; what it said last still holds."""
    return replace(before, sentence=now.sentence) if now.sight == "unknown" else now
