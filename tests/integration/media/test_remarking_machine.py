"""The machine of a new watermark on an engine: to the end, and past a worker that dies (ADR 0048)."""

from __future__ import annotations

from media import watermark_api, workflow
from tests.building import a_business, as_staff, stream_records
from tests.integration.media.engine import Broken, Engine, remarking_engine
from tests.integration.media.life import Life, an_accepted_order, deliver, media_keys, photos, upload
from tests.integration.media.remarking import save, shown, watermark


def carry_on(running: Engine, life: Life, round_: int) -> str:
    """What the stream hands over starts the execution, which this waits for."""
    assert workflow.handler(stream_records("remarking_requested"), None) == {"batchItemFailures": []}
    return running.finished(f"{life.business.business_id}-1-{round_}")


def a_locked_gallery() -> Life:
    life = an_accepted_order(a_business())
    upload(life, photos(2))
    deliver(life)
    return life


def test_a_run_makes_switches_hands_over_waits_and_removes() -> None:
    with remarking_engine() as running:
        life = a_locked_gallery()
        before = shown(life)
        save(life)
        assert carry_on(running, life, 1) == "SUCCEEDED"
        after = shown(life)
        assert not set(before) & set(after)
        assert carry_on(running, life, 2) == "SUCCEEDED"
        assert watermark(life)["remaking"]["state"] == "completed"
        assert {"/" + key for key in media_keys() if "/marked/" in key} == set(after)


def test_a_worker_that_keeps_dying_is_told_and_the_next_round_ends_it() -> None:
    with remarking_engine() as running:
        life = a_locked_gallery()
        before = shown(life)
        save(life)
        running.failing["MarkAnewFunction"] = Broken("killed")
        assert carry_on(running, life, 1) == "FAILED"
        told = watermark(life)["remaking"]
        assert (told["state"], told["done"], told["total"]) == ("needs_attention", 0, 2)
        assert shown(life) == before
        running.failing.clear()
        _try_again(life)
        assert carry_on(running, life, 2) == "SUCCEEDED"
        assert not set(before) & set(shown(life))


def _try_again(life: Life) -> None:
    assert as_staff(watermark_api.handler, life.business).post("/api/watermark/retry", {}).status == 202
