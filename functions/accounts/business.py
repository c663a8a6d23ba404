"""The business: name, host, brand, money and rules, as every service reads them from the item the session check loads."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from accounts.palette import Palette, palette_of
from accounts.pictures import Picture, PortalImage
from latchkey.errors import InvalidError
from media.mark import LEAST_OPACITY, MOST_OPACITY

Override = Literal["locked", "unlocked"]
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Watermark:
    """The mark in previews: a text or a logo; `opacity` in percent, tiled or centered (product 4.6).

    Each change is a new `version`, so that pictures with the mark before and after it are never mistaken for each other.
    """

    kind: Literal["text", "logo"]
    text: str
    opacity: int
    style: Literal["tiled", "centered"]
    version: int = 0


@dataclass(frozen=True, slots=True)
class Business:
    """One photography business. `collection` and `watermark_on` are the defaults of its delivery dialog.

    `host` is its name on the platform, which works always; a `domain` of its own is served beside it, and `edge_domain` is
    the one that the edge knows (ADR 0071). `stripe_account` is None until it can charge; a self-hosted business has its own
    key instead. `override` is staff's word against the lock rule on the level of the whole business (product 5),
    `customer_overrides` that on the level of single customers, `team_overrides` of customer teams (ADR 0049, 0063).
    `links_wait_for_payment`: tours, websites and other links of a locked order are not shown either. `brand_version`
    counts how often the brand was saved.
    """

    business_id: str
    name: str
    host: str
    currency: str
    time_zone: str
    locale: str
    phone: str
    email: str
    accent: str
    palette: Palette
    watermark: Watermark
    collection: bool = True
    watermark_on: bool = True
    tax_rate_basis_points: int = 0
    stripe_account: str | None = None
    override: Override | None = None
    customer_overrides: Mapping[str, Override] = field(default_factory=dict)
    team_overrides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    links_wait_for_payment: bool = False
    logo: Picture | None = None
    favicon: Picture | None = None
    portal_image: PortalImage | None = None
    brand_version: int = 0
    domain: str = ""
    edge_domain: str = ""
    domain_in_doubt: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 80 or _CONTROLS.search(self.name):
            raise InvalidError("A business's name is one line of 1 to 80 characters.", field="name")
        if not _HOST.fullmatch(self.host) or len(self.host) > 253:
            raise InvalidError("A host is a domain name in lower case.", field="host")
        if self.palette.accent != self.accent:
            raise InvalidError("The palette was made for another accent.", field="palette")
        if not LEAST_OPACITY <= self.watermark.opacity <= MOST_OPACITY:
            sentence = f"A watermark's opacity is {LEAST_OPACITY} to {MOST_OPACITY} percent."
            raise InvalidError(sentence, field="watermark.opacity")
        if not 0 <= self.tax_rate_basis_points <= 10_000:
            raise InvalidError("A tax rate is 0 to 100 percent.", field="tax_rate_basis_points")

    @property
    def link_host(self) -> str:
        """Where every link points: the business's own domain while it certainly works."""
        is_sure = self.domain and self.domain == self.edge_domain and not self.domain_in_doubt
        return self.domain if is_sure else self.host

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where its portal is shown."""
        return (self.host, self.domain) if self.domain else (self.host,)

    def item(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {"schema": 1, **asdict(self)}


def business_of(item: Mapping[str, Any]) -> Business:
    """The business in a stored item; attributes that a later release adds are passed over."""
    facts: dict[str, Any] = {name: item[name] for name in Business.__slots__ if name in item}
    facts["palette"] = palette_of(item["palette"])
    facts["watermark"] = Watermark(**item["watermark"])
    return Business(**facts)
