"""Names for saving are ours: ordered, unique on every system, and harmless in headers and archives (guarantees 39)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.file_names import are_distinct, attachment, bundle_name, file_name, with_attachment

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def test_a_name_is_built_from_the_address() -> None:
    assert (
        file_name("12 Harbor View Drive, Portland, ME 04101", 7, 40, "Kitchen", "jpg")
        == "12-harbor-view-drive-007-kitchen.jpg"
    )
    assert bundle_name("12 Harbor View Drive, Portland, ME 04101", "mls") == "12-harbor-view-drive-mls.zip"


@given(st.text(max_size=80), st.lists(st.text(max_size=60), min_size=1, max_size=30))
def test_names_are_ordered_unique_and_safe_whatever_people_typed(address: str, captions: list[str]) -> None:
    names = [file_name(address, place, len(captions), text, "jpg") for place, text in enumerate(captions, start=1)]
    assert are_distinct(names)
    assert names == sorted(names)
    for name in names:
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*\.jpg", name)
        assert not RESERVED.match(name)
        assert len(name) <= 100
        assert attachment(name).isascii()


def test_more_than_999_files_stay_in_order() -> None:
    names = [file_name("1 A St", place, 1200, "", "jpg") for place in (9, 99, 999, 1000, 1200)]
    assert names == sorted(names)


@pytest.mark.parametrize("name", ['a"b.jpg', "a\r\nSet-Cookie: x=1.jpg", "../a.jpg", "a/b.jpg", "", "ä.jpg", "a;b.jpg"])
def test_a_foreign_name_never_reaches_a_header(name: str) -> None:
    with pytest.raises(ValueError, match="built here"):
        attachment(name)


def test_the_query_is_encoded() -> None:
    assert with_attachment("/media/a/b/clean/x.jpg", "a-001.jpg") == (
        "/media/a/b/clean/x.jpg?response-content-disposition=attachment%3B%20filename%3D%22a-001.jpg%22"
    )
