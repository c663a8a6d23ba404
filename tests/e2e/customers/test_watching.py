"""The watch itself: a page with each fault that it is there for does not get past it."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.watching import watched

pytestmark = pytest.mark.browser
ORIGIN = "http://faults.localhost"
FAULTY = """<!doctype html><html lang="en"><head><title>Faults</title>
<style>.cut { width: 40px; overflow: hidden; white-space: nowrap } .pale { color: #bbb; background: #fff }</style></head>
<body><main><h1>Faults</h1><p class="pale">Hard to read</p><p class="cut">Longer than its place</p>
<img src="/gone.jpg" alt="Gone"><div style="width: 2000px">Wide</div><script>document.title = 'ran'</script></main></body></html>
"""
FAULTS = (
    "CSP script-src-elem refused",
    "broken picture",
    "the page, 20",
    "cut off: <p",
    "color-contrast",
    "status of 404",
)


def test_each_fault_is_a_complaint(chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    policy = {"content-security-policy": "script-src 'self'", "content-type": "text/html"}
    context.route(f"{ORIGIN}/", lambda route: route.fulfill(body=FAULTY, headers=policy))
    context.route(f"{ORIGIN}/gone.jpg", lambda route: route.fulfill(status=404))
    watch = watched(context, ORIGIN)
    watch.open("/")
    watch.look([(390, "light")])
    with pytest.raises(AssertionError) as complained:
        watch.rest()
    assert [fault for fault in FAULTS if fault not in str(complained.value)] == []
    context.close()


def test_a_page_without_faults_is_let_through(chromium: Browser) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    sound = '<!doctype html><html lang="en"><title>Sound</title><main><h1>Sound</h1></main></html>'
    context.route(f"{ORIGIN}/", lambda route: route.fulfill(body=sound, content_type="text/html"))
    watch = watched(context, ORIGIN)
    watch.open("/")
    watch.look()
    watch.rest()
    context.close()
