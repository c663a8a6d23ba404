"""Whatever two businesses do with one domain, it has one owner and is served while its proof stands (guarantees 9).

The model knows whose token the zone says. The real handlers, the clock's and the stream's functions run under it.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timedelta
from unittest.mock import patch

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.business import business_of
from accounts.hosting import ensure_claimed
from latchkey import keys
from latchkey.clock import utc_now
from latchkey.tables import read
from tests.building import a_business
from tests.building import cloud as a_cloud
from tests.integration.accounts.branding import deploy_page
from tests.integration.accounts.domains import ENDPOINT, NAME, PATH, owner_at, sweep, the_internet
from tests.integration.accounts.founding import publish
from tests.key_values import key_values
from tests.quick_moto import quick
from tests.sim import calls

PROOF = f"_portal-proof.{NAME}"
who = st.integers(0, 1)


class Domains(RuleBasedStateMachine):
    """`tokens` is what each business was last told to set, `in_zone` what its owner did set, `seen` when it last stood there."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.now = utc_now()
        self.stack.enter_context(patch("latchkey.http.utc_now", self._clock))
        self.stack.enter_context(a_cloud())
        self.edge = self.stack.enter_context(key_values())
        self.names, self.tenants = self.stack.enter_context(the_internet())
        calls.watch(None)
        self.stack.enter_context(quick())
        deploy_page()
        self.businesses = [a_business() for _ in range(2)]
        for business in self.businesses:
            ensure_claimed(business, self.now)
        self.owners = [owner_at(business) for business in self.businesses]
        self.tokens = ["", ""]
        self.ids = [business.business_id for business in self.businesses]
        self.in_zone: set[str] = set()
        self.names.put(NAME, "CNAME", ENDPOINT)

    def teardown(self) -> None:
        with self.stack:
            self._ends_as_it_should()

    def _clock(self) -> datetime:
        return self.now

    def claimed_by(self) -> str | None:
        claim = read("people", keys.host_claim(NAME))
        return claim["business_id"] if claim else None

    @initialize()
    def both_want_it_and_one_proves_it(self) -> None:
        self.add(0)
        self.add(1)
        self.the_zone_changes_and_somebody_checks({0}, 0)

    def add(self, number: int) -> None:
        answer = self.owners[number].post(PATH, {"domain": NAME})
        assert (answer.status == 201) == (self.claimed_by() != self.ids[number]), answer.text
        if answer.status == 201:
            self.tokens[number] = answer.json["records"][0]["value"]

    @rule(number=who)
    def remove_and_add(self, number: int) -> None:
        assert self.owners[number].delete(PATH).status == 204
        assert self.claimed_by() != self.ids[number]
        self.add(number)

    @rule(texts=st.sets(who), number=who)
    def the_zone_changes_and_somebody_checks(self, texts: set[int], number: int) -> None:
        self.now += timedelta(minutes=15)
        self.in_zone = {self.tokens[one] for one in texts}
        self.names.drop(PROOF)
        if self.in_zone:
            self.names.put(PROOF, "TXT", *(f'"{text}"' for text in self.in_zone))
        before = self.claimed_by()
        answer = self.owners[number].post(f"{PATH}/check")
        if answer.status == 409 and answer.json["detail"].startswith("This domain was given back"):
            self.add(number)
            return
        stands = self.tokens[number] in self.in_zone and not self.names.broken
        assert answer.status == (409 if stands and before not in (None, self.ids[number]) else 200), answer.text
        if before != self.ids[number]:
            assert self.claimed_by() == (self.ids[number] if stands and before is None else before)

    @rule(broken=st.booleans())
    def the_name_servers_break(self, broken: bool) -> None:
        self.names.broken = {PROOF} if broken else set()

    @rule(hours=st.sampled_from([1, 1, 30]))
    def time_passes(self, hours: int) -> None:
        before, was_broken = self.claimed_by(), bool(self.names.broken)
        for turn in range(4):
            self.now += timedelta(hours=hours / 4) if turn else timedelta(minutes=15)
            sweep(self.now)
            self.tenants.settle()
        holder = self.ids.index(before) if before else -1
        if before and (was_broken or self.tokens[holder] in self.in_zone):
            assert self.claimed_by() == before, "a domain whose proof stands, or cannot be asked for, stays"

    @rule(refused=st.booleans())
    def the_stream_has_its_turn(self, refused: bool) -> None:
        self.edge.refused = refused
        publish()

    @invariant()
    def the_platforms_own_names_stay(self) -> None:
        for business in self.businesses:
            item = read("people", keys.business(business.business_id))
            assert item
            assert item["host"] == business.host

    def _ends_as_it_should(self) -> None:
        """Once everybody had their turn the edge serves it for who has the claim and is live; gone proofs are given back."""
        self.edge.refused, self.names.broken = False, set()
        for _ in range(2):
            self.time_passes(30)
        publish()
        holder = self.claimed_by()
        if holder:
            assert self.tokens[self.ids.index(holder)] in self.in_zone
        assert self.edge.values.get(NAME, "") in ("", holder)
        for business in self.businesses:
            item = read("people", keys.business(business.business_id))
            assert item
            assert business_of(item).link_host in (business.host, *([NAME] if business.business_id == holder else []))


TestDomains = Domains.TestCase
TestDomains.settings = settings(
    max_examples=3,
    stateful_step_count=12,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
