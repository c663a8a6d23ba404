"""The accent palette as the portal computed it; only verified here, because mails and pages rely on it (product 10.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from latchkey.errors import InvalidError

_HEX = re.compile(r"#[0-9a-f]{6}")
# The backgrounds that accents appear on; `portal/src/lib/palette.ts` computes with the same ones.
SURFACES = {
    "light": ("#f8f8f7", "#ffffff", "#f0f0ee"),
    "dark": ("#121214", "#1a1a1d", "#242428"),
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """`link` is text, `soft` a background behind it, `ring` the focus outline."""

    link: str
    soft: str
    ring: str


@dataclass(frozen=True, slots=True)
class Palette:
    """`accent` is the business's exact color, `on_accent` the text on it; the rest is moved until it can be read."""

    accent: str
    accent_hover: str
    on_accent: str
    light: Scheme
    dark: Scheme

    def css(self) -> str:
        """The variables that the portal's shell and our own pages use, letter for letter the portal's.

        `light-dark()` follows the page's color scheme, which is the system's until a person chooses.
        """
        both = ((name, getattr(self.light, name), getattr(self.dark, name)) for name in Scheme.__slots__)
        schemes = ";".join(f"--brand-{name}:light-dark({light},{dark})" for name, light, dark in both)
        return (
            f":root{{--brand-accent:{self.accent};--brand-accent-hover:{self.accent_hover};"
            f"--brand-on-accent:{self.on_accent};{schemes}}}\n"
        )


def palette_of(item: Mapping[str, Any]) -> Palette:
    """A verified palette. Raises InvalidError for anything that is not `#rrggbb`, or that people could not read."""
    try:
        palette = Palette(
            str(item["accent"]),
            str(item["accent_hover"]),
            str(item["on_accent"]),
            Scheme(**{name: str(item["light"][name]) for name in Scheme.__slots__}),
            Scheme(**{name: str(item["dark"][name]) for name in Scheme.__slots__}),
        )
    except (KeyError, TypeError) as error:
        raise InvalidError("The palette is not complete.", field="palette") from error
    _verify(palette)
    return palette


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two `#rrggbb`, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _verify(palette: Palette) -> None:
    colors = [palette.accent, palette.accent_hover, palette.on_accent]
    for scheme in (palette.light, palette.dark):
        colors += [scheme.link, scheme.soft, scheme.ring]
    if not all(_HEX.fullmatch(color) for color in colors):
        raise InvalidError("A color is written #rrggbb, in lower case.", field="palette")
    readable = all(contrast(palette.on_accent, behind) >= 4.5 for behind in (palette.accent, palette.accent_hover))
    for name, scheme in (("light", palette.light), ("dark", palette.dark)):
        readable &= all(contrast(scheme.link, behind) >= 4.5 for behind in (*SURFACES[name], scheme.soft))
        readable &= all(contrast(scheme.ring, behind) >= 3 for behind in SURFACES[name])
    if not readable:
        raise InvalidError("Some people could not read this palette.", field="palette")


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
