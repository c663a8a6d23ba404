"""Objects of the portal bucket as functions write them; what lies under `assets/` never changes and can be cached for long."""

from __future__ import annotations

from latchkey.clients import client
from latchkey.ids import fingerprint
from latchkey.settings import settings

FOR_EVER = "public, max-age=31536000, immutable"
# For pictures of people, who may want them gone.
A_DAY = "public, max-age=86400, immutable"
# The built page without a brand, from which every host's shell is made; the edge never shows it (deploy/portal.py).
PAGE = "shell/index.html"


def folder_of(account_id: str) -> str:
    """Where all portraits of a person lie, and nobody else's: whoever erases the person empties it."""
    return f"assets/portraits/{fingerprint(account_id)[:32]}/"


def brand_folder_of(business_id: str) -> str:
    """Where all pictures of a business's brand lie, and no other's, though two may choose the same picture."""
    return f"assets/brand/{fingerprint(business_id)[:32]}/"


def waiting_key(key: str) -> str:
    """Where a file of a brand waits until the brand is saved; what was not saved ends there by itself (template.yaml)."""
    return key.replace("assets/brand/", "assets/waiting/", 1)


def kept(key: str) -> None:
    """Puts the file that waits for this key of a brand into its place; again is the same."""
    waiting = client("s3").get_object(Bucket=settings().portal_bucket, Key=waiting_key(key))
    with waiting["Body"] as body:
        stored(key, body.read(), waiting["ContentType"])


def stored(key: str, data: bytes, content_type: str, cache_control: str = FOR_EVER) -> None:
    """Writes one object; again is the same."""
    bucket = settings().portal_bucket
    client("s3").put_object(Bucket=bucket, Key=key, Body=data, ContentType=content_type, CacheControl=cache_control)


def deleted(key: str) -> None:
    """Takes one object away; one that is gone already is fine."""
    client("s3").delete_object(Bucket=settings().portal_bucket, Key=key)


def page() -> str:
    """The built page as last deployed."""
    with client("s3").get_object(Bucket=settings().portal_bucket, Key=PAGE)["Body"] as body:
        return bytes(body.read()).decode()
