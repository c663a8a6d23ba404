"""Uploads straight from the browser to the raw bucket: signed parts, each repeatable alone, resumable (product 4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from latchkey.clients import client
from latchkey.errors import ConflictError, UnavailableError
from latchkey.settings import settings
from media.kinds import DOCUMENT_BYTES, VIDEO_BYTES
from media.video_name import is_video_name, refusal_by_name

MAX_BYTES: Final = 200 * 1000 * 1000
PARTS_MISSING: Final = "Some parts of the file have not arrived. Please upload it again."
PART_BYTES: Final = 8 * 1024 * 1024
LINK_SECONDS: Final = 3600
# Parts that are signed in one answer: all of a photo, and of a video those that are sent next.
LINKS_AT_ONCE: Final = 25


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A part that S3 has: its number from 1, its ETag with quotes, its size."""

    number: int
    etag: str
    bytes: int


def refusal(name: str, size: int) -> str | None:
    """Why a file is refused before a byte travels; what it really is decides the renderer by its bytes."""
    if size < 1:
        return "The file is empty."
    if size > DOCUMENT_BYTES and name.lower().endswith(".pdf"):
        return f"The file has {size // 1_000_000} MB; a PDF may have up to 100 MB."
    if reason := refusal_by_name(name):
        return reason
    if is_video_name(name):
        return f"The file has {size / 1e9:.1f} GB; a video may have up to 5 GB." if size > VIDEO_BYTES else None
    if size > MAX_BYTES:
        accepted = "photos (JPEG, PNG, TIFF or WebP) may have up to 200 MB, videos (MP4 or MOV) 5 GB"
        return f"The file has {size // 1_000_000} MB; {accepted}."
    if not name.strip():
        return "The file has no name."
    return None


def part_count(size: int) -> int:
    return -(-size // PART_BYTES)


def begin(key: str) -> str:
    """Opens a multipart upload; S3's own upload id."""
    answer = client("s3").create_multipart_upload(
        Bucket=settings().raw_bucket, Key=key, ContentType="application/octet-stream"
    )
    return str(answer["UploadId"])


def part_links(key: str, s3_upload_id: str, size: int, first: int = 1) -> list[tuple[int, str]]:
    """Number and signed URL of the next parts from `first`; a URL takes exactly that part of that upload, for an hour."""
    return [
        (
            number,
            client("s3").generate_presigned_url(
                "upload_part",
                Params={
                    "Bucket": settings().raw_bucket,
                    "Key": key,
                    "UploadId": s3_upload_id,
                    "PartNumber": number,
                },
                ExpiresIn=LINK_SECONDS,
            ),
        )
        for number in range(first, min(part_count(size), first + LINKS_AT_ONCE - 1) + 1)
    ]


def stored_parts(key: str, s3_upload_id: str) -> list[StoredPart] | None:
    """What has arrived; None when the upload is not open any more (completed, abandoned, or cleaned up).

    One answer holds 1,000 parts and the largest file has 597, so nothing is paged (the layer has no paginators).
    """
    try:
        answer = client("s3").list_parts(Bucket=settings().raw_bucket, Key=key, UploadId=s3_upload_id)
    except ClientError as error:
        if _code(error) == "NoSuchUpload":
            return None
        raise
    return [StoredPart(part["PartNumber"], part["ETag"], part["Size"]) for part in answer.get("Parts", [])]


def complete(key: str, s3_upload_id: str, parts: list[tuple[int, str]]) -> bool:
    """Joins the parts; False when the upload was not open any more.

    Raises ConflictError when parts do not fit, UnavailableError when storage gave no answer: the same again is safe.
    """
    listed: list[Any] = [{"PartNumber": number, "ETag": etag} for number, etag in sorted(parts)]
    try:
        client("s3").complete_multipart_upload(
            Bucket=settings().raw_bucket, Key=key, UploadId=s3_upload_id, MultipartUpload={"Parts": listed}
        )
    except ClientError as error:
        if _code(error) == "NoSuchUpload":
            return False
        if _code(error) in ("InvalidPart", "InvalidPartOrder", "EntityTooSmall", "MalformedXML"):
            raise ConflictError(PARTS_MISSING) from error
        raise UnavailableError("The storage does not answer just now. Please try again.") from error
    except BotoCoreError as error:
        raise UnavailableError("The storage does not answer just now. Please try again.") from error
    return True


def poster_link(key: str) -> str:
    """A signed URL that takes a video's poster, for an hour."""
    place = {"Bucket": settings().raw_bucket, "Key": key}
    return str(client("s3").generate_presigned_url("put_object", Params=place, ExpiresIn=LINK_SECONDS))


def abandon(key: str, s3_upload_id: str) -> None:
    """Throws away what has arrived; nothing happens when the upload is not open any more."""
    try:
        client("s3").abort_multipart_upload(Bucket=settings().raw_bucket, Key=key, UploadId=s3_upload_id)
    except ClientError as error:
        if _code(error) != "NoSuchUpload":
            raise


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])
