"""The portal's build and its way into the portal bucket: hashed files for ever, everything else asked for again."""

import mimetypes
import shutil
import subprocess
import sys
from pathlib import Path

from local import stamps
from local.places import PORTAL, PORTAL_DIST, STATE
from local.stack import client

INPUTS = ("index.html", "package-lock.json", "vite.config.ts", "tsconfig.json", "src", "public", "scripts")
FOR_EVER = "public, max-age=31536000, immutable"
ASKED_AGAIN = "no-cache"

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


def build() -> None:
    """`npm run build` unless dist/ is of these very sources."""
    if not (PORTAL / "package.json").exists():
        return
    wanted = stamps.digest([PORTAL / name for name in INPUTS])
    if stamps.is_fresh(STATE / "portal-built", wanted) and PORTAL_DIST.is_dir():
        return
    print("build: portal", flush=True)
    npm = shutil.which("npm") or sys.exit("npm is missing: run `make setup` first.")
    result = subprocess.run([npm, "run", "--silent", "build"], cwd=PORTAL, check=False, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"the portal's build failed:\n{result.stdout}{result.stderr}")
    stamps.write(STATE / "portal-built", wanted)


def upload(endpoint: str, bucket: str, folder: Path = PORTAL_DIST) -> int:
    """Copy the built portal into its bucket; the number of files."""
    s3 = client("s3", endpoint)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.is_dir() else []
    for path in files:
        key = path.relative_to(folder).as_posix()
        kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
        caching = FOR_EVER if key.startswith("assets/") else ASKED_AGAIN
        s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes(), ContentType=kind, CacheControl=caching)
    return len(files)
