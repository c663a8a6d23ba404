"""A business's own domain: its name, what DNS says about its records, and what each look changes (guarantees 9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accounts import dns_answers
from accounts.domain import Domain, Finding, Seen, Sight, domain_from
from accounts.domain_name import domain_of
from latchkey.clock import rfc3339
from latchkey.errors import InvalidError
from tests.name_server import Names, name_server

NAME, ENDPOINT, TOKEN = "photos.harbor.com", "edge.platform.test", "right-token"
PROOF = f"_portal-proof.{NAME}"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def names() -> Iterator[Names]:
    with name_server() as server:
        yield server


def look(names: Names) -> Finding:
    return dns_answers.look(NAME, TOKEN, ENDPOINT, names.address)


# Names ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text", [NAME, "Photos.Harbor.COM", " photos.harbor.com. ", "a.b.co.uk", "9.photos-2.example.org"]
)
def test_a_domain_is_taken_as_dns_compares_it(text: str) -> None:
    assert domain_of(text, "portal.example") == text.strip().lower().removesuffix(".")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("harbor.com", "cannot stand at harbor.com"),
        ("portal.example", "belongs to the platform"),
        ("olive.portal.example", "belongs to the platform"),
        ("OLIVE.Portal.Example.", "belongs to the platform"),
        ("xn--hrbor-fsa.photos.com", "xn--"),
        ("photos.xn--hrbor-fsa.com", "xn--"),
        ("photos.h\u00e4rbor.com", "letters a to z"),
        ("photos\u3002harbor.com", "letters a to z"),
        ("\uff50hotos.harbor.com", "letters a to z"),
        ("photos.harbor.com\u212a", "letters a to z"),
        ("https://photos.harbor.com/", "Only the name"),
        ("photos.harbor.com:8443", "Only the name"),
        ("me@photos.harbor.com", "Only the name"),
        ("photos..harbor.com", "does not look like"),
        ("-photos.harbor.com", "does not look like"),
        ("photos_1.harbor.com", "does not look like"),
        ("photos.harbor.com#claim", "does not look like"),
        ("harbor", "does not look like"),
        ("", "does not look like"),
        (f"{'a' * 64}.harbor.com", "does not look like"),
        (".".join(["a" * 60] * 4) + ".com", "does not look like"),
        ("127.0.0.1", "public internet"),
        ("portal.harbor.local", "public internet"),
        ("a.b.localhost", "public internet"),
    ],
)
def test_what_is_no_domain_of_ones_own_is_said_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(InvalidError, match=said):
        domain_of(text, "portal.example")


# DNS -----------------------------------------------------------------------------------------------------------------
def test_both_records_are_found_among_others_in_pieces_and_by_way_of_an_alias(names: Names) -> None:
    names.put(PROOF, "TXT", '"something else"', '"right-" "token"')
    names.put(NAME, "CNAME", "alias.harbor.com")
    names.put("alias.harbor.com", "CNAME", "Edge.Platform.TEST")
    found = look(names)
    assert found == Finding(Seen("found", "Found."), Seen("found", "Found, by way of alias.harbor.com."))


def test_a_proof_that_is_itself_an_alias_counts(names: Names) -> None:
    names.put(PROOF, "CNAME", "proofs.harbor.com")
    names.put("proofs.harbor.com", "TXT", f'"{TOKEN}"')
    assert look(names).proof.sight == "found"


@pytest.mark.parametrize("said", ["wrong", f"{TOKEN}x", TOKEN.upper(), "", "\\000\\255<b>"])
def test_another_text_is_no_proof(names: Names, said: str) -> None:
    names.put(PROOF, "TXT", f'"{said}"')
    proof = look(names).proof
    assert proof.sight == "other"
    assert proof.sentence.isprintable()


def test_what_is_missing_is_said_as_far_as_one_can_tell(names: Names) -> None:
    assert look(names).proof == Seen("missing", f"There is no TXT record at {PROOF} yet.")
    assert look(names).route == Seen("missing", f"There is no CNAME record at {NAME} yet.")
    names.put(NAME, "A", "192.0.2.1")
    assert look(names).route.sentence.startswith("There is an address record and no CNAME.")
    names.put(NAME, "SOA", "ns.harbor.com. root.harbor.com. 1 2 3 4 5")
    assert "root of its zone" in look(names).route.sentence
    names.drop(NAME)
    names.put(NAME, "CNAME", "shop.elsewhere.test")
    assert look(names).route == Seen("other", f"It leads to shop.elsewhere.test and not to {ENDPOINT}.")


def test_aliases_in_a_circle_lead_nowhere(names: Names) -> None:
    names.put(PROOF, "TXT", f'"{TOKEN}"')
    names.put("a.harbor.com", "CNAME", "b.harbor.com")
    names.put("b.harbor.com", "CNAME", "a.harbor.com")
    names.put(NAME, "CNAME", "a.harbor.com")
    assert look(names).route.sight == "other"


def test_a_broken_or_silent_name_server_says_nothing(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    names.broken |= {PROOF, NAME}
    found = look(names)
    assert (found.proof.sight, found.route.sight) == ("unknown", "unknown")
    assert "error" in found.proof.sentence
    monkeypatch.setattr(dns_answers, "_LIFETIME_SECONDS", 0.1)
    names.broken.clear()
    names.silent |= {PROOF, NAME}
    found = look(names)
    assert (found.proof.sight, found.route.sight) == ("unknown", "unknown")
    assert "do not answer" in found.proof.sentence


# What a look changes -------------------------------------------------------------------------------------------------
def a_domain(**changes: object) -> Domain:
    plain = Domain("biz_1", NAME, TOKEN, "waiting", rfc3339(NOW))
    return replace(plain, **changes)  # type: ignore[arg-type]


def seen(proof: Sight, route: Sight = "found") -> Finding:
    return Finding(Seen(proof), Seen(route))


def test_the_first_proof_proves_and_nothing_else_does() -> None:
    for sight in ("missing", "other", "unknown"):
        assert a_domain().after(seen(sight), NOW).stage == "waiting"
    assert a_domain().after(seen("found", "missing"), NOW).stage == "proven"


@pytest.mark.parametrize("stage", ["proven", "live"])
@pytest.mark.parametrize("sight", ["missing", "other"])
def test_a_proof_that_is_gone_fails_and_after_a_day_is_given_back(stage: str, sight: Sight) -> None:
    domain = a_domain(stage=stage)
    for minutes in (0, 10, 20):
        assert not domain.is_failing
        domain = domain.after(seen(sight), NOW + timedelta(minutes=minutes))
    assert (domain.is_failing, domain.is_in_doubt, domain.stage) == (True, True, stage)
    assert domain.withdraws_at == rfc3339(NOW + timedelta(hours=24))
    assert domain.after(seen(sight), NOW + timedelta(hours=23, minutes=59)).stage == stage
    assert domain.after(seen(sight), NOW + timedelta(hours=24)).stage == "withdrawn"
    back = domain.after(seen("found"), NOW + timedelta(hours=30))
    assert (back.stage, back.is_failing, back.missing_since) == (stage, False, "")


def test_silence_neither_loses_a_domain_nor_saves_one() -> None:
    domain = a_domain(stage="live")
    for hour in range(100):
        domain = domain.after(seen("unknown", "unknown"), NOW + timedelta(hours=hour))
    assert (domain.stage, domain.misses, domain.is_in_doubt) == ("live", 0, False)
    domain = a_domain(stage="live", route=Seen("found"), misses=3, missing_since=rfc3339(NOW))
    domain = domain.after(seen("unknown", "unknown"), NOW + timedelta(hours=30))
    assert (domain.stage, domain.is_failing) == ("live", True)
    assert domain.after(seen("missing"), NOW + timedelta(hours=31)).stage == "withdrawn"


def test_long_silence_does_not_make_one_miss_a_loss() -> None:
    domain = a_domain(stage="live").after(seen("missing"), NOW)
    assert domain.after(seen("missing"), NOW + timedelta(hours=30)).stage == "live"


def test_where_it_leads_decides_about_links_alone() -> None:
    domain = a_domain(stage="live").after(seen("found", "other"), NOW)
    assert (domain.is_in_doubt, domain.is_failing, domain.stage) == (True, False, "live")
    assert domain.after(seen("found", "unknown"), NOW).is_in_doubt
    assert not domain.after(seen("found", "found"), NOW).after(seen("found", "unknown"), NOW).is_in_doubt


def test_it_is_looked_at_soon_while_something_moves_and_hourly_else() -> None:
    def minutes(domain: Domain, *, can_be_served: bool = True) -> float | None:
        at = domain.next_check(NOW, can_be_served=can_be_served)
        return (datetime.fromisoformat(at) - NOW) / timedelta(minutes=1) if at else None

    assert minutes(a_domain()) == 10
    assert minutes(a_domain(added_at=rfc3339(NOW - timedelta(days=7)))) is None
    assert minutes(a_domain(stage="proven")) == 10
    assert minutes(a_domain(stage="proven"), can_be_served=False) == 60
    assert minutes(a_domain(stage="live")) == 60
    assert minutes(a_domain(stage="live", misses=1)) == 10
    assert minutes(a_domain(stage="live", misses=3, missing_since=rfc3339(NOW))) == 60
    assert minutes(a_domain(stage="withdrawn")) is None


def test_it_is_kept_and_read_the_same() -> None:
    domain = a_domain(stage="live", proof=Seen("found", "Found."), misses=2, version=7)
    assert domain_from({**domain.item(), "pk": "x", "check_at": "y"}) == domain
