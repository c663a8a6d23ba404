"""What mails say of texts and times: one line of what people typed, and a moment as people read it."""

from zoneinfo import ZoneInfo

from latchkey.clock import instant


def in_one_line(text: str) -> str:
    """`text` with every run of white space and unprintable characters as one space: addresses come with line breaks."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def moment(at: str, time_zone: str) -> str:
    """`Friday, December 4, 3:05 PM EST` for an RFC 3339 instant, in the zone of the business."""
    here = instant(at).astimezone(ZoneInfo(time_zone))
    return f"{here:%A, %B} {here.day}, {here:%I:%M %p %Z}".replace(", 0", ", ")
