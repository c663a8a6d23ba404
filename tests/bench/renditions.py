"""Measures the renditions against the codec's own limit L and naive Pillow, beside the budgets of the house.

Each figure is the CPU time of a fresh process around the work alone, the best of a few runs taken turn by turn.
Run: python -m tests.bench.renditions [--quick]
"""

from __future__ import annotations

import io
import json
import math
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageMath

ROOT = Path(__file__).parents[2]
BUDGETS = {"L": 2.3, "naive": 8.0, "baseline_mb": 120, "progressive_mb": 320, "ssim": 0.985, "copy": 0.05}


def originals(large: bool) -> dict[str, bytes]:
    """The five originals of the budget."""
    from tests import originals as odd

    size, huge = (odd.MP24, odd.MP45) if large else ((3000, 2000), (4128, 2752))
    picture = odd.scene(size)
    return {
        "baseline 4:2:0": odd.jpeg(picture, exif=odd.private_exif(1)),
        "4:4:4": odd.jpeg(picture, subsampling="4:4:4"),
        "P3, turned": odd.jpeg(picture, icc_profile=odd.display_p3(), exif=odd.private_exif(6)),
        "progressive": odd.jpeg(picture, progressive=True),
        "45 MP": odd.jpeg(odd.scene(huge)),
    }


def ssim(one: Image.Image, other: Image.Image) -> float:
    """Structural similarity of luma over 8 x 8 px blocks, 1.0 when equal."""
    a, b = (picture.convert("L").convert("F") for picture in (one, other))

    def calc(work: Callable[[dict[str, object]], object], **images: Image.Image) -> Image.Image:
        result: Image.Image = ImageMath.lambda_eval(work, **images)
        return result

    def product(x: Image.Image, y: Image.Image) -> Image.Image:
        return calc(lambda v: v["x"] * v["y"], x=x, y=y).reduce(8)

    index = calc(
        lambda v: (
            (2 * v["ma"] * v["mb"] + 6.5025)
            * (2 * (v["ab"] - v["ma"] * v["mb"]) + 58.5225)
            / (v["ma"] * v["ma"] + v["mb"] * v["mb"] + 6.5025)
            / (v["aa"] - v["ma"] * v["ma"] + v["bb"] - v["mb"] * v["mb"] + 58.5225)
        ),
        ma=a.reduce(8),
        mb=b.reduce(8),
        aa=product(a, a),
        bb=product(b, b),
        ab=product(a, b),
    )
    values = index.crop((0, 0, one.width // 8, one.height // 8)).get_flattened_data()
    return sum(values) / len(values)


def worst_ssim(data: bytes) -> float:
    """The least similar rendition, before encoding, to a full decode reduced once with LANCZOS."""
    from media.kinds import CLEAN_LARGE, CLEAN_SMALL, MLS
    from media.original import open_original
    from media.renditions import _decode, reduce_chain

    picture, original = open_original(data)
    picture.load()
    whole = _decode(picture, original, 1_000_000).merged().convert("RGB")
    return min(
        ssim(small.convert("RGB"), whole.resize(small.size, Image.Resampling.LANCZOS))
        for _, small in reduce_chain(data, (MLS, CLEAN_LARGE, CLEAN_SMALL))
    )


def child(what: str, path: str) -> None:
    """Does one thing in this process and prints its CPU seconds and its peak memory in MB."""
    from media import metadata, renditions
    from media.watermark import Mark
    from tests.bench import renditions_naive

    data = Path(path).read_bytes()
    mark = Mark("Harbor Light Photography")
    work: dict[str, Callable[[], object]] = {
        "ours": lambda: [len(each.data) for each in renditions.render(data, mark)],
        "naive": lambda: renditions_naive.render(data),
        "copy": lambda: metadata.full_copy(data),
    }
    run = codec_limit(data) if what == "limit" else work[what]
    before = _cpu()
    run()
    print(json.dumps({"cpu": _cpu() - before, "mb": _peak_mb()}))


def _peak_mb() -> float:
    """This process's own peak; ru_maxrss would count the parent that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def codec_limit(data: bytes) -> Callable[[], None]:
    """L: one scaled decode and the encodes of the table, their pixels prepared beforehand."""
    from media import kinds, renditions
    from media.watermark import Mark, stamp

    pictures = [
        (kind, stamp(picture, Mark("Harbor Light Photography")) if kind.folder == "marked" else picture)
        for kind, picture in renditions.reduce_chain(data, kinds.ON_ARRIVAL)
    ]

    def run() -> None:
        picture = Image.open(io.BytesIO(data))
        size = kinds.size_within(picture.size, 2048)
        picture.draft("YCbCr" if renditions._is_stored_as_ycbcr(picture) else picture.mode, size)
        picture.load()
        for kind, each in pictures:
            renditions._encode(kind, each)

    return run


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(what: str, path: Path) -> dict[str, float]:
    """Runs `child` in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.renditions", "--child", what, str(path)]
    environment = {
        "PYTHONPATH": f"{ROOT / 'functions'}:{ROOT / 'layers/core'}:{ROOT}",
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def compare(path: Path, runs: int, naive_runs: int) -> dict[str, dict[str, float]]:
    """The best of a few runs of each variant, taken turn by turn."""
    best: dict[str, dict[str, float]] = {}
    for turn in range(runs):
        for what in ("limit", "ours", "copy") + (("naive",) if turn < naive_runs else ()):
            figures = measure(what, path)
            if what not in best or figures["cpu"] < best[what]["cpu"]:
                best[what] = figures
    return best


def mean(values: list[float]) -> float:
    """Geometric mean."""
    return math.exp(sum(math.log(value) for value in values) / len(values))


def main() -> int:
    """Prints the table and returns 1 when a budget is broken by more than a tenth."""
    quick = "--quick" in sys.argv
    rows: dict[str, dict[str, float]] = {}
    print(f"{'original':<16}{'L s':>8}{'ours s':>8}{'x L':>7}{'naive x':>9}{'RSS MB':>8}{'SSIM':>8}{'copy L':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in originals(not quick).items():
            path = Path(folder) / "original"
            path.write_bytes(data)
            best = compare(path, 2 if quick else 4, 1)
            limit, ours = best["limit"]["cpu"], best["ours"]["cpu"]
            row = {
                "L": ours / limit,
                "naive": best["naive"]["cpu"] / ours,
                "mb": best["ours"]["mb"],
                "ssim": worst_ssim(data),
                "copy": best["copy"]["cpu"] / limit,
            }
            rows[name] = row
            print(
                f"{name:<16}{limit:8.3f}{ours:8.3f}{row['L']:7.2f}{row['naive']:9.1f}"
                f"{row['mb']:8.0f}{row['ssim']:8.4f}{row['copy']:8.3f}",
                flush=True,
            )
    return verdict(rows)


def verdict(rows: dict[str, dict[str, float]]) -> int:
    """Prints each budget beside its figure."""
    checks = [
        ("CPU, geometric mean, x L", mean([row["L"] for row in rows.values()]), BUDGETS["L"], "<="),
        ("naive Pillow, x ours", mean([row["naive"] for row in rows.values()]), BUDGETS["naive"], ">="),
        ("RSS baseline, MB", rows["baseline 4:2:0"]["mb"], BUDGETS["baseline_mb"], "<="),
        ("RSS progressive, MB", rows["progressive"]["mb"], BUDGETS["progressive_mb"], "<="),
        ("SSIM, least", min(row["ssim"] for row in rows.values()), BUDGETS["ssim"], ">="),
        (
            "full copy, geometric mean, x L",
            mean([row["copy"] for row in rows.values()]),
            BUDGETS["copy"],
            "<=",
        ),
    ]
    failed = 0
    for name, value, budget, sense in checks:
        good = value <= budget * 1.1 if sense == "<=" else value >= budget * 0.9
        failed += not good
        print(f"{name:<32}{value:10.3f}   budget {sense} {budget}{'' if good else '   BROKEN'}")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], sys.argv[3])
    else:
        sys.exit(main())
