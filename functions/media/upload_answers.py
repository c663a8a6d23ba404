"""What the upload routes take and give: files described by the browser, parts, and where each part goes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from latchkey.http import Id, Input, Output
from media.asset import State


class FileIn(Input):
    """A file that the browser holds; `bytes` and `sha256` are compared with what arrives.

    `folder` is the path that it lay in: with the name it tells floor plans from photos, until staff say otherwise.
    """

    name: Annotated[str, Field(max_length=255)]
    bytes: Annotated[int, Field(ge=0, le=10**12)]
    folder: Annotated[str, Field(max_length=1000)] = ""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class UploadsIn(Input):
    """Files for one order of the listing."""

    order_id: Id
    files: Annotated[list[FileIn], Field(min_length=1, max_length=100)]


class PartIn(Input):
    """A part that S3 took, with the ETag it answered."""

    number: Annotated[int, Field(ge=1, le=10_000)]
    etag: Annotated[str, Field(min_length=3, max_length=100)]


class CompletionIn(Input):
    """An upload of which every part was sent."""

    upload_id: Id
    parts: Annotated[list[PartIn], Field(min_length=1, max_length=1000)]


class CompletionsIn(Input):
    """What has been sent since the last report."""

    uploads: Annotated[list[CompletionIn], Field(min_length=1, max_length=20)]


class CompletedOut(Output):
    """The file's state now, `uploading` when nobody knows yet and the same is to be reported again; or `refused`, and why."""

    upload_id: str
    state: State | None = None
    refused: str | None = None


class CompletionsOut(Output):
    uploads: list[CompletedOut]


class PartsIn(Input):
    """From which part on links are wanted: an answer holds those of 25 parts."""

    first: Annotated[int, Field(ge=1, le=10_000)] = 1


class PosterIn(Input):
    """A picture that is to stand for a video."""

    bytes: Annotated[int, Field(ge=1, le=20_000_000)]


class PosterOut(Output):
    """Where the picture is to be put."""

    url: str


class PartOut(Output):
    number: int
    url: str


class UploadOut(Output):
    """Either an upload to send, or `refused` with the reason."""

    name: str
    upload_id: str | None = None
    asset_id: str | None = None
    part_bytes: int | None = None
    parts: list[PartOut] | None = None
    refused: str | None = None


class UploadsOut(Output):
    uploads: list[UploadOut]


class StoredPartOut(Output):
    number: int
    etag: str
    bytes: int


class PartsOut(Output):
    parts: list[PartOut]
    stored: list[StoredPartOut]
