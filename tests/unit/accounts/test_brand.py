"""A business's brand: verified, escaped, and in the page before anything else (product 2.1, 10.2; guarantees 35)."""

from typing import Any

import pytest

from accounts.brand import MARKER, css_key, files_of_host, shell
from accounts.business import business_of
from accounts.palette import contrast, palette_of
from latchkey.errors import InvalidError
from tests.building import PALETTE, business_value

PAGE = f'<!doctype html><html lang="en"><head>{MARKER}</head><body></body></html>'


def test_a_business_comes_back_from_the_table_as_it_went() -> None:
    business = business_value(override="locked", stripe_account=None)
    assert business_of({**business.item(), "pk": "biz", "of a later release": 1}) == business


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "a\r\nBcc: eve@evil.test"},
        {"name": "n" * 81},
        {"host": "Harbor.example.com"},
        {"host": "harbor.example.com/evil"},
        {"host": "harbor.example.com:80"},
        {"host": "-harbor.example.com"},
        {"accent": "#ffffff"},
        {"tax_rate_basis_points": -1},
    ],
)
def test_what_no_page_or_mail_could_carry_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        business_value(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"accent": "red"},
        {"accent": "#0F766E"},
        {"accent": "#0f766e;}body{display:none"},
        {"on_accent": "#000000"},
        {"accent_hover": "#40b0a0"},
        {"light": {"link": "#cccccc", "soft": "#cffbf5", "ring": "#0f766e"}},
        {"dark": {"link": "#222222", "soft": "#002a27", "ring": "#187b73"}},
        {"light": {"link": "#0f766e", "soft": "#cffbf5"}},
        {"light": None},
    ],
)
def test_a_palette_that_nobody_could_read_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        palette_of({**PALETTE, **change})


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_style_sheet_is_letter_for_letter_the_portals() -> None:
    assert palette_of(PALETTE).css() == (
        ":root{--brand-accent:#0f766e;--brand-accent-hover:#006861;--brand-on-accent:#ffffff;"
        "--brand-link:light-dark(#0f766e,#409990);--brand-soft:light-dark(#cffbf5,#002a27);"
        "--brand-ring:light-dark(#0f766e,#187b73)}\n"
    )


def test_the_shell_carries_name_and_colors_and_escapes_the_name() -> None:
    business = business_value(name='<script>alert(1)</script>"&')
    html = shell(PAGE, business)
    assert "<script>" not in html
    assert "<title>&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;</title>" in html
    assert f'<link rel="stylesheet" href="/{css_key(business)}">' in html


def test_colors_are_uploaded_before_the_page_that_links_them() -> None:
    business = business_value()
    css, page = files_of_host(PAGE, business)
    assert css.key == css_key(business)
    assert "immutable" in css.cache_control
    assert page.key == f"hosts/{business.host}/index.html"
    assert page.cache_control == "no-cache"


def test_a_page_without_a_place_for_the_brand_is_refused() -> None:
    with pytest.raises(ValueError, match="marker"):
        shell("<html></html>", business_value())
