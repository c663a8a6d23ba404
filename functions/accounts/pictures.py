"""The pictures of a brand as stored: their files in the portal bucket and the room they take on a page.

Plain typed dictionaries, because every function reads the business and few look at its pictures.
"""

from typing import Literal, TypedDict

Use = Literal["logo", "favicon", "portal_image"]
USES: tuple[Use, ...] = ("logo", "favicon", "portal_image")


class Picture(TypedDict):
    """`width` and `height` are what a page reserves for it, in CSS pixels.

    `files` maps a purpose to a key of the portal bucket: a logo's `page` and `mail` (no mail shows an SVG), a favicon's
    `tab` and `home`, a portal image's `large` and `small`. `plate` is the ground that a logo needs in the other scheme.
    """

    name: str
    width: int
    height: int
    files: dict[str, str]
    plate: Literal["light", "dark"] | None


class PortalImage(Picture):
    """What must stay in view when it is cropped: `x` and `y` in percent from the top left."""

    x: int
    y: int


# The file of each that stands for it in the studio.
SHOWN: dict[Use, str] = {"logo": "page", "favicon": "home", "portal_image": "large"}
