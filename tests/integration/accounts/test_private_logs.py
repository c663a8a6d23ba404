"""No log line carries what a person typed, was mailed or holds (guarantees 28, 70)."""

from io import StringIO

from accounts import api
from accounts.business import Business
from tests.building import anonymous
from tests.integration.accounts.people import newest_code, sign_in, sign_up, type_code


def test_a_whole_life_leaves_ids_alone_in_the_log(business: Business, log: StringIO) -> None:
    browser = anonymous(api.handler, business)
    browser.source_ip = "198.51.100.77"
    canaries = ["canary+joe@example.com", "canary password", "canary\npassword two", browser.source_ip]
    sign_up(browser, canaries[0], canaries[1])
    canaries.append(browser.cookies["__Host-latchkey"].partition(".")[2])
    code = newest_code(canaries[0])
    type_code(browser, "999999" if code != "999999" else "888888")
    type_code(browser, code)
    canaries.append(browser.cookies["__Host-latchkey"].partition(".")[2])
    sign_in(browser, canaries[0], canaries[2])
    sign_in(browser, 'canary"\r\n{"level":"forged"}@example.com', canaries[1])
    browser.send("POST", "/api/auth/sessions", '{"email": "canary@x.y", ')
    browser.send("POST", "/api/auth/sessions", {"email": ["canary"], "password": {"canary": 1}})
    written = log.getvalue()
    assert written.count("\n") == 7
    assert "canary" not in written
    assert not [canary for canary in canaries if canary in written]
    assert f'"{code}"' not in written
