"""Judges a file of captions and writes it anew as plain WebVTT: cues, their times, and of their text what players show.

Pure. SubRip is read as well. What is no cue (styles, comments, headers) is left out, so that nothing a file carries along
is handed on to those who watch (product 4.1, ADR 0055).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Final, NamedTuple, Never

from latchkey.errors import InvalidError
from media.limits import LARGEST_CAPTIONS

_HEADER: Final = re.compile(r"WEBVTT([ \t].*)?")
_NO_CUE: Final = re.compile(r"(NOTE|STYLE|REGION)([ \t].*)?")
_TIME: Final = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})"
_TIMES: Final = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(.*)")
_SETTING: Final = re.compile(
    r"vertical:(rl|lr)|align:(start|center|end|left|right)|size:\d{1,3}(\.\d+)?%"
    r"|line:(-?\d{1,3}|\d{1,3}(\.\d+)?%)(,(start|center|end))?"
    r"|position:\d{1,3}(\.\d+)?%(,(line-left|center|line-right))?"
)
# Letters that were lost when a file was read in the wrong encoding are none either.
_NO_TEXT: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
_CONTROL: Final = re.compile(r"[\0-\x1f\x7f-\x9f\s]+")
_PIECE: Final = re.compile(r"<(?=[/\w])[^<>]*>|\{\\[^{}]*\}")
_KEPT: Final = re.compile(r"(/?)(i|b|u|ruby|rt|v)(\.[^\s.]+)*(?:\s+(.*))?")
# Colors, languages and karaoke marks of WebVTT, fonts and places of SubRip: their words stay.
_PASSED_OVER: Final = re.compile(r"/?(c|lang|font)([.\s].*)?|[\d:.]+|\\.*")


class _Block(NamedTuple):
    """Lines between two empty ones; `first` is the number of its first line, from 1."""

    first: int
    lines: tuple[str, ...]


class _Cue(NamedTuple):
    """Times in milliseconds."""

    start: int
    end: int
    settings: str
    lines: tuple[str, ...]


def plain_webvtt(text: str) -> bytes:
    """The captions in order of their times. Raises InvalidError with one sentence that names the line."""
    lines = re.split("\r\n|\r|\n", text.removeprefix("\ufeff"))
    for number, line in enumerate(lines, 1):
        if _NO_TEXT.search(line):
            _refuse(number, "this is not text in UTF-8.")
    if len(text.encode()) > LARGEST_CAPTIONS:
        raise InvalidError("The captions have more than 200 kB. Are they of this video alone?", field="text")
    cues = [_cue(block) for block in _cue_blocks(lines)]
    shown = sorted((cue for cue in cues if cue.lines), key=lambda cue: cue.start)
    if not shown:
        raise InvalidError("There are no captions in this file.", field="text")
    return ("\n\n".join(("WEBVTT", *map(_written, shown))) + "\n").encode()


def _refuse(line: int, why: str) -> Never:
    raise InvalidError(f"Line {line}: {why}", field="text")


def _cue_blocks(lines: Sequence[str]) -> Iterator[_Block]:
    if not _HEADER.fullmatch(lines[0]):
        yield from _subrip_blocks(lines)
        return
    header, *blocks = _blocks(lines)
    for number, line in enumerate(header.lines, 1):
        if "-->" in line:
            _refuse(number, "an empty line is missing between the first line and the first cue.")
    yield from (block for block in blocks if "-->" in block.lines[0] or not _NO_CUE.fullmatch(block.lines[0]))


def _subrip_blocks(lines: Sequence[str]) -> Iterator[_Block]:
    blocks = list(_blocks([line.strip() for line in lines]))
    if not blocks or not any(_TIMES.fullmatch(line) for line in blocks[0].lines[:2]):
        _refuse(blocks[0].first if blocks else 1, "a file of captions begins with WEBVTT, or is SubRip (.srt).")
    yield from blocks


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """WebVTT keeps lines of spaces within a cue, so only an empty one ends it."""
    first, held = 1, list[str]()
    for number, line in enumerate((*lines, ""), 1):
        if line:
            first = first if held else number
            held.append(line)
        elif held:
            yield _Block(first, tuple(held))
            held = []


def _cue(block: _Block) -> _Cue:
    """A cue may have a name in a line of its own before its times."""
    at = next((at for at, line in enumerate(block.lines[:2]) if "-->" in line), None)
    if at is None:
        _refuse(block.first, "a cue begins with its times, such as 00:01.000 --> 00:04.000.")
    number = block.first + at
    found = _TIMES.fullmatch(block.lines[at])
    if found is None:
        _refuse(number, "these times cannot be read. They look like 00:01.000 --> 00:04.000.")
    start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:8])
    if end <= start:
        _refuse(number, "this cue ends before it has begun.")
    settings = "".join(f" {one}" for one in found[9].split() if _SETTING.fullmatch(one))
    texts = [_text(place, line) for place, line in enumerate(block.lines[at + 1 :], number + 1)]
    return _Cue(start, end, settings, tuple(line for line in texts if line))


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _text(number: int, line: str) -> str:
    """The line with the marks that WebVTT knows and no other; everything else is text and written as such."""
    if "-->" in line:
        _refuse(number, "an empty line is missing before this cue.")
    done, at = list[str](), 0
    for piece in _PIECE.finditer(line):
        done += [_escaped(line[at : piece.start()]), _mark(number, piece[0])]
        at = piece.end()
    return "".join((*done, _escaped(line[at:]))).strip()


def _mark(number: int, piece: str) -> str:
    inside = piece[1:-1].strip()
    if kept := _KEPT.fullmatch(inside):
        speaker = f" {_escaped(kept[4])}" if kept[2] == "v" and not kept[1] and kept[4] else ""
        return f"<{kept[1]}{kept[2]}{speaker}>"
    if not _PASSED_OVER.fullmatch(inside):
        _refuse(number, f"{piece[:40]} does not belong into captions.")
    return ""


def _escaped(text: str) -> str:
    """What was written in HTML's way is read first: no character of it ends a line or opens a mark."""
    plain = _CONTROL.sub(" ", unescape(text))
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _written(cue: _Cue) -> str:
    return "\n".join((f"{_time(cue.start)} --> {_time(cue.end)}{cue.settings}", *cue.lines))


def _time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
