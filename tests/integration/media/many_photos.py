"""A listing of very many photos in a moment: one is uploaded and rendered for real, the rest are its copies."""

from __future__ import annotations

from dataclasses import replace
from secrets import randbelow

from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.ids import new_id
from latchkey.settings import settings
from latchkey.tables import commit
from media import asset_writes, store
from media.asset import RANK_STEP, Asset
from media.paths import media_key
from media.photo_files import download_path
from tests.integration.media.life import Life, photos, upload

ROOMS = ("Kitchen", "Living room", "Primary bedroom", "Bath", "Garden", "Front")


def fill(life: Life, count: int) -> None:
    """`count` ready photos on the listing, in sections, each with the file that a bundle needs."""
    upload(life, photos(1))
    folder = store.folder(life.business.business_id, life.listing_id)
    assert folder is not None
    (first,) = folder.assets
    copies = [_copy(first, number) for number in range(2, count + 1)]
    for one in copies:  # one by one: moto copies its whole table for each transaction
        commit([asset_writes.new_asset(life.business.business_id, life.listing_id, one)])
    s3, secret = client("s3"), folder.gallery.head["name_secret"]

    def key(asset: Asset) -> str:
        return media_key(download_path(secret, life.listing_id, asset.photo(), "mls"))

    data = s3.get_object(Bucket=settings().media_bucket, Key=key(first))["Body"].read()
    for one in copies:
        s3.put_object(Bucket=settings().media_bucket, Key=key(one), Body=data)


def _copy(first: Asset, number: int) -> Asset:
    return replace(
        first,
        asset_id=new_id("ast", utc_now()),
        name=f"DSC_{4000 + number}.jpg",
        caption=ROOMS[number % 6],
        section=ROOMS[number // 10 % 6],
        rank=first.rank + number * RANK_STEP,
        sha256=None,
        sizes={**first.sizes, "original": 6_000_000 + randbelow(9_000_000), "web": 100_000 + randbelow(900_000)},
    )
