"""The opponent: the renditions as hurried code makes them, a full decode and a full blend for each one."""

from __future__ import annotations

import io

from PIL import Image, ImageCms, ImageDraw, ImageFont, ImageOps

EDGES = (
    ("marked", 400),
    ("marked", 800),
    ("marked", 1600),
    ("clean", 400),
    ("clean", 800),
    ("clean", 1600),
    ("mls", 2048),
)


def render(data: bytes) -> list[bytes]:
    """Seven JPEGs of one photo."""
    return [_one(data, folder, edge) for folder, edge in EDGES]


def _one(data: bytes, folder: str, edge: int) -> bytes:
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    profile = picture.info.get("icc_profile")
    picture = picture.convert("RGB")
    if profile:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
        picture = converted if converted is not None else picture
    if folder == "marked":
        layer = Image.new("RGBA", picture.size)
        pen = ImageDraw.Draw(layer)
        letter = picture.width // 60
        for top in range(0, picture.height, 4 * letter):
            pen.text(
                (0, top),
                "Harbor Light Photography   " * 5,
                (255, 255, 255, 130),
                ImageFont.load_default(letter),
            )
        picture = Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")
    scale = edge / max(picture.size)
    small = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "JPEG", quality=85, optimize=True)
    return file.getvalue()
