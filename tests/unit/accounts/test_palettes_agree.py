"""The portal computes a palette, the server verifies it: both agree on every color, and people can read each (product 10.2)."""

import json
import random
import subprocess
from collections.abc import Callable

from accounts.palette import SURFACES, palette_of
from tests.building import ROOT

STEPS = 14
MORE = 500


def colors() -> list[str]:
    """An even grid through all colors, and a fixed stream of others."""
    levels = [round(step * 255 / (STEPS - 1)) for step in range(STEPS)]
    grid = [f"#{red:02x}{green:02x}{blue:02x}" for red in levels for green in levels for blue in levels]
    stream = random.Random(20260504)
    return list(dict.fromkeys(grid + [f"#{stream.randrange(1 << 24):06x}" for _ in range(MORE)]))


def contrast(one: str, other: str) -> float:
    """WCAG 2's own words, a third time: neither the portal's code nor the server's."""

    def luminance(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return float(sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_palette_of_the_portal_is_readable_and_the_server_takes_it_letter_for_letter(
    figure: Callable[[str], None],
) -> None:
    asked = colors()
    command = ["node", "scripts/palette.mjs", "--all"]
    told = subprocess.run(
        command, cwd=ROOT / "portal", input="\n".join(asked), capture_output=True, text=True, check=True
    )
    given = json.loads(told.stdout)
    assert [one["palette"]["accent"] for one in given] == asked
    text, ring = 21.0, 21.0
    for one in given:
        palette = palette_of(one["palette"])
        assert palette.css() == one["css"]
        text = min(text, contrast(palette.on_accent, palette.accent))
        for name, scheme in (("light", palette.light), ("dark", palette.dark)):
            text = min(text, *(contrast(scheme.link, behind) for behind in (*SURFACES[name], scheme.soft)))
            ring = min(ring, *(contrast(scheme.ring, behind) for behind in SURFACES[name]))
    figure(f"palettes: {len(given)} colors, both schemes: text at least {text:.2f}, focus ring at least {ring:.2f}")
    assert len(given) >= 3_000
    assert text >= 4.5
    assert ring >= 3
