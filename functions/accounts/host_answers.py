"""The shapes that the routes of a business's host take and give (guarantees 13)."""

from typing import Annotated

from pydantic import Field

from latchkey.http import Input, Output

Label = Annotated[str, Field(max_length=200)]


class NameIn(Input):
    """`label` is the part before the domain."""

    label: Label


class NameOut(Output):
    """`sentence` says why not, or nothing."""

    is_free: bool
    sentence: str


class HostIn(Input):
    """Another name, and the host that the person saw."""

    label: Label
    host: Annotated[str, Field(max_length=253)]


class HostOut(Output):
    """`former` hosts redirect for ever; `is_live` once the edge knows `host`; `links_url` is where our links point now."""

    host: str
    label: str
    domain: str
    url: str
    links_url: str
    former: list[str]
    is_live: bool
    may_change: bool
