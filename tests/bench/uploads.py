"""Uploads by the API's signed parts beside a bare multipart copy of the same bytes to the same S3, in the same run.

Requests to the API gate, throughput is reported. Run: python -m tests.bench.uploads
"""

import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

from local.demo import flows
from local.demo.flows import Photo
from tests.running import Running, running

FILES, BYTES, ROUNDS = 6, 24 * 1024 * 1024, 3
PART = 8 * 1024 * 1024


def main() -> int:
    """Prints the table; 1 when a folder took more requests than one, and one a file."""
    with tempfile.TemporaryDirectory(prefix="latchkey-bench-") as folder, running(Path(folder) / "cloud") as latchkey:
        return int(measured(latchkey))


def measured(latchkey: Running) -> bool:
    """Both ways in turn, the best of each; whether the count of requests is broken."""
    requests, rates = 0, {"signed parts": 0.0, "bare copy": 0.0}
    for number in range(ROUNDS):
        photos = [Photo(f"{file:03}.jpg", Random(number * FILES + file).randbytes(BYTES)) for file in range(FILES)]
        taken, rate = signed(latchkey, photos)
        requests = max(requests, taken)
        rates["signed parts"] = max(rates["signed parts"], rate)
        rates["bare copy"] = max(rates["bare copy"], bare(latchkey, photos))
    print(f"{'upload':<14}{'MB/s':>8}{'of bare':>9}{'requests':>10}{'most':>6}")
    for name, rate in rates.items():
        counts = f"{requests:>10}{1 + FILES:>6}" if name == "signed parts" else ""
        print(f"{name:<14}{rate:>8.0f}{rate / rates['bare copy']:>9.0%}{counts}")
    return requests > 1 + FILES


def signed(latchkey: Running, photos: list[Photo]) -> tuple[int, float]:
    """Requests to the API, and MB/s of a folder, as the portal's uploads go: begin, signed parts, completion."""
    customer, staff = latchkey.customer(), latchkey.staff()
    order_id = latchkey.order(customer)
    listing_id = flows.accept(staff, order_id)["listing"]["listing_id"]
    before = len(staff.requests)
    rate = megabytes(lambda: flows.upload(staff, listing_id, order_id, photos))
    return len(staff.requests) - before, rate


def bare(latchkey: Running, photos: list[Photo]) -> float:
    """MB/s of the same parts with nothing of ours about them."""
    s3, bucket = latchkey.cloud.client("s3"), latchkey.cloud.outputs["RawBucketName"]
    with ThreadPoolExecutor(flows.AT_ONCE) as pool:
        return megabytes(lambda: list(pool.map(lambda photo: _copy(s3, bucket, photo), photos)))


def _copy(s3: Any, bucket: str, photo: Photo) -> None:
    place = {"Bucket": bucket, "Key": f"bench/{photo.name}"}
    upload_id = s3.create_multipart_upload(**place)["UploadId"]
    parts = []
    for number, start in enumerate(range(0, len(photo.data), PART), 1):
        sent = s3.upload_part(**place, UploadId=upload_id, PartNumber=number, Body=photo.data[start : start + PART])
        parts.append({"PartNumber": number, "ETag": sent["ETag"]})
    s3.complete_multipart_upload(**place, UploadId=upload_id, MultipartUpload={"Parts": parts})


def megabytes(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return FILES * BYTES / (time.perf_counter() - begun) / 1e6


if __name__ == "__main__":
    sys.exit(main())
