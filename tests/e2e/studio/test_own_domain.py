"""An owner adds a domain, is told which record is missing, sets it, and removes the domain again (ADR 0071)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.name_server import Names, name_server
from tests.running import Running

pytestmark = pytest.mark.browser
DOMAIN = "photos.harbor-and-pine.com"


@pytest.fixture
def names(latchkey: Running) -> Iterator[Names]:
    """The function asks a name server on the loopback for the length of the test, and shows where CNAMEs would lead."""
    with name_server() as found:
        shown = {"DNS_STAND_IN": found.address, "TENANT_ENDPOINT": "portal.edge.test"}
        with latchkey.changed("DomainsApi", **shown):
            yield found


def test_a_domain_is_added_proven_and_removed(latchkey: Running, visit: Visit, names: Names) -> None:
    desk = visit(latchkey.staff())
    desk.expects(422)
    page = desk.open("/studio/settings/address")
    own = page.get_by_role("region", name="Your own domain")
    name = own.get_by_label("Domain", exact=True)
    name.fill("harbor-and-pine.com")
    own.get_by_role("button", name="Add the domain").click()
    expect(own.get_by_text(f"Please use a name below it: {DOMAIN}.")).to_be_visible()
    desk.look([(390, "light"), (1280, "dark")])
    name.fill(DOMAIN)
    own.get_by_role("button", name="Add the domain").click()
    expect(own.get_by_text("Waiting for its records")).to_be_visible()
    own.get_by_role("button", name="Check now").click()
    expect(own.get_by_text(f"There is no TXT record at _portal-proof.{DOMAIN} yet.")).to_be_visible()
    desk.look()

    token = own.get_by_label("Value of the TXT record", exact=True).input_value()
    names.put(f"_portal-proof.{DOMAIN}", "TXT", f'"{token}"')
    own.get_by_role("button", name="Check now").click()
    expect(own.get_by_text("Yours, not live yet")).to_be_visible()
    desk.look([(390, "dark"), (1280, "light")])
    own.get_by_role("button", name="Remove").click()
    dialog = page.get_by_role("dialog")
    desk.look([(390, "light"), (1280, "dark")])
    dialog.get_by_role("button", name="Remove").click()
    expect(name).to_have_value("")
