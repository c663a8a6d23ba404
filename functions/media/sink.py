"""A file that grows in S3 while it is written: parts go up as they fill, and nothing stays behind when it breaks."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Final

from latchkey.clients import client

_PART_BYTES: Final = 8 * 1024 * 1024


class Sink:
    """Write-only; leaving the `with` block normally makes the object appear, an exception leaves no object at all."""

    def __init__(self, bucket: str, key: str, content_type: str, **headers: str) -> None:
        self._place: dict[str, Any] = {"Bucket": bucket, "Key": key}
        self._headers: dict[str, Any] = {"ContentType": content_type, **headers}
        self._buffer = bytearray()
        self._upload_id = ""
        self._parts: list[dict[str, Any]] = []
        self.written = 0

    def write(self, data: bytes) -> int:
        """Takes `data`; sends a part whenever 8 MiB are together."""
        self._buffer += data
        self.written += len(data)
        while len(self._buffer) >= _PART_BYTES:
            self._send(bytes(self._buffer[:_PART_BYTES]))
            del self._buffer[:_PART_BYTES]
        return len(data)

    def flush(self) -> None:
        """Nothing: a part has a least size, so what is buffered waits for the end."""

    def close(self) -> None:
        """Nothing: only the end of the `with` block knows whether the whole file was written."""

    def __enter__(self) -> Sink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            if self._upload_id:
                client("s3").abort_multipart_upload(**self._place, UploadId=self._upload_id)
        elif not self._upload_id:
            client("s3").put_object(**self._place, Body=bytes(self._buffer), **self._headers)
        else:
            if self._buffer:
                self._send(bytes(self._buffer))
            client("s3").complete_multipart_upload(
                **self._place, UploadId=self._upload_id, MultipartUpload={"Parts": self._parts}
            )

    def _send(self, part: bytes) -> None:
        if not self._upload_id:
            answer = client("s3").create_multipart_upload(**self._place, **self._headers)
            self._upload_id = answer["UploadId"]
        number = len(self._parts) + 1
        sent = client("s3").upload_part(**self._place, UploadId=self._upload_id, PartNumber=number, Body=part)
        self._parts.append({"PartNumber": number, "ETag": sent["ETag"]})
