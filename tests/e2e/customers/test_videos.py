"""A video from the staff's folder, with the frame that the browser takes of it, to the customer who watches and saves it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from local.demo.person import until
from tests.e2e.conftest import Visit
from tests.e2e.customers.test_kinds import paid
from tests.originals import jpeg, scene
from tests.running import Listing, Running
from tests.videos import PLACE, SERIAL, box, full, mp4, picture, trace, visual

pytestmark = pytest.mark.browser
SIZE = (320, 180)
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.900\nWelcome to 12 Harbor View.\n"
# Chromium's own encoder makes the frames, and the boxes around them are ours: no other program is needed.
FRAMES = """async ([width, height]) => {
  const frames = [];
  const encoder = new VideoEncoder({
    output: (chunk) => { const data = new Uint8Array(chunk.byteLength); chunk.copyTo(data); frames.push(data); },
    error: (error) => { throw error; },
  });
  encoder.configure({ codec: 'vp09.00.10.08', width, height, bitrate: 200000 });
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  for (let n = 0; n < 30; n++) {
    context.fillStyle = `hsl(${n * 12} 60% 50%)`;
    context.fillRect(0, 0, width, height);
    context.fillStyle = 'white';
    context.fillRect(n * 10, 60, 40, 60);
    const frame = new VideoFrame(canvas, { timestamp: n * 100000 });
    encoder.encode(frame, { keyFrame: true });
    frame.close();
  }
  await encoder.flush();
  return frames.map((data) => btoa(String.fromCharCode(...data)));
}"""


def film(page: Page) -> bytes:
    """Three seconds that really play, with all that a drone writes beside them."""
    frames = [base64.b64decode(one) for one in page.evaluate(FRAMES, list(SIZE))]
    entry = visual(b"vp09", SIZE, full(b"vpcC", bytes((0, 10, 0x82, 1, 1, 1, 0, 0)), version=1))
    inside = box(b"udta", box(b"\xa9xyz", PLACE))
    return mp4(picture(frames, entry=entry, size=SIZE), trace(), inside=inside, seconds=3)


@pytest.fixture(scope="module")
def listing(latchkey: Running) -> Iterator[Listing]:
    return latchkey.delivered(latchkey.customer(), photos=2)


def test_a_video_from_the_folder_to_the_screen_and_the_disk(latchkey: Running, visit: Visit, listing: Listing) -> None:
    desk = visit(latchkey.staff())
    page = desk.open(f"/studio{listing.path}")
    data = film(page)
    files = [
        {"name": "Walkthrough.mp4", "mimeType": "video/mp4", "buffer": data},
        {"name": "Broken.mov", "mimeType": "video/quicktime", "buffer": data[:-500]},
        # No browser decodes its frames, so none takes a poster of them.
        {"name": "Raw.mov", "mimeType": "video/quicktime", "buffer": mp4()},
    ]
    page.locator("[data-pick=files]").set_input_files(files)
    expect(page.get_by_role("heading", name="2 videos")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("This video is damaged or incomplete")).to_be_visible(timeout=60_000)
    tile = page.get_by_role("listitem").filter(has_text="Walkthrough.mp4")
    expect(tile.locator("img")).to_be_visible(timeout=60_000)
    expect(tile.get_by_text("0:03")).to_be_visible()
    desk.look()
    page.get_by_role("button", name="Watch and edit Walkthrough.mp4").click()
    details = page.get_by_role("dialog", name="Video details")
    expect(details.locator("video")).to_be_visible()
    desk.expects(422)
    choose(details, "captions", "Bad.vtt", CAPTIONS + b"<script>alert(1)</script>\n")
    expect(details.get_by_text("Line 5: <script> does not belong into captions.")).to_be_visible()
    choose(details, "captions", "First.vtt", CAPTIONS.replace(b"Welcome to", b"This is"))
    expect(details.get_by_role("button", name="Replace captions")).to_be_enabled()
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "/captions" in answer.url) as replaced:
        choose(details, "captions", "Spoken.vtt", CAPTIONS)
    assert replaced.value.ok
    expect(details.get_by_text("In English.")).to_be_visible()
    cues_of(details.locator("video"))
    desk.look()
    page.keyboard.press("Escape")
    expect(tile.get_by_text("Captions in English")).to_be_visible()
    page.get_by_role("button", name="Remove Broken.mov").click()
    expect(page.get_by_text("1 file was refused")).to_be_hidden()
    page.get_by_role("button", name="Deliver again").click()
    page.get_by_role("dialog").get_by_role("button", name="Choose posters").click()
    expect(details.get_by_text("the customer sees nothing of this video")).to_be_visible()
    desk.look()
    choose(details, "poster", "Poster.jpg", jpeg(scene((640, 360))))
    expect(details.get_by_role("button", name="Choose another")).to_be_visible()
    details.get_by_role("switch", name="Hide from the customer").press("Space")
    details.get_by_role("button", name="Save").click()
    expect(details).to_be_hidden()
    page.get_by_role("button", name="Deliver again").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("no poster")).to_be_hidden()
    expect(dialog.get_by_text("1 video", exact=True)).to_be_visible()
    dialog.get_by_role("button", name="Deliver", exact=True).click()
    seen = until(lambda: delivered_again(listing), seconds=60, what="the second delivery")
    assert (seen["videos"][0]["url"], "Walkthrough" in str(seen)) == (None, False)
    assert seen["videos"][0]["captions"] is None

    customer = visit(listing.customer)
    locked = customer.open(listing.path)
    expect(locked.get_by_text("Paying unlocks 2 photos and 1 video.")).to_be_visible()
    expect(locked.get_by_role("heading", name="Videos")).to_be_visible()
    assert locked.locator("video").count() == 0
    customer.look()

    paid(listing)
    page = customer.open(listing.path)
    player = page.locator("video")
    expect(player).to_be_visible()
    customer.look()
    assert player.evaluate("video => [video.preload, video.readyState]") == ["none", 0], "nothing is loaded before"
    played = player.evaluate("""async (video) => {
      video.muted = true;
      await video.play();
      video.pause();
      video.currentTime = 2.5;
      await new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
      return [video.videoWidth, video.videoHeight, Math.round(video.duration), video.currentTime, video.error];
    }""")
    assert played == [*SIZE, 3, 2.5, None]
    assert cues_of(player) == "Welcome to 12 Harbor View."
    part = page.evaluate(
        "async (url) => { const answer = await fetch(url, { headers: { Range: 'bytes=4-11' } });"
        " return [answer.status, await answer.text()]; }",
        player.evaluate("video => video.src"),
    )
    assert part == [206, "ftypisom"]
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download Walkthrough.mp4").click()
    assert saved.value.suggested_filename.endswith("-003-walkthrough.mp4")
    copy = saved.value.path().read_bytes()
    assert len(copy) == len(data)
    assert PLACE in data
    assert PLACE not in copy
    assert SERIAL not in copy
    with page.expect_download() as spoken:
        page.get_by_role("button", name="Download the captions of Walkthrough.mp4").click()
    assert spoken.value.suggested_filename.endswith("-003-walkthrough.vtt")
    assert b"Welcome to 12 Harbor View." in spoken.value.path().read_bytes()


def choose(place: Locator, what: str, name: str, data: bytes) -> None:
    place.locator(f"[data-pick={what}]").set_input_files({"name": name, "mimeType": "", "buffer": data})


def cues_of(player: Locator) -> str:
    """The text of the first cue, once the browser has taken the file for captions."""
    text: str = player.evaluate("""async (video) => {
      const [track] = video.textTracks;
      for (let left = 100; !track?.cues?.length && left > 0; left--) await new Promise((done) => setTimeout(done, 50));
      if (track.kind !== 'captions' || track.language !== 'en' || track.mode !== 'showing') throw new Error(track.mode);
      return track.cues[0].text;
    }""")
    return text


def test_a_share_link_plays_the_captions_too(visit: Visit, listing: Listing) -> None:
    url = listing.customer.post(f"/api{listing.path}/shares", {"days": 7}, expect=201).json["url"]
    stranger = visit(phone=True)
    stranger.page.goto(url)
    player = stranger.page.locator("video")
    expect(player).to_be_visible()
    assert cues_of(player) == "Welcome to 12 Harbor View."
    stranger.look()


def delivered_again(listing: Listing) -> dict[str, Any] | None:
    answer: dict[str, Any] = listing.customer.get(f"/api{listing.path}").json
    return answer if answer["videos"] else None
