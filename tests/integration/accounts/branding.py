"""What the tests of the brand build with: pictures as uploads, a whole brand as a body, and the stream's turn."""

from __future__ import annotations

import base64
import io
from typing import Any

from PIL import Image, ImageDraw

from accounts import publish_brand
from accounts.portal_files import PAGE
from latchkey.clients import client
from latchkey.settings import settings
from tests.browsing import Answer, Browser
from tests.building import PALETTE, stream_records

BUILT = '<!doctype html><html lang="en"><head><!--brand--><link rel="icon" href="data:," /></head><body></body></html>'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 30"><script>alert(1)</script>'
    '<path d="M0 0h120v30H0z" fill="#123456" onclick="alert(1)"/></svg>'
)


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 200), **saving: Any) -> bytes:
    """A dark bar; on a clear ground where the format can."""
    clear = kind in ("PNG", "WEBP")
    drawn = Image.new("RGBA" if clear else "RGB", size, (0, 0, 0, 0) if clear else "white")
    ImageDraw.Draw(drawn).rectangle((size[0] // 10, size[1] // 10, size[0] * 9 // 10, size[1] * 9 // 10), fill="navy")
    file = io.BytesIO()
    drawn.save(file, kind, **saving)
    return file.getvalue()


def text_of(data: bytes | str) -> str:
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def upload(browser: Browser, use: str, data: bytes | str, **more: Any) -> Answer:
    return browser.post("/api/brand/pictures", {"use": use, "file": text_of(data), **more})


def refusal(answer: Answer) -> tuple[int, list[str]]:
    """The status, and the fields that an answer names."""
    return answer.status, [one["field"] for one in answer.json.get("errors", [])]


def body(**changes: Any) -> dict[str, Any]:
    plain = {
        "version": 0,
        "name": "Northlight Photo",
        "phone": "+1 207 555 0199",
        "email": "hello@northlight.test",
        "palette": PALETTE,
        "logo": None,
        "favicon": None,
        "portal_image": None,
    }
    return {**plain, **changes}


def deploy_page(html: str = BUILT) -> None:
    """What `make deploy` leaves in the portal bucket for later."""
    client("s3").put_object(Bucket=settings().portal_bucket, Key=PAGE, Body=html.encode())


def portal_object(key: str) -> dict[str, Any]:
    """An object of the portal bucket, its body read."""
    answer = client("s3").get_object(Bucket=settings().portal_bucket, Key=key.lstrip("/"))
    return {**answer, "Body": answer["Body"].read()}


def publish() -> dict[str, Any]:
    """The stream hands out what is pending."""
    answer: dict[str, Any] = publish_brand.handler(stream_records("brand_saved"), None)
    return answer
