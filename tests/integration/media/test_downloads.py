"""Downloads: links, cookies and bundles, each for what was decided and for minutes (product 5, guarantees 30, 39)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
import zlib
from urllib.parse import parse_qsl, urlsplit

import pytest
from PIL import Image

from latchkey.clients import client
from latchkey.tables import commit
from local.edge.verifier import may_read
from media import writes
from tests import originals as odd
from tests.building import ROOT, all_items
from tests.integration.media.edge_eyes import MINUTES, Edge, clean_keys, cookies_for
from tests.integration.media.life import (
    Life,
    deliver,
    media_bytes,
    media_keys,
    ok,
    pay,
    photos,
    upload,
)
from tests.unit.media.test_manifest import photo, stored
from tests.unit.media.test_metadata import SECRETS


def test_each_download_is_the_file_it_says_under_our_name(life: Life) -> None:
    upload(
        life,
        {
            "secret.jpg": odd.private_jpeg(odd.scene((2400, 1600)), 6),
            "b.png": odd.encoded(odd.scene((900, 600)), "PNG"),
        },
    )
    deliver(life)
    pay(life)
    for place, asset in enumerate(life.listing()["assets"], start=1):
        for size in asset["downloads"]:
            answer = ok(
                life.customer.post(f"{life.path}/downloads", {"asset_id": asset["asset_id"], "size": size["size"]})
            )
            data = media_bytes(urlsplit(answer["url"]).path)
            picture = Image.open(io.BytesIO(data))
            upright = picture.size if picture.getexif().get(0x0112, 1) < 5 else picture.size[::-1]
            assert (len(data), upright) == (size["bytes"], (size["width"], size["height"]))
            assert answer["file_name"].startswith(f"12-harbor-view-drive-{place:03d}")
            query = dict(parse_qsl(urlsplit(answer["url"]).query))
            assert query["response-content-disposition"] == f'attachment; filename="{answer["file_name"]}"'
            assert not [secret for secret in SECRETS if secret in data]
    full = ok(life.customer.post(f"{life.path}/downloads", {"asset_id": asset["asset_id"], "size": "original"}))
    assert full["file_name"].endswith(".png")


def test_a_link_lives_for_five_minutes_and_for_one_file(locked: Life) -> None:
    pay(locked)
    edge = Edge(locked)
    asset_ids = [asset["asset_id"] for asset in locked.listing()["assets"]]
    one, other = (
        ok(locked.customer.post(f"{locked.path}/downloads", {"asset_id": asset_id, "size": "mls"}))["url"]
        for asset_id in asset_ids[:2]
    )
    assert edge.lets_link(one, 5 * MINUTES - 3)
    assert not edge.lets_link(one, 5 * MINUTES + 3)
    assert not edge.lets_link(one.replace(urlsplit(one).path, urlsplit(other).path))
    assert not edge.lets_link(one.replace("12-harbor", "13-harbor"))
    stretched = one.replace("Expires=", "Expires=9")
    assert not edge.lets_link(stretched)


def test_cookies_live_for_ten_minutes_and_for_one_folder_of_one_order(locked: Life) -> None:
    edge = Edge(locked)
    answer = locked.customer.get(locked.path)
    marked = next("/" + key for key in media_keys() if "/marked/" in key)
    assert edge.lets(answer, marked, 10 * MINUTES - 3)
    assert not edge.lets(answer, marked, 10 * MINUTES + 3)
    assert not edge.lets(answer, marked.replace(locked.order_id, "ord_" + 26 * "0"))
    marked_cookies = cookies_for(answer, marked)
    for path in clean_keys():
        assert not may_read(edge.origin + path, {}, marked_cookies, edge.keys, now=edge.now)
    for text in answer.set_cookies:
        for attribute in (
            "Secure",
            "HttpOnly",
            "SameSite=Lax",
            f"Path=/media/{locked.listing_id}/{locked.order_id}/marked",
        ):
            assert attribute in text


def test_the_mls_bundle_is_ready_complete_and_correct(locked: Life) -> None:
    pay(locked)
    listing = locked.listing()
    answer = ok(locked.customer.post(f"{locked.path}/bundles", {"size": "mls"}))
    assert (answer["kind"], answer["file_name"]) == ("prepared", "12-harbor-view-drive-mls.zip")
    assert Edge(locked).lets_link(answer["url"])
    data = media_bytes(urlsplit(answer["url"]).path)
    assert len(data) == answer["bytes"] == listing["bundle"]["bytes"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"12-harbor-view-drive-{place:03d}.jpg" for place in (1, 2, 3)]
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist())
        sizes = [
            next(one["bytes"] for one in asset["downloads"] if one["size"] == "mls") for asset in listing["assets"]
        ]
        assert [entry.file_size for entry in archive.infolist()] == sizes
        overhead = len(data) - sum(sizes)
    assert overhead <= 3 * 200


@pytest.mark.parametrize("size", ["original", "web"])
def test_other_bundles_are_a_list_with_sizes_and_checksums_for_the_browser(locked: Life, size: str) -> None:
    pay(locked)
    chosen = [asset["asset_id"] for asset in locked.listing()["assets"]][1:]
    answer = ok(locked.customer.post(f"{locked.path}/bundles", {"size": size, "asset_ids": chosen}))
    assert answer["kind"] == "files"
    assert [file["name"][-7:] for file in answer["files"]] == ["002.jpg", "003.jpg"]
    for file in answer["files"]:
        data = media_bytes(file["url"])
        assert (len(data), zlib.crc32(data)) == (file["bytes"], file["crc32"])
    unknown = {"size": size, "asset_ids": [*chosen, "ast_" + 26 * "0"]}
    assert locked.customer.post(f"{locked.path}/bundles", unknown).status == 404


def test_hiding_a_delivered_photo_takes_it_out_of_page_count_and_bundle(locked: Life) -> None:
    pay(locked)
    first = locked.listing()["assets"][0]["asset_id"]
    ok(locked.staff.patch(f"{locked.path}/assets/{first}", {"hidden": True}))
    listing = locked.listing()
    assert (len(listing["assets"]), listing["bundle"]) == (2, None)
    bundle = ok(locked.customer.post(f"{locked.path}/bundles", {"size": "mls"}))
    assert (bundle["kind"], len(bundle["files"])) == ("files", 2)
    refused = locked.customer.post(f"{locked.path}/downloads", {"asset_id": first, "size": "web"})
    assert refused.status == 404
    ok(
        locked.staff.patch(
            f"{locked.path}/assets/{first}", {"hidden": False, "caption": "Front", "alt": "The front door"}
        )
    )
    back = locked.listing()["assets"][0]
    assert (back["asset_id"], back["caption"], back["alt"]) == (first, "Front", "The front door")
    assert locked.staff.delete(f"{locked.path}/assets/{first}").status == 204
    assert len(locked.listing()["assets"]) == 2


def test_dragging_a_photo_changes_the_order_of_the_page(locked: Life) -> None:
    ids = [asset["asset_id"] for asset in locked.listing()["assets"]]
    ok(locked.staff.patch(f"{locked.path}/assets/{ids[2]}", {"position": 1}))
    assert [asset["asset_id"] for asset in locked.listing()["assets"]] == [ids[2], ids[0], ids[1]]
    assert [asset["asset_id"] for asset in locked.workspace()["assets"]] == [ids[2], ids[0], ids[1]]


def test_a_gallery_of_sixty_photos_is_one_call_and_one_read_unit(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    upload(life, photos(1))
    deliver(life)
    gallery, _ = stored([photo(number, life.order_id) for number in range(60)])
    key = writes.keys.manifest_chunk(life.business.business_id, life.listing_id, 0)
    commit([writes.Put("listings", key, {"schema": 1, "rows": gallery[0]["rows"]})])
    calls = []
    client("dynamodb").meta.events.register(
        "provide-client-params.dynamodb", lambda model, **_: calls.append(model.name)
    )
    assert len(life.listing()["assets"]) == 60
    assert calls == ["BatchGetItem", "Query"]
    partition = [item for item in all_items("listings") if item["sk"].startswith("gallery#")]
    size = sum(len(name) + (len(value.value) if hasattr(value, "value") else len(json.dumps(value, default=str)))
               for item in partition for name, value in item.items())  # fmt: skip
    assert size <= 4096


def test_nothing_about_pillow_is_loaded_by_the_functions_that_do_not_render() -> None:
    modules = "media.api, media.workspace_api, media.steps, media.workflow, media.bundle"
    code = f"import sys, {modules}; print([name for name in sys.modules if name == 'PIL'])"
    variables = {"PYTHONPATH": f"{ROOT}/functions:{ROOT}/layers/core", "AWS_DEFAULT_REGION": "us-east-1"}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
