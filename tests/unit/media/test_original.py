"""What is not a photo of an allowed type and size is refused with one clear reason (product 4.4, guarantees 33, 34, 36)."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from media.kinds import ON_ARRIVAL
from media.original import RefusedError, open_original
from media.renditions import render
from media.watermark import Mark
from tests import originals as odd

MARK = Mark("Harbor Light")
SIZE = (600, 400)


def reason_of(data: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        list(render(data, MARK))
    return refused.value.reason


@pytest.fixture(scope="module")
def whole() -> bytes:
    return odd.jpeg(odd.scene(SIZE))


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"\0\0\0\x18ftypisom", "video"),
        (b"\0\0\0\x18ftypcrx ", "RAW"),
        (b"PK\x03\x04", "archive"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>", "drawing"),
        (b"GIF89a", "GIF"),
        (b"MZ\x90\0", "not a photo"),
    ],
)
def test_another_kind_of_file_is_refused_by_its_bytes_and_told_what_is_accepted(start: bytes, word: str) -> None:
    reason = reason_of(start + bytes(500))
    assert word in reason
    assert "JPEG, PNG, TIFF or WebP" in reason


def test_an_empty_file_is_refused() -> None:
    assert reason_of(b"") == "The file is empty."


@pytest.mark.parametrize("bomb", [odd.bomb_png(), odd.bomb_jpeg(), odd.bomb_png(10_001)])
def test_a_picture_beyond_100_megapixels_is_refused_before_it_is_decoded(bomb: bytes) -> None:
    assert "100" in reason_of(bomb)


def test_a_picture_of_exactly_100_megapixels_passes_the_header_check() -> None:
    assert open_original(odd.bomb_png(10_000))[1].width == 10_000


def test_a_bomb_neither_kills_the_worker_nor_fills_its_memory(tmp_path: Path) -> None:
    (tmp_path / "bomb").write_bytes(odd.bomb_jpeg())
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))\n"
        "from media import original\n"
        "try: original.open_original(open(sys.argv[1], 'rb').read())\n"
        "except original.RefusedError as refused: print(refused.reason)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "bomb")],
        env={"PYTHONPATH": "functions:layers/core"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "megapixels" in done.stdout


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_cut_at_any_twentieth_is_refused(progressive: bool) -> None:
    data = odd.jpeg(odd.scene(SIZE), progressive=progressive)
    for part in range(1, 20):
        cut = data[: len(data) * part // 20]
        assert "damaged" in reason_of(cut), part


@pytest.mark.parametrize("name", ["PNG", "TIFF", "WEBP"])
def test_a_cut_file_of_the_other_formats_is_refused(name: str) -> None:
    data = odd.encoded(odd.scene(SIZE), name)
    for part in (1, 5, 10, 15, 19):
        assert reason_of(data[: len(data) * part // 20])


def test_an_animation_is_refused() -> None:
    frames = [Image.new("RGB", (40, 40), color) for color in ("red", "blue")]
    for name in ("WEBP", "PNG", "TIFF"):
        file = io.BytesIO()
        frames[0].save(file, name, save_all=True, append_images=frames[1:])
        assert "several pictures" in reason_of(file.getvalue()), name


def test_a_raw_file_that_looks_like_a_tiff_is_refused() -> None:
    raw = odd.encoded(odd.scene(SIZE), "TIFF", tiffinfo={0xC612: b"\x01\x04\0\0"})
    assert "RAW" in reason_of(raw)


def test_a_polyglot_is_served_as_the_picture_it_is_and_nothing_else(whole: bytes) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("run.js", "alert(1)")
    for tail in (archive.getvalue(), b"<html><script>alert(1)</script>"):
        for each in render(whole + tail, MARK):
            assert each.data.startswith(b"\xff\xd8")
            assert each.data.endswith(b"\xff\xd9")
            assert b"script" not in each.data


def test_no_damaged_byte_ends_in_anything_but_a_picture_or_a_refusal(whole: bytes) -> None:
    step = max(1, len(whole) // 150)
    for place in range(0, len(whole), step):
        damaged = bytearray(whole)
        damaged[place] ^= 0x55
        with suppress(RefusedError):
            assert len(list(render(bytes(damaged), MARK, ON_ARRIVAL[-1:]))) == 1
