"""Odd originals, built from the demo shoot when a test needs them: large, wide-gamut, rotated, damaged, lying, hostile.

Kept out of the repository because they are large and because building them shows what is odd about each.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image, ImageCms, TiffImagePlugin

SHOOT = Path(__file__).parent.parent / "demo" / "photos"
MP24 = (6000, 4000)
MP45 = (8256, 5504)

SERIAL = "SN-0042-SECRET"
OWNER = "Olive Owner"
LATITUDE = ((52, 1), (31, 1), (12, 1))


def shoot() -> list[Path]:
    """The fourteen photographs of the demo shoot, in order."""
    return sorted(SHOOT.glob("*.jpg"))


@cache
def scene(size: tuple[int, int], number: int = 5) -> Image.Image:
    """A photograph of the shoot at `size`, with the grain of a sensor so that it compresses like one."""
    picture = Image.open(shoot()[number]).convert("RGB")
    if picture.height > picture.width:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    large = picture.resize(size, Image.Resampling.BICUBIC)
    tile = Image.effect_noise((1024, 1024), 32).convert("RGB")
    grain = Image.new("RGB", size)
    for top in range(0, size[1], 1024):
        for left in range(0, size[0], 1024):
            grain.paste(tile, (left, top))
    return Image.blend(large, grain, 0.12)


def jpeg(picture: Image.Image, **options: object) -> bytes:
    """The picture as JPEG, quality 92 unless told otherwise."""
    file = io.BytesIO()
    picture.save(file, "JPEG", **{"quality": 92, **options})
    return file.getvalue()


def encoded(picture: Image.Image, format_name: str, **options: object) -> bytes:
    """The picture in another format."""
    file = io.BytesIO()
    picture.save(file, format_name, **options)
    return file.getvalue()


def display_p3() -> bytes:
    """A Display-P3 profile: sRGB's tone curve, P3 primaries adapted to D50."""
    columns = ((0.5151, 0.2412, -0.0011), (0.2919, 0.6922, 0.0419), (0.1572, 0.0666, 0.7841))
    return _matrix_profile("Display P3", columns)


def _matrix_profile(name: str, columns: tuple[tuple[float, float, float], ...]) -> bytes:
    def fixed(values: tuple[float, ...]) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    text = name.encode("utf-16-be")
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + fixed((2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
    tags: list[tuple[bytes, bytes]] = [
        (
            b"desc",
            b"mluc" + bytes(4) + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", len(text), 28) + text,
        ),
        (b"wtpt", b"XYZ " + bytes(4) + fixed((0.9642, 1.0, 0.8249))),
        *(
            (tag, b"XYZ " + bytes(4) + fixed(column))
            for tag, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)
        ),
        *((tag, curve) for tag in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, value in tags:
        table += tag + struct.pack(">II", start + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    size = start + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x04300000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + fixed((0.9642, 1.0, 0.8249))
    return header.ljust(128, b"\0") + table + body


def private_exif(orientation: int = 1, thumbnail: bytes = b"") -> bytes:
    """EXIF with location, serial number, owner, comment, maker's note and an embedded preview of the clean picture."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110], exif[0x013B] = "Camera Works", "Model 7", OWNER
    exif[0x9C9C] = "a private comment".encode("utf-16-le")
    details = exif.get_ifd(0x8769)
    details[0xA431], details[0xA430], details[0x927C] = SERIAL, OWNER, b"MAKERNOTE" + SERIAL.encode() * 9
    details[0x9286] = b"ASCII\0\0\0" + b"gate code 4711"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", tuple(TiffImagePlugin.IFDRational(*part) for part in LATITUDE)
    place[3], place[4] = (
        "E",
        tuple(TiffImagePlugin.IFDRational(*part) for part in ((13, 1), (24, 1), (36, 1))),
    )
    data = exif.tobytes()
    return _with_thumbnail(data, thumbnail) if thumbnail else data


def _with_thumbnail(exif: bytes, thumbnail: bytes) -> bytes:
    """Appends a second directory with the thumbnail to an EXIF block that Pillow wrote."""
    tiff = bytearray(exif[6:])
    order = "<" if tiff[:2] == b"II" else ">"
    first = struct.unpack_from(order + "I", tiff, 4)[0]
    count = struct.unpack_from(order + "H", tiff, first)[0]
    struct.pack_into(order + "I", tiff, first + 2 + 12 * count, len(tiff))
    at = len(tiff) + 2 + 12 * 3 + 4
    tiff += struct.pack(order + "H", 3)
    for tag, value in ((0x0103, 6), (0x0201, at), (0x0202, len(thumbnail))):
        tiff += struct.pack(order + "HHII", tag, 4, 1, value)
    return exif[:6] + bytes(tiff) + struct.pack(order + "I", 0) + thumbnail


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" '
    f'exif:GPSLatitude="52,31.2N" exif:GPSLongitude="13,24.6E" aux:SerialNumber="{SERIAL}" aux:OwnerName="{OWNER}"/>'
    "</rdf:RDF></x:xmpmeta>"
).encode()


def segment(marker: int, body: bytes) -> bytes:
    """A JPEG segment."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def private_jpeg(picture: Image.Image, orientation: int = 1, **options: object) -> bytes:
    """A JPEG that tells everything: EXIF with thumbnail, XMP, IPTC, comments (some after the tables), MPF, a second picture."""
    thumbnail = jpeg(picture.resize((160, 107)), quality=60)
    data = jpeg(picture, exif=private_exif(orientation, thumbnail), comment="gate code 4711", **options)
    iptc = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 24) + b"\x1c\x02\x5c\x00\x0d12 Secret Ave" + bytes(6)
    )
    extra = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP) + segment(0xED, iptc)
    extra += segment(0xEA, b"PREVIEW " + thumbnail) + segment(0xFE, b"second comment " + OWNER.encode())
    # The second block stands after the tables, where a strip of the first segments does not look.
    scan = data.rindex(b"\xff\xda")
    late = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP) + segment(0xFE, SERIAL.encode())
    first = _with_picture_index(data[:2], extra + data[2:scan] + late + data[scan:], len(thumbnail))
    return first + thumbnail + b"<script>trailing()</script>"


def _with_picture_index(start: bytes, rest: bytes, second_bytes: int) -> bytes:
    """A camera's multi-picture index (MPF) between both parts: this picture, and one that follows right behind it."""

    def index(first_bytes: int) -> bytes:
        behind = first_bytes - len(start) - 8  # offsets count from the index's own header, behind the marker and "MPF"
        entries = struct.pack("<IIIHH", 0x030000, first_bytes, 0, 0, 0)
        entries += struct.pack("<IIiHH", 0x010001, second_bytes, behind, 0, 0)
        tags = struct.pack("<HHI4s", 0xB000, 7, 4, b"0100") + struct.pack("<HHII", 0xB001, 4, 1, 2)
        tags += struct.pack("<HHII", 0xB002, 7, len(entries), 8 + 2 + 3 * 12 + 4)
        tiff = b"II*\0" + struct.pack("<IH", 8, 3) + tags + struct.pack("<I", 0) + entries
        return segment(0xE2, b"MPF\0" + tiff)

    return start + index(len(start) + len(index(0)) + len(rest)) + rest


def bomb_png(side: int = 65535) -> bytes:
    """A PNG of a few bytes that claims side x side pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(100_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb_jpeg(side: int = 65500) -> bytes:
    """A small JPEG whose frame header claims side x side pixels."""
    data = bytearray(jpeg(Image.new("RGB", (64, 64), "teal")))
    frame = data.index(b"\xff\xc0")
    struct.pack_into(">HH", data, frame + 5, side, side)
    return bytes(data)


def sixteen_bit_png(size: tuple[int, int]) -> bytes:
    """A PNG with 16 bits per channel, which Pillow itself cannot write."""
    picture = scene(size)
    pixels = picture.tobytes()
    stride = size[0] * 3
    wide = bytearray()
    for top in range(size[1]):
        row = pixels[top * stride : (top + 1) * stride]
        wide += b"\0" + b"".join(bytes((value, value)) for value in row)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", size[0], size[1], 16, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(wide), 1)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def pdf(words: str = "Seller's disclosure", filler: int = 0) -> bytes:
    """A document of one page that any reader opens, with `filler` bytes that no reader shows."""
    text = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    page = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (filler, bytes(filler)),
    ]
    file, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(file)


def odd_originals(size: tuple[int, int] = (1500, 1000)) -> dict[str, bytes]:
    """Name -> bytes of every odd file of a shoot at `size`; the last five must be refused."""
    picture = scene(size)
    whole = jpeg(picture)
    good: dict[str, Callable[[], bytes]] = {
        "baseline.jpg": lambda: whole,
        "full-chroma.jpg": lambda: jpeg(picture, subsampling="4:4:4"),
        "display-p3-turned.jpg": lambda: jpeg(picture, icc_profile=display_p3(), exif=private_exif(6)),
        "progressive.jpg": lambda: jpeg(picture, progressive=True),
        "cmyk.jpg": lambda: jpeg(picture.convert("CMYK")),
        "sixteen-bit.png": lambda: sixteen_bit_png((600, 400)),
        "location.jpg": lambda: private_jpeg(picture),
        "scan.tif": lambda: encoded(picture, "TIFF", compression="tiff_lzw"),
        "web.webp": lambda: encoded(picture, "WEBP", quality=90, method=0),
    }
    bad: dict[str, Callable[[], bytes]] = {
        "truncated.jpg": lambda: whole[: len(whole) * 3 // 5],
        "lying.jpg": lambda: pdf("Named like a photo"),
        "bomb.png": bomb_png,
        "bomb.jpg": bomb_jpeg,
        "empty.jpg": lambda: b"",
    }
    return {name: build() for name, build in {**good, **bad}.items()}


REFUSED = ("truncated.jpg", "lying.jpg", "bomb.png", "bomb.jpg", "empty.jpg")


def srgb_profile() -> bytes:
    """LittleCMS' own sRGB profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
