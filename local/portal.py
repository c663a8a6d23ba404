"""The portal's build, skipped while its sources stay the same."""

import shutil
import subprocess
import sys

from local import stamps
from local.places import PORTAL, PORTAL_DIST, STATE

INPUTS = (
    "index.html",
    "platform.html",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
    "src",
    "public",
    "scripts",
)


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


if __name__ == "__main__":
    with stamps.building():
        build()
