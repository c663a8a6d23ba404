"""An SVG made safe: read by a parser that resolves nothing and written anew from an allow-list (product 10.2, guarantees 35).

What draws is kept; scripts, events, foreign markup, links, embedded and outside files are not even copied. Style sheets of
drawing programs become attributes, because a strict page applies no style of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Final, Never
from xml.parsers import expat

from latchkey.errors import InvalidError

MAX_BYTES: Final = 300_000
_MOST_ELEMENTS: Final = 5_000
_DEEPEST: Final = 48
_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_SHAPES: Final = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "use"))
_ELEMENT_NAMES: Final = "svg g defs symbol title desc tspan clipPath mask pattern linearGradient radialGradient stop"
_ELEMENTS: Final = _SHAPES | frozenset(_ELEMENT_NAMES.split())
# Their children are kept, they themselves are not.
_UNWRAPPED: Final = frozenset(("a", "switch"))
_PLACE_NAMES: Final = """
id class x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy d points width height viewBox preserveAspectRatio transform
gradientTransform gradientUnits spreadMethod patternTransform patternUnits patternContentUnits clipPathUnits
maskUnits maskContentUnits offset pathLength rotate textLength lengthAdjust
"""
_LOOK_NAMES: Final = """
fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
stroke-dasharray stroke-dashoffset opacity color display visibility clip-path clip-rule mask stop-color stop-opacity
font-family font-size font-style font-weight font-stretch letter-spacing word-spacing text-anchor text-decoration
dominant-baseline alignment-baseline baseline-shift paint-order vector-effect mix-blend-mode isolation
shape-rendering text-rendering
"""
_PLACES: Final = frozenset(_PLACE_NAMES.split())
_LOOKS: Final = frozenset(_LOOK_NAMES.split())
_WITHIN: Final = re.compile(r"""url\(\s*['"]?#[\w.:-]+['"]?\s*\)""")
_ODD: Final = re.compile(r"[\\<>&@]|url\(|//|[a-z]+script:|data:|expression", re.IGNORECASE)
_HERE: Final = re.compile(r"#[\w.:-]+")
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR: Final = re.compile(r"([\w-]*)(?:([.#])([\w-]+))?")
_NUMBER: Final = re.compile(r"\s*\+?(\d{1,6}(?:\.\d{1,9})?|\.\d{1,9})\s*(?:px|pt|mm|cm|in|pc)?\s*")


@dataclass(frozen=True, slots=True)
class SafeSvg:
    """The document, and the size that it says of itself."""

    text: str
    width: float
    height: float


@dataclass(slots=True)
class _Node:
    name: str
    attributes: dict[str, str]
    children: list[_Node | str] = field(default_factory=list)


def made_safe(data: bytes, room: tuple[int, int]) -> SafeSvg:
    """As large as `room` lets it be, in CSS pixels: a program's own units say nothing about a page.

    Raises InvalidError with one sentence when it is no SVG, too much of one, or nothing is left to see."""
    if len(data) > MAX_BYTES:
        raise _refused("This SVG is larger than 300 kB. Please simplify it, or export it as PNG.")
    root, style = _parsed(data)
    if not any(node.name in _SHAPES for node in _all(root)):
        raise _refused("There is nothing to see in this SVG but what we may not show. Please export it as PNG.")
    _dress(root, _rules(style))
    for node in _all(root):
        node.attributes = {name: text for name, text in node.attributes.items() if _is_plain(name, text)}
    width, height = _size(root)
    root.attributes = {"viewBox": f"0 0 {width:g} {height:g}", **root.attributes}
    scale = min(room[0] / width, room[1] / height)
    width, height = width * scale, height * scale
    root.attributes |= {"width": f"{width:g}", "height": f"{height:g}"}
    return SafeSvg(f'<svg xmlns="{_SVG}"{"".join(_written(root))[4:]}', width, height)


def is_svg(data: bytes) -> bool:
    """Whether somebody meant it to be one."""
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) or b"<svg" in start


# ---------------------------------------------------------------------------------------------------------------------
class _Reader:
    """Builds the tree of what is allowed; counts how deep it stands in something that is left out."""

    def __init__(self) -> None:
        self.root: _Node | None = None
        self.style: list[str] = []
        self._open: list[_Node] = []
        self._names: list[str] = []
        self._left_out = 0
        self._count = 0

    def start(self, qualified: str, attributes: dict[str, str]) -> None:
        namespace, _, name = qualified.rpartition(" ")
        self._count += 1
        self._names.append(name)
        if self._count > _MOST_ELEMENTS or len(self._names) > _DEEPEST:
            raise _refused("This SVG has too many parts. Please simplify it, or export it as PNG.")
        if self.root is None and (namespace, name) != (_SVG, "svg"):
            raise _refused("This is not an SVG that we can read.")
        if self._left_out or not self._is_kept(namespace, name):
            self._left_out += 1
            return
        node = _Node("g" if name in _UNWRAPPED else name, {} if name in _UNWRAPPED else _named(attributes))
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _: str) -> None:
        self._names.pop()
        if self._left_out:
            self._left_out -= 1
        else:
            self._open.pop()

    def text(self, text: str) -> None:
        if self._left_out == 1 and self._names[-1] == "style":
            self.style.append(text)
        elif not self._left_out and self._names[-1] in ("text", "tspan", "title", "desc"):
            self._open[-1].children.append(text)

    def _is_kept(self, namespace: str, name: str) -> bool:
        if namespace != _SVG or name not in _ELEMENTS | _UNWRAPPED:
            return False
        # What can be used again may use nothing itself, or a few lines would draw for ever.
        return name != "use" or not any("id" in node.attributes for node in self._open[1:])


def _parsed(data: bytes) -> tuple[_Node, str]:
    reader, parser = _Reader(), expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = _entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _refused("This is not an SVG that we can read.") from error
    assert reader.root is not None
    return reader.root, "".join(reader.style)


def _entity(*_: object) -> Never:
    raise _refused("This SVG defines entities of its own. Please export it without them, or as PNG.")


def _named(attributes: dict[str, str]) -> dict[str, str]:
    """Local names; the `href` of either kind, nothing else of another namespace."""
    found = {}
    for qualified, text in attributes.items():
        namespace, _, name = qualified.rpartition(" ")
        if not namespace or (namespace == _XLINK and name == "href"):
            found[name] = text
    return found


def _all(node: _Node) -> Iterator[_Node]:
    yield node
    for child in node.children:
        if isinstance(child, _Node):
            yield from _all(child)


def _rules(style: str) -> list[tuple[str, str, str, str]]:
    """(element, `.`, `#` or nothing, name, declarations), the weaker first; what selects in other ways is passed over."""
    rules = []
    for selectors, declarations in _RULE.findall(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)):
        for selector in selectors.split(","):
            if found := _SELECTOR.fullmatch(selector.strip()):
                rules.append((found[1], found[2] or "", found[3] or "", declarations))
    return sorted(rules, key=lambda rule: ("", ".", "#").index(rule[1]))


def _dress(root: _Node, rules: list[tuple[str, str, str, str]]) -> None:
    """Styles as attributes: those of rules over the element's own, its `style` over both, as browsers weigh them."""
    for node in _all(root):
        own = node.attributes.pop("style", "")
        classes = node.attributes.get("class", "").split()
        for element, mark, name, declarations in rules:
            fits = not mark or (name in classes if mark == "." else name == node.attributes.get("id"))
            if element in ("", node.name) and (element or mark) and fits:
                node.attributes |= _declared(declarations)
        node.attributes |= _declared(own)


def _declared(declarations: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in declarations.split(";"))
    named = {name.strip().lower(): text.replace("!important", "").strip() for name, _, text in pairs}
    return {name: text for name, text in named.items() if name in _LOOKS and text}


def _is_plain(name: str, text: str) -> bool:
    if name == "href":
        return bool(_HERE.fullmatch(text.strip()))
    return name in _PLACES | _LOOKS and not _ODD.search(_WITHIN.sub("", text))


def _size(root: _Node) -> tuple[float, float]:
    box = re.split(r"[\s,]+", root.attributes.get("viewBox", "").strip())
    if len(box) == 4 and (sides := [_NUMBER.fullmatch(one) for one in box[2:]]) and all(sides):
        found = [float(side[1]) for side in sides if side]
    else:
        root.attributes.pop("viewBox", None)
        given = [_NUMBER.fullmatch(root.attributes.get(name, "")) for name in ("width", "height")]
        found = [float(side[1]) for side in given if side]
    if len(found) != 2 or min(found) <= 0:
        raise _refused("This SVG does not say how large it is. Please export it with a width and a height.")
    return found[0], found[1]


def _written(node: _Node) -> Iterator[str]:
    attributes = "".join(f' {name}="{escape(text)}"' for name, text in node.attributes.items())
    yield f"<{node.name}{attributes}>"
    for child in node.children:
        if isinstance(child, _Node):
            yield from _written(child)
        else:
            yield escape(child, quote=False)
    yield f"</{node.name}>"


def _refused(sentence: str) -> InvalidError:
    return InvalidError(sentence, field="file")
