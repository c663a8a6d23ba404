"""The portal's bundle writer beside `zip -0` of the same files: bytes gate, times are reported.

Run: python -m tests.bench.bundles
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from local.places import PORTAL

FILES, BYTES = 60, 5_000_000
# Beside the names, which a ZIP holds twice (house 7).
BUDGET_OVERHEAD = 120


def main() -> int:
    """Prints both; 1 when the bundle is longer than promised or its overhead over the budget."""
    with tempfile.TemporaryDirectory(prefix="latchkey-bench-") as place:
        folder = Path(place)
        files = [photo(folder, number) for number in range(1, FILES + 1)]
        said = ours(folder / "ours.zip", files)
        seconds = zipped(folder / "zip.zip", files)
        sizes = {name: (folder / f"{name}.zip").stat().st_size for name in ("ours", "zip")}
    names, data = sum(len(file.name) for file in files), FILES * BYTES
    broken = sizes["ours"] != said["promised"] or sizes["ours"] - data - 2 * names > BUDGET_OVERHEAD * FILES
    print(f"{'bundle':<10}{'bytes':>14}{'B a file':>10}{'most':>6}{'seconds':>9}{'MB/s':>8}")
    for name, took in (("ours", said["milliseconds"] / 1000), ("zip", seconds)):
        beside = (sizes[name] - data - 2 * names) / FILES
        most = str(BUDGET_OVERHEAD) if name == "ours" else ""
        label = "ours" if name == "ours" else "zip -0"
        print(f"{label:<10}{sizes[name]:>14,}{beside:>10.1f}{most:>6}{took:>9.2f}{data / took / 1e6:>8.0f}")
    print("   BROKEN" if broken else "", end="")
    return int(broken)


def photo(folder: Path, number: int) -> Path:
    path = folder / f"12-harbor-view-drive-{number:03}.jpg"
    path.write_bytes(Random(number).randbytes(BYTES))
    return path


def ours(path: Path, files: list[Path]) -> dict[str, int]:
    """By the page's own module in Node; `milliseconds` are those of the writing alone."""
    wanted = [{"url": file.as_uri(), "name": file.name, "bytes": BYTES} for file in files]
    with path.open("wb") as target:
        done = subprocess.run(
            ["node", str(PORTAL / "scripts/bundle.mjs")],
            input=json.dumps(wanted).encode(),
            stdout=target,
            stderr=subprocess.PIPE,
            check=True,
        )
    told: dict[str, int] = json.loads(done.stderr)
    return told


def zipped(path: Path, files: list[Path]) -> float:
    """Seconds that Info-ZIP takes to store the same files."""
    begun = time.perf_counter()
    subprocess.run(["zip", "-0", "-q", "-j", str(path), *map(str, files)], check=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
