"""`make setup`: Python environments, Debian's tools and the portal's packages, each skipped while its inputs stay the same."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from local import stamps
from local.places import CLOUD, PORTAL, ROOT, uv

TOOLS = {
    "chromium": "chromium",
    "exiftool": "libimage-exiftool-perl",
    "qpdf": "qpdf",
    "pdftotext": "poppler-utils",
    "zip": "zip",
    "unzip": "unzip",
    "7zz": "7zip",
}
ENVIRONMENTS = {
    ROOT / ".venv": (["requirements/dev.txt"], []),
    CLOUD / "ministack": (["requirements/cloud.txt"], ["--compile-bytecode"]),
    CLOUD / "sam": (["requirements/sam.txt"], ["--compile-bytecode"]),
    CLOUD / "checkov": (["requirements/checkov.txt"], ["--compile-bytecode"]),
}


def main() -> None:
    """Make what is missing or out of date, and say so in a line each."""
    for place, (locks, options) in ENVIRONMENTS.items():
        _environment(place, [ROOT / lock for lock in locks], options)
    _debian_tools()
    npm_packages(PORTAL)


def _environment(place: Path, locks: list[Path], options: list[str]) -> None:
    wanted = stamps.digest(locks, sys.executable)
    if stamps.is_fresh(place / "stamp", wanted) and (place / "bin" / "python").exists():
        return
    print(f"setup: {place.relative_to(ROOT)}", flush=True)
    if not stamps.is_fresh(place / "python", sys.executable):
        _run([uv(), "venv", "--quiet", "--clear", "--python", sys.executable, str(place)])
        stamps.write(place / "python", sys.executable)
    install = [uv(), "pip", "sync", "--quiet", "--require-hashes", "--python", str(place / "bin" / "python")]
    _run([*install, *options, *map(str, locks)])
    stamps.write(place / "stamp", wanted)


def _debian_tools() -> None:
    missing = [package for command, package in TOOLS.items() if not shutil.which(command)]
    if not missing:
        return
    names = " ".join(missing)
    apt = shutil.which("apt-get")
    root = [] if os.geteuid() == 0 else [shutil.which("sudo") or "", "-n"]
    if not apt or (root and not root[0]):
        sys.exit(f"These Debian packages are missing and cannot be installed from here: {names}. Please install them.")
    print(f"setup: apt-get install {names}", flush=True)
    quiet = ["-qq", "-o", "Dpkg::Use-Pty=0"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*root, apt, "update", *quiet], env=environment, check=False, stdout=subprocess.DEVNULL)
    _run([*root, apt, "install", "-y", "--no-install-recommends", *quiet, *missing], environment)


def npm_packages(folder: Path) -> None:
    """`npm ci` in `folder`, unless its packages are those of its lock file."""
    npm = shutil.which("npm")
    if not npm:
        sys.exit("npm is missing: the portal needs Node 20 or newer (https://nodejs.org/).")
    stamp, wanted = folder / "node_modules" / ".stamp", stamps.digest([folder / "package-lock.json"])
    if stamps.is_fresh(stamp, wanted):
        return
    print(f"setup: npm ci in {folder.relative_to(ROOT)}", flush=True)
    _run([npm, "ci", "--no-audit", "--no-fund", "--silent"], cwd=folder)
    stamps.write(stamp, wanted)


def _run(command: list[str], environment: dict[str, str] | None = None, cwd: Path = ROOT) -> None:
    result = subprocess.run(command, env=environment, cwd=cwd, check=False)
    if result.returncode:
        sys.exit(f"setup failed at: {' '.join(command)}")


if __name__ == "__main__":
    main()
