"""Captions: what WebVTT and SubRip files say is kept, what else they carry is not, and a refusal names the line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latchkey.errors import InvalidError
from media.limits import LARGEST_CAPTIONS
from media.webvtt import plain_webvtt

CUE = "00:01.000 --> 00:04.000\n"
# The grammar of what may leave, by itself: header, times, then lines of text and the six marks.
TIMES = (
    r"\d{2,}:[0-5]\d:[0-5]\d\.\d{3} --> \d{2,}:[0-5]\d:[0-5]\d\.\d{3}( (vertical|line|position|size|align):[\w.,%-]+)*"
)
TEXT = r"([^<>&\x00-\x1f]|&(amp|lt|gt);|</?(i|b|u|ruby|rt|v)>|<v [^<>\x00-\x1f]*>)+"
PLAIN = re.compile(rf"WEBVTT\n(\n{TIMES}\n({TEXT}\n)+)+")


def said(text: str) -> str:
    """What is left of these words."""
    times, _, words = plain_webvtt(f"WEBVTT\n\n{CUE}{text}\n").decode().removeprefix("WEBVTT\n\n").partition("\n")
    assert times == "00:00:01.000 --> 00:00:04.000"
    return words.strip("\n")


def refused(text: str) -> str:
    with pytest.raises(InvalidError) as error:
        plain_webvtt(text)
    assert error.value.facts["errors"][0]["field"] == "text"
    return error.value.detail


def test_a_file_of_a_program_comes_out_as_cues_in_order() -> None:
    text = """\ufeffWEBVTT - made by hand\r
Kind: captions\r
\r
STYLE\r
::cue { background: url(https://evil.example/pixel) }\r
\r
NOTE the owner's number is 207 555 0110\r
\r
REGION\r
id:fred\r
\r
second\r
01:00:05.000 --> 01:00:07.500 align:start position:10%,line-left region:fred onclick:x\r
- And here\r
- the kitchen.\r
\r
00:01.000\t-->  00:04.000\r
Welcome.\r
"""
    assert plain_webvtt(text).decode() == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nWelcome.\n\n"
        "01:00:05.000 --> 01:00:07.500 align:start position:10%,line-left\n- And here\n- the kitchen.\n"
    )


def test_subrip_is_read_too() -> None:
    text = (
        "\n\n1\n00:00:01,000 --> 00:00:04,000 X1:10 X2:20\n"
        '{\\an8}<font color="#fff">5 < 6 & <i>more</i></font>\n   \n2\n0:00:05,000 --> 0:00:06,000\nTwo\n'
    )
    assert plain_webvtt(text).decode() == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n5 &lt; 6 &amp; <i>more</i>\n\n00:00:05.000 --> 00:00:06.000\nTwo\n"
    )


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Plain words, Küche — 日本", "Plain words, Küche — 日本"),
        ("<v Olive Owner>Hello</v>", "<v Olive Owner>Hello</v>"),
        ("<v.loud A & B>Hello", "<v A &amp; B>Hello"),
        ("<i.big>a</i> <b>b</b> <u>c</u>", "<i>a</i> <b>b</b> <u>c</u>"),
        ("<c.yellow.bg_blue>hel<00:02.000>lo</c> <lang en>you</lang>", "hello you"),
        ("<ruby>日<rt>ni</rt></ruby>", "<ruby>日<rt>ni</rt></ruby>"),
        ("Tom &amp; Jerry &lt;3 &#39;em", "Tom &amp; Jerry &lt;3 'em"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("2 < 3, 4 > 3, R&D", "2 &lt; 3, 4 &gt; 3, R&amp;D"),
        ("one&#10;&#10;00:05.000 --&gt; 00:06.000&#10;two", "one 00:05.000 --&gt; 00:06.000 two"),
        (" \nwords between lines of spaces\n ", "words between lines of spaces"),
    ],
)
def test_text_stays_text(words: str, kept: str) -> None:
    assert said(words) == kept


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Line 1: a file of captions begins with WEBVTT"),
        ("\n\nHello", "Line 3: a file of captions begins with WEBVTT"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\na", "Line 1: a file of captions begins with WEBVTT"),
        ("\x89PNG\r\n\x1a\n\0\0", "Line 1: this is not text"),
        (f"WEBVTT\n\n{CUE}K\ufffdche", "Line 4: this is not text in UTF-8"),
        (f"WEBVTT\n\n{CUE}\ud800", "Line 4: this is not text"),
        ("WEBVTT\n\nNOTE nothing", "There are no captions in this file."),
        (f"WEBVTT\n\n{CUE} ", "There are no captions in this file."),
        (f"WEBVTT\n{CUE}a", "Line 2: an empty line is missing"),
        ("WEBVTT\n\nname\nwords", "Line 3: a cue begins with its times"),
        ("WEBVTT\n\nname\n00:01.000 -> 00:02.000\nwords", "Line 3: a cue begins with its times"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\na", "Line 3: these times cannot be read"),
        ("WEBVTT\n\n00:01.00 --> 00:02.000\na", "Line 3: these times cannot be read"),
        ("WEBVTT\n\n00:04.000 --> 00:01.000\na", "Line 3: this cue ends before it has begun"),
        (f"WEBVTT\n\n{CUE}a\n00:05.000 --> 00:06.000\nb", "Line 5: an empty line is missing before this cue"),
        (f"WEBVTT\n\n{CUE}<script>alert(1)</script>", "Line 4: <script> does not belong into captions"),
        (f"WEBVTT\n\n{CUE}a\n<img src=x onerror=alert(1)>", "Line 5: <img src=x onerror=alert(1)> does not"),
        (f"WEBVTT\n\n{CUE}" + "a" * LARGEST_CAPTIONS, "The captions have more than 200 kB"),
    ],
)
def test_a_refusal_names_the_line(text: str, why: str) -> None:
    assert refused(text).startswith(why)


MARKUP = st.text("<>&/;#\\{}-:. \n\tivbscript0159" + "\u2028\u00a0日", max_size=60)


@given(st.one_of(MARKUP, st.text(max_size=60)))
def test_whatever_comes_out_is_plain_webvtt_and_stays_as_it_is(text: str) -> None:
    try:
        plain = plain_webvtt(f"WEBVTT\n\n{CUE}{text}")
    except InvalidError:
        return
    assert PLAIN.fullmatch(plain.decode()), plain
    assert plain_webvtt(plain.decode()) == plain
