"""The portal's files and the shells of all hosts in the portal bucket: new files first, the pages that name them last."""

import mimetypes
from pathlib import Path
from typing import Any

from accounts.brand import files_of_host
from accounts.business import Business
from accounts.portal_files import PAGE

PAGES = {"index.html": PAGE, "platform.html": "platform/index.html"}
FOR_EVER = "public, max-age=31536000, immutable"
ASKED_AGAIN = "no-cache"
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


def upload_files(s3: Any, bucket: str, built: Path) -> int:
    """All of `portal/dist`; the number of files beside its page. Old hashed files stay: open tabs still ask for them.

    The pages go last: the portal's to where no address leads, because the shells of all hosts are made of it, here and
    whenever a brand is saved; the platform's to where its own host looks.
    """
    paths = [path for path in sorted(built.rglob("*")) if path.is_file() and path.name not in PAGES]
    for path in paths:
        key = path.relative_to(built).as_posix()
        kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        caching = FOR_EVER if key.startswith("assets/") else ASKED_AGAIN
        s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes(), ContentType=kind, CacheControl=caching)
    for name, key in PAGES.items():
        page = (built / name).read_bytes()
        s3.put_object(
            Bucket=bucket, Key=key, Body=page, ContentType="text/html; charset=utf-8", CacheControl=ASKED_AGAIN
        )
    return len(paths)


def upload_shells(s3: Any, bucket: str, built: Path, businesses: list[Business]) -> int:
    """The page of every host, in its business's name and colors; the number of hosts."""
    page = (built / "index.html").read_text()
    for business in businesses:
        for file in files_of_host(page, business):
            body, kind = file.text.encode(), file.content_type
            s3.put_object(Bucket=bucket, Key=file.key, Body=body, ContentType=kind, CacheControl=file.cache_control)
    return len(businesses)
