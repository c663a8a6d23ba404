"""Takes folders out of buckets for good: every version of every object, a thousand at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from latchkey.clients import client
from latchkey.errors import UnavailableError
from privacy.out_of_time import OutOfTimeError

# Of one request, to list and to delete.
_MOST: Final = 1000


def emptied(bucket: str, folder: str, enough: Callable[[], bool] = lambda: True) -> None:
    """Nothing lies under `folder` any more, no earlier version either; an empty one is fine. What is done stays done.

    `folder` ends with a slash, so that no other one's name begins like it. Raises OutOfTimeError when the invocation has
    to end before, UnavailableError when the bucket keeps something.
    """
    assert folder.endswith("/"), "a folder's name that ends without a slash is also the beginning of others"
    while lying := _lying(bucket, folder):
        if not enough():
            raise OutOfTimeError
        answer = client("s3").delete_objects(Bucket=bucket, Delete={"Objects": lying, "Quiet": True})
        if answer.get("Errors"):
            raise UnavailableError("The bucket does not give up everything just now.")


def _lying(bucket: str, folder: str) -> list[dict[str, Any]]:
    page = client("s3").list_object_versions(Bucket=bucket, Prefix=folder, MaxKeys=_MOST)
    found = (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
    return [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]
