"""What the API of links takes and gives. How a link fares is told to the business alone."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from pydantic import Field

from latchkey.http import Input, Output
from media.limits import LONGEST_ADDRESS
from media.link import MOST, Kind, Link, Reason, ShownLink, State

# Longer than an address may be, so that the sentence about it is ours.
Address = Annotated[str, Field(max_length=2 * LONGEST_ADDRESS)]
Title = Annotated[str, Field(min_length=1, max_length=80)]


class LinkIn(Input):
    """A new link of one order; `branded`: it shows the agent's or the business's name."""

    order_id: Annotated[str, Field(min_length=30, max_length=30)]
    kind: Kind
    title: Title
    url: Address
    branded: bool = True


class LinkChangeIn(Input):
    """What to change; a field that is left out stays."""

    kind: Kind | None = None
    title: Title | None = None
    url: Address | None = None
    branded: bool | None = None
    hidden: bool | None = None
    position: Annotated[int, Field(ge=1, le=MOST)] | None = None


class LinkHealthOut(Output):
    """`closed`: the site answers and lets no program look. `checking`: a check is under way."""

    state: State
    reason: Reason | None
    since: str | None
    checked_at: str | None
    checking: bool


class _LinkOut(Output):
    link_id: str
    order_id: str
    kind: Kind
    title: str
    url: str
    branded: bool


class WorkspaceLinkOut(_LinkOut):
    hidden: bool
    position: int
    delivered: bool
    health: LinkHealthOut


class LinkOut(_LinkOut):
    delivered_at: str


class SharedLinkOut(Output):
    kind: Kind
    title: str
    url: str


def workspace_link_out(link: Link, position: int, *, delivered: bool) -> WorkspaceLinkOut:
    """A link as staff see it, at its place from 1 among those of its order."""
    health = LinkHealthOut(**asdict(link.health), checking=link.asked)
    return WorkspaceLinkOut(**_told(link), hidden=link.hidden, position=position, delivered=delivered, health=health)


def link_out(link: ShownLink) -> LinkOut:
    """A link as customers see it."""
    return LinkOut(**_told(link), delivered_at=link.delivered_at)


def _told(link: Link | ShownLink) -> dict[str, Any]:
    return {name: getattr(link, name) for name in _LinkOut.model_fields}
