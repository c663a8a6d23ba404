"""Fixtures that every test may use: an empty cloud in this process with one business in it, and a whole one beside it."""

from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from hypothesis import settings

from accounts.business import Business
from latchkey import http
from latchkey.clock import utc_now
from latchkey.observability import logger
from tests import attribute_values, renditions_once, rights
from tests.building import a_business
from tests.building import cloud as a_cloud
from tests.quick_moto import quick
from tests.running import Running, running
from tests.sim import calls

attribute_values.install()
rights.install()
renditions_once.install()
# How long an example takes says more about the machine than about the code.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture(autouse=True)
def _within_its_rights() -> Iterator[None]:
    """No handler did in this test what its role in the template would refuse."""
    yield
    refused = rights.refusals()
    assert not refused, refused


def pytest_sessionfinish() -> None:
    rights.write_down()


FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says a number that people want to see after the dots."""
    return request.config.stash.setdefault(FIGURES, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(f"counted: {line}")


@pytest.fixture
def cloud() -> Iterator[None]:
    """An account of its own for this test, on moto, with the template's tables, buckets and secrets.

    Its tables answer by the short way, which the simulator's own tests compare with the long one.
    """
    with a_cloud(), quick():
        calls.watch(None)
        yield


@pytest.fixture
def business(cloud: None) -> Business:
    """A business, stored."""
    return a_business()


@pytest.fixture
def one_instant(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The clock of routes and test stands: tries are counted in its windows, and a test could run from one into the next."""
    now = utc_now()
    for module in (http, request.module):
        monkeypatch.setattr(module, "utc_now", lambda: now, raising=False)


@pytest.fixture(scope="session")
def latchkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The whole of Latchkey, once for all tests that need it over HTTP or in a browser."""
    with running(tmp_path_factory.mktemp("latchkey") / "cloud") as whole:
        yield whole


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the functions write into their log during this test, a JSON line each (metrics go to standard output)."""
    written = StringIO()
    before = logger.registered_handler.setStream(written)  # type: ignore[attr-defined]
    yield written
    logger.registered_handler.setStream(before)  # type: ignore[attr-defined]
