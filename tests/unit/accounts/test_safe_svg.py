"""An SVG made safe: what draws stays, nothing else is even copied (product 10.2, guarantees 35)."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from accounts.safe_svg import MAX_BYTES, is_svg, made_safe
from latchkey.errors import InvalidError

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
ROOM = (200, 40)
SHAPE = '<path d="M0 0h10v10z"/>'


def svg(inner: str, attributes: str = 'viewBox="0 0 200 50"') -> bytes:
    return f"<svg {NAMESPACES} {attributes}>{inner}</svg>".encode()


def safe(inner: str) -> str:
    text = made_safe(svg(inner), ROOM).text
    ElementTree.fromstring(text)
    return text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<script href="https://evil.test/x.js"/>',
        "<g><script><g>alert(1)</g></script></g>",
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="alert(1)"/></body></foreignObject>',
        '<image href="https://evil.test/x.png"/>',
        '<image xlink:href="data:image/svg+xml;base64,PHN2Zz4="/>',
        '<use href="https://evil.test/x.svg#a"/>',
        '<use xlink:href="data:image/svg+xml,alert#a"/>',
        '<a href="javascript:alert(1)"><rect width="1" height="1"/></a>',
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<rect width="1" height="1" onload="alert(1)"/>',
        '<rect width="1" height="1" OnClick="alert(1)"/>',
        '<rect width="1" height="1" fill="url(https://evil.test/x)"/>',
        '<rect width="1" height="1" style="fill:url(https://evil.test/x)"/>',
        '<rect width="1" height="1" style="background:url(//evil.test/x)"/>',
        '<rect width="1" height="1" fill="u\\72l(https://evil.test)"/>',
        "<style>@import 'https://evil.test/x.css'; rect{fill:url(https://evil.test)}</style>",
        "<style>@font-face{src:url(https://evil.test/x.woff)}</style>",
        '<iframe src="https://evil.test"/>',
        '<html:script xmlns:html="http://www.w3.org/1999/xhtml">alert(1)</html:script>',
        '<handler xmlns="http://www.w3.org/2001/xml-events" type="text/javascript">alert(1)</handler>',
        '<filter id="f"><feImage href="https://evil.test/x"/></filter>',
        "<metadata><x>evil.test alert(1)</x></metadata>",
        '<?xml-stylesheet href="https://evil.test/x.css"?>',
        "<!-- alert(1) evil.test -->",
    ],
)
def test_what_could_act_or_ask_elsewhere_is_left_out_and_the_shape_stays(hostile: str) -> None:
    text = safe(hostile + SHAPE)
    assert not re.search(r"alert|evil|script|foreign|data:|image|import|style|url", text, re.IGNORECASE), text
    assert 'd="M0 0h10v10z"' in text


def test_markup_in_texts_and_attributes_stays_text() -> None:
    text = safe('<text id="&quot;&gt;&lt;script&gt;" fill="&quot;/&gt;&lt;script&gt;">&lt;script&gt;alert(1)</text>')
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(SHAPE),
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("<text>&x;</text>"),
        b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>' + svg("<text>&b;</text>"),
        svg(""),
        svg("<script>alert(1)</script>"),
        svg('<image href="data:image/png;base64,iVBORw0KGgo="/>'),
        svg("<g>" * 60 + SHAPE + "</g>" * 60),
        svg(SHAPE * 5_100),
        svg(SHAPE, 'width="100%" height="100%"'),
        svg(SHAPE, 'viewBox="0 0 0 50"'),
        b"<svg><path d='M0 0h1'/></svg>",
        b"<html><svg xmlns='http://www.w3.org/2000/svg'/></html>",
        b"<svg",
        b"",
        b"\xff\xfe<\x00s\x00v",
        b" " * (MAX_BYTES + 1),
    ],
)
def test_what_cannot_be_made_safe_is_refused_with_one_sentence(document: bytes) -> None:
    with pytest.raises(InvalidError) as refused:
        made_safe(document, ROOM)
    assert refused.value.facts["errors"][0]["field"] == "file"


def test_styles_of_drawing_programs_become_attributes() -> None:
    text = safe("<defs><style>.a,.b{fill:#123456}#c{fill:red}path{stroke:blue}</style></defs>"
                '<path class="a" d="M0 0h1"/><path id="c" class="b" d="M0 0h2" style="stroke: green"/>')  # fmt: skip
    assert re.search(r'<path class="a" d="M0 0h1" stroke="blue" fill="#123456">', text), text
    assert 'fill="red"' in text
    assert 'stroke="green"' in text
    assert "style" not in text


def test_gradients_clips_and_uses_within_the_file_stay() -> None:
    text = safe(
        '<linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient>'
        '<rect id="r" width="5" height="5" fill="url(#g)"/>'
        '<use xlink:href="#r" x="9"/>'
    )
    assert 'fill="url(#g)"' in text
    assert '<use href="#r" x="9">' in text


def test_what_is_used_again_uses_nothing_itself() -> None:
    text = safe(f'<g id="a">{SHAPE}</g><g id="b"><use href="#a"/><g><use href="#a"/></g></g><use href="#b"/>')
    assert text.count("<use") == 1


def test_the_size_comes_from_the_view_box_or_the_sides() -> None:
    found = made_safe(svg(SHAPE), ROOM)
    assert (found.width, found.height) == (160, 40)
    assert 'viewBox="0 0 200 50" width="160" height="40"' in found.text
    found = made_safe(svg(SHAPE, 'width="40mm" height="4mm"'), ROOM)
    assert (found.width, found.height) == (200, 20)
    assert 'viewBox="0 0 40 4"' in found.text


def test_a_doctype_without_entities_and_a_byte_order_mark_are_fine() -> None:
    head = b'\xef\xbb\xbf<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x.test/svg11.dtd">'
    assert is_svg(head)
    assert "DOCTYPE" not in made_safe(head + svg(SHAPE), ROOM).text


def test_making_safe_twice_changes_nothing() -> None:
    once = made_safe(svg(f'<g class="x" style="fill:red">{SHAPE}</g>'), ROOM).text
    assert made_safe(once.encode(), ROOM).text == once
