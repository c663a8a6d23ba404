"""The edge does what the distribution in the template says, as CloudFront would."""

import gzip
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from local.edge.behaviors import Distribution
from local.stack import signing_key
from tests.cloud.edge import BUSINESS, SECRET, Front, front, resolver
from tests.cloud.test_verifier import encoded


@pytest.fixture(scope="module")
def running() -> Iterator[Front]:
    with front(UploadOrigin="http://127.0.0.1:9") as edge:
        edge.hosts |= {
            "harbor.localhost": BUSINESS,
            "old.localhost": "redirect:harbor.localhost",
            "localhost": "biz_platform",
        }
        yield edge


@pytest.fixture
def edge(running: Front) -> Front:
    running.asked.clear()
    running.objects.clear()
    running.api = (200, {"Content-Type": "application/json"}, b"{}")
    return running


def signature(edge: Front, path: str, seconds: int = 300) -> dict[str, str]:
    resource = f"http://harbor.localhost:{edge.port}{path}"
    condition = {"DateLessThan": {"AWS:EpochTime": int(time.time()) + seconds}}
    text = json.dumps({"Statement": [{"Resource": resource, "Condition": condition}]}).encode()
    mark = signing_key().sign(text, ec.ECDSA(hashes.SHA1()))
    return {"Policy": encoded(text), "Signature": encoded(mark), "Key-Pair-Id": "mediakey-1"}


def cookies(edge: Front, path: str, seconds: int = 300) -> str:
    return "; ".join(f"CloudFront-{name}={value}" for name, value in signature(edge, path, seconds).items())


# Who is asked, and as whom -------------------------------------------------------------------------------------------
def test_the_api_learns_business_host_address_and_secret_from_the_edge(edge: Front) -> None:
    edge.get("/api/orders?status=pending&search=a%20b", cookie="__Host-latchkey=x", accept="application/json")
    (asked,) = edge.asked
    assert (asked.path, asked.query) == ("/_aws/execute-api/api-1/$default/api/orders", "status=pending&search=a%20b")
    told = {name: asked.headers.get(f"x-latchkey-{name}") for name in ("business", "host", "address", "edge")}
    assert told == {"business": BUSINESS, "host": "harbor.localhost", "address": "127.0.0.1", "edge": SECRET}
    assert asked.headers["cookie"] == "__Host-latchkey=x"
    assert "harbor" not in asked.headers["host"]


def test_what_a_visitor_says_about_business_host_or_secret_is_overwritten(edge: Front) -> None:
    forged = {"X_Latchkey_Business": "biz_other", "X_LATCHKEY_HOST": "summit.localhost", "x_latchkey_edge": "guess"}
    edge.get("/api/session", x_latchkey_address="192.0.2.1", **forged)
    headers = edge.asked[0].headers
    assert (headers["x-latchkey-business"], headers["x-latchkey-host"]) == (BUSINESS, "harbor.localhost")
    assert (headers["x-latchkey-edge"], headers["x-latchkey-address"]) == (SECRET, "127.0.0.1")


@pytest.mark.parametrize("host", ["HARBOR.localhost", "harbor.localhost"])
def test_a_host_is_known_in_any_case(edge: Front, host: str) -> None:
    assert edge.get("/api/session", host).status == 200


@pytest.mark.parametrize("host", ["nobody.localhost", "harbor.localhost.invalid", "redirect:x", "127.0.0.1"])
def test_an_unknown_host_gets_a_page_that_names_no_business(edge: Front, host: str) -> None:
    answer = edge.get("/api/session", host)
    assert answer.status == 404
    assert b"There is nothing here" in answer.body
    assert not edge.asked


def test_a_former_name_redirects_with_path_and_query(edge: Front) -> None:
    answer = edge.get("/orders/ord_1?a=1&a=2&b=%20", "old.localhost")
    assert answer.status == 301
    assert answer.header("location") == f"http://harbor.localhost:{edge.port}/orders/ord_1?a=1&a=2&b=%20"


# Where a path goes ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/", "/portalbucket-1/hosts/harbor.localhost/index.html"),
        ("/orders/ord_1", "/portalbucket-1/hosts/harbor.localhost/index.html"),
        ("/hosts/summit.localhost/index.html", "/portalbucket-1/hosts/harbor.localhost/index.html"),
        ("/assets/app-1.js", "/portalbucket-1/assets/app-1.js"),
        ("/sw.js", "/portalbucket-1/sw.js"),
    ],
)
def test_a_portal_path_becomes_a_file(edge: Front, path: str, key: str) -> None:
    edge.objects[key] = b"here"
    assert edge.get(path).body == b"here"
    assert edge.asked[0].headers["authorization"].startswith("AWS4-HMAC-SHA256")


def test_a_missing_file_is_forbidden_as_without_the_right_to_list(edge: Front) -> None:
    answer = edge.get("/assets/gone.js")
    assert answer.status == 403
    assert b"AccessDenied" in answer.body


def test_only_the_methods_of_a_behavior_pass(edge: Front) -> None:
    assert edge.get("/orders", method="POST", body=b"x").status == 403
    assert edge.get("/media/a", method="DELETE").status == 403
    assert edge.get("/api/orders", method="PATCH", body=b"{}").status == 200


# Media ---------------------------------------------------------------------------------------------------------------
FILE = "/media/lst_1/ord_1/marked/a.jpg"


def test_media_needs_a_signature(edge: Front) -> None:
    edge.objects[f"/mediabucket-1{FILE}"] = b"pixels"
    assert edge.get(FILE).status == 403
    assert edge.get(FILE, cookie=cookies(edge, "/media/lst_1/ord_2/*")).status == 403
    assert edge.get(FILE, cookie=cookies(edge, "/media/lst_1/ord_1/marked/*", -1)).status == 403
    assert not edge.asked


def test_signed_cookies_open_the_file_and_stay_at_the_edge(edge: Front) -> None:
    edge.objects[f"/mediabucket-1{FILE}"] = b"pixels"
    answer = edge.get(FILE, cookie=cookies(edge, "/media/lst_1/ord_1/marked/*"), range="bytes=0-3", x_other="no")
    assert answer.body == b"pixels"
    headers = edge.asked[0].headers
    assert "cookie" not in headers
    assert "x-other" not in headers
    assert headers["range"] == "bytes=0-3"


def test_a_signed_url_forwards_the_file_name_and_nothing_else(edge: Front) -> None:
    edge.objects[f"/mediabucket-1{FILE}"] = b"pixels"
    name = "response-content-disposition=attachment%3B%20filename%3D%22a.jpg%22"
    parts = "&".join(f"{key}={value}" for key, value in signature(edge, f"{FILE}?{name}").items())
    assert edge.get(f"{FILE}?{name}&{parts}").status == 200
    assert edge.asked[0].query == name
    assert edge.get(f"{FILE}?{name}x&{parts}").status == 403


def test_a_key_outside_what_the_bucket_opens_for_cloudfront_is_forbidden() -> None:
    assert Distribution(resolver({})).origins["media"].readable == ("media/*",)


# Bodies and headers --------------------------------------------------------------------------------------------------
def test_bodies_pass_unchanged_both_ways(edge: Front) -> None:
    body = bytes(range(256)) * 4096
    edge.api = (201, {"Content-Type": "application/octet-stream"}, body[::-1])
    answer = edge.get("/api/uploads", method="POST", body=body, content_type="application/octet-stream")
    assert edge.asked[0].body == body
    assert edge.asked[0].headers["content-type"] == "application/octet-stream"
    assert (answer.status, answer.body) == (201, body[::-1])


def test_more_than_the_http_api_takes_is_413(edge: Front) -> None:
    assert edge.get("/api/uploads", method="POST", body=bytes(10 * 1024 * 1024 + 1)).status == 413
    assert not edge.asked


def test_every_cookie_that_the_api_sets_arrives(edge: Front) -> None:
    edge.api = (200, {"Set-Cookie": ["a=1; Path=/", "b=2; Path=/media"]}, b"{}")
    assert edge.get("/api/session").all("set-cookie") == ["a=1; Path=/", "b=2; Path=/media"]


def test_the_security_headers_of_the_template_are_on_every_answer(edge: Front) -> None:
    for answer in (edge.get("/api/session"), edge.get("/"), edge.get("/", "nobody.localhost"), edge.get(FILE)):
        policy = answer.header("content-security-policy") or ""
        assert "default-src 'none'" in policy
        assert "connect-src 'self' http://127.0.0.1:9;" in policy
        assert answer.header("strict-transport-security") == "max-age=63072000; includeSubDomains; preload"
        assert (answer.header("x-content-type-options"), answer.header("x-frame-options")) == ("nosniff", "DENY")


def test_an_answers_own_header_stays_where_the_policy_does_not_override(edge: Front) -> None:
    edge.api = (200, {"Referrer-Policy": "no-referrer", "X-Frame-Options": "ALLOWALL"}, b"{}")
    answer = edge.get("/g/token")
    assert answer.all("referrer-policy") == ["no-referrer"]
    assert answer.all("x-frame-options") == ["DENY"]


def test_text_is_compressed_where_the_behavior_says_so(edge: Front) -> None:
    edge.objects["/portalbucket-1/assets/app.js"] = b"let a = 1;\n" * 500
    packed = edge.get("/assets/app.js", accept_encoding="gzip, br")
    assert packed.header("content-encoding") == "gzip"
    assert gzip.decompress(packed.body) == edge.get("/assets/app.js").body


def test_an_origin_that_breaks_off_is_502(edge: Front) -> None:
    edge.api = (0, {}, b"")
    assert edge.get("/api/session").status == 502


# The mailbox ---------------------------------------------------------------------------------------------------------
def test_mails_are_pages_and_json(edge: Front) -> None:
    mail: dict[str, Any] = {
        "Source": "Harbor <p@mail.example>",
        "To": ["a@b.example"],
        "Subject": "Your <photos>",
        "BodyText": "plain & simple",
        "BodyHtml": "<p>rich</p>",
        "Timestamp": 1_800_000_000,
    }
    edge.mails[:] = [mail]
    (found,) = json.loads(edge.get("/messages.json", "mail.localhost").body)
    assert (found["to"], found["subject"], found["html"]) == (["a@b.example"], "Your <photos>", "<p>rich</p>")
    assert b"Your &lt;photos&gt;" in edge.get("/", "mail.localhost").body
    assert b"plain &amp; simple" in edge.get("/1", "mail.localhost").body
    assert edge.get("/1/html", "mail.localhost").body == b"<p>rich</p>"
    assert edge.get("/2", "mail.localhost").status == 404
