"""The shapes that the routes of a business's own domain take and give."""

from typing import Annotated, Literal

from pydantic import Field

from latchkey.http import Input, Output

State = Literal["none", "waiting", "proven", "live", "failing", "withdrawn"]


class DomainIn(Input):
    """A name such as `photos.example.com`."""

    domain: Annotated[str, Field(max_length=300)]


class RecordOut(Output):
    """A record to set in the domain's zone, and what was seen of it: `sight` in a word, `sentence` for people."""

    kind: Literal["TXT", "CNAME"]
    name: str
    value: str
    sight: Literal["found", "missing", "other", "unknown"]
    sentence: str


class DomainOut(Output):
    """`since` when its proof is missing, `withdraws_at` when it will be given back for that; empty texts mean not at all."""

    domain: str
    state: State
    sentence: str
    records: list[RecordOut]
    checked_at: str
    since: str
    withdraws_at: str
    url: str
    may_change: bool
