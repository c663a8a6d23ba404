"""What may be asked from inside: names and addresses of the public internet, and nothing else (SSRF)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latchkey.errors import InvalidError
from media.outside import is_public_address, is_public_name, redirect_target, web_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://my.matterport.com/show/?m=Ab1", "https://my.matterport.com/show/?m=Ab1"),
        ("HTTPS://Tours.Example.com", "https://tours.example.com/"),
        ("https://tours.example.com:443/a", "https://tours.example.com/a"),
        ("https://tours.example.com./a", "https://tours.example.com/a"),
        ("https://tours.example.com/#/listing/7", "https://tours.example.com/#/listing/7"),
        ("https://tours.example.com/käse?q=ü&x=%20", "https://tours.example.com/k%C3%A4se?q=%C3%BC&x=%20"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://a_b.example.co.uk/x", "https://a_b.example.co.uk/x"),
    ],
)
def test_an_address_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert web_address(typed).url == kept
    assert web_address(kept).url == kept


NOT_OUTSIDE = [
    # this machine and its neighbors, in every spelling that some resolver takes
    "https://localhost/", "https://LOCALHOST./", "https://a.localhost/", "https://127.0.0.1/", "https://127.1/",
    "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://017700000001/", "https://0/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/", "https://10.0.0.1/",
    "https://169.254.169.254/latest/meta-data/", "https://[fd00:ec2::254]/", "https://192.168.1.1/",
    "https://\uff11\uff12\uff17.\uff10.\uff10.\uff11/", "https://127。0。0。1/", "https://%31%32%37.0.0.1/", "https://8.8.8.8/",
    # names that mean something inside only
    "https://intranet/", "https://metadata.google.internal/", "https://printer.local/", "https://nas.lan/",
    "https://wiki.corp/", "https://router.home/", "https://1.0.0.127.in-addr.arpa/", "https://x.onion/",
    "https://nas.localdomain/", "https://wiki.intranet/", "https://db.private/", "https://x.invalid/",
    "https:///path", "https://.example.com/", "https://a..example.com/", "https://-/", "https://exa mple.com/",
    "https://example.com\\@localhost/", "https://user@example.com/", "https://user:pass@example.com/",
    "https://example.com@127.0.0.1/", "https://example.com:22/", "https://example.com:80/", "https://example.com:0/",
    "https://example.com:99999/", "https://example.com:x/", "https://example.com/\r\nHost: inside",
    "https://example.com/\ta", "https://example.com/\x00", "ftp://example.com/", "file:///etc/passwd",
    "javascript:alert(1)", "//example.com/", "example.com", "", "https://", "https://[", "https://" + "a" * 300 + ".com/",
    "https://example.com/" + "a" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_OUTSIDE)
def test_nothing_else_is_an_address_of_a_link_or_a_redirect(text: str) -> None:
    for judged in (web_address, redirect_target):
        with pytest.raises(InvalidError) as refused:
            judged(text)
        assert refused.value.facts["errors"] == [{"field": "url", "message": refused.value.detail}]
        assert refused.value.detail.endswith(".")


def test_staff_type_https_and_a_site_may_lead_on_to_http() -> None:
    with pytest.raises(InvalidError, match="has to start with https://"):
        web_address("http://tours.example.com/")
    target = redirect_target("http://tours.example.com/a?b#c")
    assert (target.scheme, target.host, target.port, target.path) == ("http", "tours.example.com", 80, "/a?b")
    with pytest.raises(InvalidError):
        redirect_target("http://tours.example.com:443/")


PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1",
          "2606:4700::1111", "2a00:1450:4001:80b::200e"]  # fmt: skip
INSIDE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.0.1",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.0.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1",
    "2001::1", "2001:0:7f00:1::", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "", "localhost", "1.2.3", "08.8.8.8", "8.8.8.8 ", "8.8.8.8/32",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_public_internet_may_be_called(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize("address", INSIDE)
def test_no_other_address_may_be_called(address: str) -> None:
    assert not is_public_address(address)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_address_or_a_sentence(text: str) -> None:
    for judged in (web_address, redirect_target):
        try:
            target = judged(f"https://{text}")
        except InvalidError:
            continue
        assert is_public_name(target.host)
        assert (target.url + target.path).isascii()
        assert not set(target.url) & set(" \r\n\t\\")
