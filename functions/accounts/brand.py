"""The shell of a host: the built portal page with the business's name and colors in it, so they show before all else.

Pure; whoever uploads the portal or saves a brand stores these files in the portal bucket (portal.md, Brand). The
marker and what replaces it are agreed with `portal/src/lib/brand.ts`.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from accounts.business import Business
from accounts.palette import SURFACES
from accounts.pictures import Picture

MARKER = "<!--brand-->"
_LANGUAGE = '<html lang="en">'
# The built page's own icon, which asks for nothing; the portal draws the initial there.
_ICON = re.compile(r'<link rel="icon" href="data:,"\s*/?>\s*')


@dataclass(frozen=True, slots=True)
class PortalFile:
    """One object of the portal bucket."""

    key: str
    text: str
    content_type: str
    cache_control: str


def files_of_host(index_html: str, business: Business) -> list[PortalFile]:
    """The style sheet first, then the shells that link it, so that no page lacks its colors between two uploads."""
    page = shell(index_html, business)
    return [
        PortalFile(css_key(business), business.palette.css(), "text/css", "public, max-age=31536000, immutable"),
        *(
            PortalFile(f"hosts/{host}/index.html", page, "text/html; charset=utf-8", "no-cache")
            for host in business.hosts
        ),
    ]


def shell(index_html: str, business: Business) -> str:
    """`portal/dist/index.html` for this business. Raises ValueError when the page has no place for a brand."""
    if index_html.count(MARKER) != 1 or index_html.count(_LANGUAGE) != 1:
        raise ValueError("the built page must hold the brand's marker and the language exactly once")
    html = index_html.replace(_LANGUAGE, f'<html lang="{escape(business.locale)}">')
    if business.favicon:
        html = _ICON.sub("", html)
    return html.replace(MARKER, _head(business))


def css_key(business: Business) -> str:
    """Where the style sheet of the business's colors lies; another palette is another name, so it is cached for ever."""
    return f"assets/brand/{hashlib.sha256(business.palette.css().encode()).hexdigest()[:16]}.css"


def _head(business: Business) -> str:
    name = escape(business.name)
    light, dark = SURFACES["light"][0], SURFACES["dark"][0]
    return "\n    ".join(
        [
            f"<title>{name}</title>",
            f'<meta name="application-name" content="{name}">',
            f'<meta name="theme-color" content="{light}" media="(prefers-color-scheme: light)">',
            f'<meta name="theme-color" content="{dark}" media="(prefers-color-scheme: dark)">',
            f'<link rel="stylesheet" href="/{css_key(business)}">',
            *_pictures(business),
        ]
    )


def _pictures(business: Business) -> Iterator[str]:
    """What the portal shows before it asks anything; the logo stands on every page, so it is fetched with the page."""
    if logo := business.logo:
        page = escape(logo["files"]["page"])
        ground = f' data-plate="{logo["plate"]}"' if logo["plate"] else ""
        yield f'<link rel="preload" href="/{page}" as="image" fetchpriority="high">'
        yield f'<meta name="brand-logo" content="/{page}"{_room(logo)}{ground}>'
    if favicon := business.favicon:
        yield f'<link rel="icon" type="image/png" sizes="64x64" href="/{escape(favicon["files"]["tab"])}">'
        yield f'<link rel="apple-touch-icon" href="/{escape(favicon["files"]["home"])}">'
    if image := business.portal_image:
        large, small = escape(image["files"]["large"]), escape(image["files"]["small"])
        focus = f' data-x="{image["x"]}" data-y="{image["y"]}"'
        yield f'<meta name="brand-image" content="/{large}" data-small="/{small}"{_room(image)}{focus}>'


def _room(picture: Picture) -> str:
    return f' data-width="{picture["width"]}" data-height="{picture["height"]}"'
