"""The platform's own name is on nothing that customers see: screens, pages, mails, what is asked of Stripe (product 10.4)."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.brand import files_of_host
from accounts.business import Business
from latchkey.clock import utc_now
from latchkey.outbox import outgoing
from latchkey.tables import commit
from mail import send
from mail.message import payload_of
from mail.messages import KINDS
from mail.samples import sample
from public import pages
from tests.building import ROOT, anonymous, sent_mails, stream_records
from tests.integration.payments.paying import a_shop
from tests.integration.public.guest import a_guest

NAME = re.compile("latchkey", re.IGNORECASE)
# Names of headers, cookies, folders, keys of a browser's own store: nobody reads them on a page.
UNSEEN = re.compile(
    r"x-latchkey(-[a-z-]+)?|__Host-latchkey|latchkey(-[a-z]+|\.[a-z]+|\.\$\{\w+\})?|/opt/python/latchkey/",
    re.IGNORECASE,
)
# The page on which a business is made belongs to the platform's own host (product 10.1).
PLATFORM = re.compile(r"platform|founding|host_name")


def files(folder: str, *endings: str) -> Iterator[Path]:
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in endings and not PLATFORM.search(str(path.relative_to(ROOT))):
            yield path


def shown(path: Path) -> str:
    """A source without the quoted names that nobody sees."""
    return re.sub(rf"(['\"`])(?:{UNSEEN.pattern})\1", "", path.read_text(), flags=re.IGNORECASE)


def texts(path: Path) -> Iterator[str]:
    """Every text in a Python file that is no docstring."""
    tree = ast.parse(path.read_text())
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, described) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_no_sentence_of_the_server_names_the_platform() -> None:
    paths = [*files("functions", ".py"), *files("layers/core/latchkey", ".py")]
    assert len(paths) > 100
    named = [(path.name, text) for path in paths for text in texts(path) if NAME.search(text)]
    assert [one for one in named if not UNSEEN.fullmatch(one[1])] == []


def test_no_template_style_or_script_of_a_page_or_mail_names_it() -> None:
    paths = [*files("functions", ".html", ".txt", ".css", ".js"), *files("local/stripe_stand_in", ".html", ".css")]
    assert len(paths) > 30
    assert [path.name for path in paths if NAME.search(shown(path))] == []


def test_no_screen_of_the_portal_names_it() -> None:
    """In the portal's source the name stands in quoted keys alone, so no screen can show it."""
    paths = [*files("portal/src", ".ts", ".tsx", ".css"), ROOT / "portal/index.html"]
    assert len(paths) > 100
    assert [path.name for path in paths if NAME.search(shown(path))] == []


def test_the_shell_of_a_host_and_the_page_of_an_unknown_one_name_nobody_else(business: Business) -> None:
    page = (ROOT / "portal/index.html").read_text()
    for file in files_of_host(page, business):
        assert not NAME.search(file.text), file.key
    (neutral,) = re.findall(r"PAGE\s*=\s*(.+)", (ROOT / "template.yaml").read_text())
    assert "<" in neutral
    assert not NAME.search(neutral)


@pytest.mark.parametrize("status", ["Pending", "Accepted", "Completed", "Canceled"])
def test_a_guests_page_names_the_business_alone(business: Business, status: str) -> None:
    guest = a_guest(business, status, due=52500)  # type: ignore[arg-type]
    browser = anonymous(pages.handler, business)
    answers = [browser.get(path) for path in (guest.path, f"{guest.path}/paid", f"/g/{'a' * 43}")]
    assert [answer.status for answer in answers] == [200, 200, 404]
    for answer in answers:
        assert not NAME.search(answer.text)
    assert business.name in answers[0].text


def test_no_mail_names_it_in_sender_subject_or_either_body(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    # The recipients of the samples stand on no customer's record.
    monkeypatch.setattr(send, "is_wanted", lambda _: True)
    for mail in KINDS:
        commit([outgoing(business.business_id, "mail", payload_of(sample(mail, business)), utc_now())])
    send.handler(stream_records("mail"), None)
    mails = sent_mails()
    assert len(mails) == len(KINDS)
    for mail in mails:
        assert business.name in mail.source
        for part in (mail.source, mail.subject, mail.body):
            assert not NAME.search(str(part)), mail.subject


def test_nothing_that_stripe_is_asked_to_show_names_it(business: Business) -> None:
    with a_shop(business) as shop:
        shop.open_page()
        (session,) = shop.sessions
        assert not NAME.search(json.dumps(session))
