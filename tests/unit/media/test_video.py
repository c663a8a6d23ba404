"""Videos are judged by their boxes, within a bound, and keep picture and sound alone (product 4.4, guarantees 32, 34)."""

from __future__ import annotations

import random
import struct
import subprocess
import time
from pathlib import Path

import pytest

from media.original import RefusedError
from media.video import LARGEST_INDEX, Video, judge
from media.video_copy import without
from tests.originals import jpeg, scene
from tests.videos import FRAMES, SECRETS, box, from_a_drone, full, mp4, picture, sound, trace, visual, wide_box

PLAIN = mp4()


def judged(data: bytes) -> Video:
    return judge(lambda start, length: data[start : start + length], len(data))


def stripped(data: bytes, piece: int = 1000) -> bytes:
    """What leaves: in pieces, because a blank may lie across two of them."""
    blanks = judged(data).blanks
    return b"".join(without(data[at : at + piece], at, blanks) for at in range(0, len(data), piece))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (PLAIN, ("mp4", 1280, 720, 1)),
        (mp4(brand=b"qt  "), ("mov", 1280, 720, 1)),
        (mp4(index_first=True, seconds=61.4), ("mp4", 1280, 720, 61)),
        (mp4(wide=True, outside=box(b"wide")), ("mp4", 1280, 720, 1)),
        (mp4(picture(turned=True), sound()), ("mp4", 720, 1280, 1)),
        (mp4(picture(size=(0, 0))), ("mp4", 1280, 720, 1)),
        (mp4(brand=b"XAVC", seconds=0.2), ("mp4", 1280, 720, 1)),
    ],
)
def test_a_real_video_is_welcome(data: bytes, found: tuple[object, ...]) -> None:
    video = judged(data)
    assert (video.suffix, video.width, video.height, video.seconds) == found
    assert video.content_type == {"mp4": "video/mp4", "mov": "video/quicktime"}[video.suffix]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a video"),
        (jpeg(scene((300, 200))), "not a video"),
        (b"\x1aE\xdf\xa3" + bytes(90), "Matroska"),
        (b"RIFF\0\0\0\0AVI LIST" + bytes(90), "AVI"),
        (box(b"ftyp", b"heic", bytes(4), b"mif1") + PLAIN, "a picture or a camera's RAW"),
        (box(b"ftyp", b"crx ", bytes(4), b"isom") + PLAIN, "a picture or a camera's RAW"),
        (box(b"ftyp", b"3gp4", bytes(4), b"3gp4"), "kind of video"),
        (mp4(sound()), "no video in it"),
        (mp4(picture(samples=())), "no video in it"),
        (mp4(seconds=0), "no length"),
        (mp4(seconds=90_000), "more than a day"),
        (mp4(picture(size=(20_000, 700))), "cannot be shown"),
        (mp4(picture(size=(4, 4))), "cannot be shown"),
        (PLAIN + box(b"moof"), "fragments"),
        (PLAIN + mp4(), "damaged"),
        (PLAIN + b"PK\x03\x04" + bytes(40), "damaged"),
        (PLAIN + b"x", "damaged"),
        (PLAIN[: PLAIN.index(b"moov") - 4], "damaged"),
        (mp4(picture(entry=visual(b"encv", (1280, 720)))), "protected"),
        (mp4(picture(reference=full(b"url ", b"file:///Users/olive/house.mov\0"))), "other files"),
        (mp4(picture(reference=full(b"alis", b"Olive's disk", flags=1))), "other files"),
    ],
)
def test_what_is_none_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as refusal:
        judged(data)
    assert refusal.value.reason.endswith(".")


def test_no_part_of_a_video_passes_for_all_of_it() -> None:
    for end in range(0, len(PLAIN), 97):
        with pytest.raises(RefusedError):
            judged(PLAIN[:end])


def hostile() -> dict[str, bytes]:
    start = box(b"ftyp", b"isom", bytes(4))
    deep = b""
    for _ in range(5000):
        deep = box(b"trak", deep)
    endless = struct.pack(">I4sQ", 1, b"mdat", 2**63)
    many = full(b"stsz", struct.pack(">II", 1, 2**32 - 1))
    return {
        "empty boxes": start + box(b"free") * 5000,
        "a tree of 5,000 levels": start + box(b"mdat") + box(b"moov", deep),
        "a million boxes": start + box(b"mdat") + box(b"moov", PLAIN[PLAIN.index(b"mvhd") - 4 :][:108], box(b"free") * 10**6),
        "an endless box": start + endless,
        "a box shorter than its head": start + struct.pack(">I4s", 4, b"moov") + bytes(20),
        "an index too large to read": start + box(b"moov", bytes(LARGEST_INDEX)),
        "a table that says four billion": PLAIN.replace(b"stco\0\0\0\0\0\0\0\x1e", b"stco\0\0\0\0\xff\xff\xff\xff"),
        "sizes beyond the file": PLAIN.replace(b"stsz\0\0\0\0\0\0\0\0", b"stsz\0\0\0\0\x7f\xff\xff\xff"),
        "wide boxes of nothing": start + wide_box(b"mdat", b"") * 70,
        "four billion samples": start + box(b"mdat") + box(b"moov", many),
    }  # fmt: skip


@pytest.mark.parametrize("name", hostile())
def test_a_hostile_tree_ends_in_a_refusal_and_soon(name: str) -> None:
    began = time.process_time()
    with pytest.raises(RefusedError):
        judged(hostile()[name])
    assert time.process_time() - began < 5


def test_flipped_bytes_end_in_a_verdict_and_never_in_a_crash() -> None:
    dice = random.Random(7)
    place = PLAIN.index(b"moov") - 4
    for _ in range(1500):
        data = bytearray(PLAIN)
        for _ in range(dice.randint(1, 4)):
            data[dice.choice((dice.randrange(40), dice.randrange(place, len(data))))] = dice.randrange(256)
        try:
            video = judged(bytes(data))
        except RefusedError:
            continue
        assert all(blank.start < len(data) and blank.end <= len(data) for blank in video.blanks)


def test_only_the_index_is_read() -> None:
    data, read = mp4(picture(samples=[bytes(4000)] * 500), sound()), 0

    def counted(start: int, length: int) -> bytes:
        nonlocal read
        read += length
        return data[start : start + length]

    judge(counted, len(data))
    assert read < 30_000 < len(data)


@pytest.mark.parametrize("piece", [1, 7, 1000, 10**6])
def test_place_serial_and_owner_are_gone_and_every_frame_is_there(piece: int) -> None:
    data = from_a_drone()
    assert all(secret in data for secret in SECRETS)
    clean = stripped(data, piece)
    assert len(clean) == len(data)
    assert not [secret for secret in SECRETS if secret in clean]
    for sample in (*FRAMES, *sound().samples):
        assert clean.index(sample) == data.index(sample)


def test_a_judge_of_its_own_finds_no_place_either(tmp_path: Path) -> None:
    def told(data: bytes) -> str:
        file = tmp_path / "a.mp4"
        file.write_bytes(data)
        command = ["exiftool", "-a", "-G1", "-ee", "-u", file]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "GPS" in told(from_a_drone())
    clean = told(stripped(from_a_drone()))
    assert "Image Width                     : 1280" in clean
    assert not [word for word in ("GPS", "43 deg", "Olive", "DJI", "Warning") if word in clean], clean


def test_a_copy_is_a_video_of_its_own_and_stays_as_it_is() -> None:
    clean = stripped(from_a_drone())
    again = judged(clean)
    assert (again.width, again.height) == (1280, 720)
    assert stripped(clean) == clean
    assert clean.count(b"trak") == 2


def test_a_plain_video_keeps_all_but_its_handlers_names() -> None:
    clean = stripped(PLAIN)
    different = [at for at, (a, b) in enumerate(zip(PLAIN, clean, strict=True)) if a != b]
    assert bytes(PLAIN[at] for at in different) == b"VideoHandler" * 2


def test_a_track_that_goes_may_not_take_the_index_with_it() -> None:
    """A hostile file could let its own data track point at the index, to have it blanked."""
    data = mp4(picture(), trace())
    place = data.rindex(b"stco") + 12
    lying = data[:place] + struct.pack(">I", data.index(b"moov")) + data[place + 4 :]
    with pytest.raises(RefusedError, match="damaged"):
        judged(lying)
