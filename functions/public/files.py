"""Templates, style and script of the pages; style and script are files of their own, as the strict policy wants them."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class File:
    """What is served under a name that carries its hash."""

    text: str
    content_type: str


def _named(name: str, content_type: str) -> tuple[str, File]:
    text = (_HERE / "static" / name).read_text()
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.{suffix}", File(text, content_type)


_STYLE, _STYLE_FILE = _named("page.css", "text/css; charset=utf-8")
_SCRIPT, _SCRIPT_FILE = _named("page.js", "text/javascript; charset=utf-8")
FILES = {_STYLE: _STYLE_FILE, _SCRIPT: _SCRIPT_FILE}
STYLE = f"/g/assets/{_STYLE}"
SCRIPT = f"/g/assets/{_SCRIPT}"


@cache
def templates() -> Environment:
    """The pages' templates; everything in them is escaped, and a forgotten value is an error."""
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
