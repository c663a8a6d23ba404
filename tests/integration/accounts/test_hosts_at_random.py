"""Whatever owners found and move in whatever order, a name leads to its first business for ever (guarantees 9).

The model knows who had a name first. The real handlers and the stream's function run under it, one day a step.
"""

from contextlib import ExitStack
from datetime import datetime, timedelta
from unittest.mock import patch

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts import api, password, people_api
from accounts.business import business_of
from latchkey import keys
from latchkey.clock import utc_now
from latchkey.tables import read
from tests.browsing import Browser
from tests.building import anonymous
from tests.building import cloud as a_cloud
from tests.integration.accounts.branding import deploy_page
from tests.integration.accounts.founding import begin, prove, publish, visitor
from tests.integration.accounts.people import sign_in
from tests.integration.accounts.test_linking_at_random import QuickHasher
from tests.key_values import key_values
from tests.quick_moto import quick
from tests.sim import calls

DOMAIN = "example.test"
NAMES = ["olive", "olive-grove", "grove"]
# Each looks like a name of above, or would become one by some unfolding; none is one.
ODD = [
    "Olive", "OLIVE", "olive.", " olive", "oli--ve", "-olive", "olive-", "\uff4f\uff4c\uff49\uff56\uff45", "\u043elive",
    "oliv\u00e9", "xn--olive-9za", "olive\u200b", "olive.grove", "\u2170olive", "olive%2e", "olive/", "olive#host",
]  # fmt: skip
KEPT = ["start", "www"]
# Few good names, so that owners meet; an odd one now and then.
names = st.one_of(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(ODD + KEPT))
OWNERS = 3


class Hosts(RuleBasedStateMachine):
    """`had` is who had a name first, `lives` where each business lives now."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.now = utc_now()
        self.stack.enter_context(patch("argon2.PasswordHasher", QuickHasher))
        self.stack.enter_context(patch("latchkey.http.utc_now", self._clock))
        self.stack.callback(password._hasher.cache_clear)
        password._hasher.cache_clear()
        self.stack.enter_context(a_cloud())
        self.edge = self.stack.enter_context(key_values())
        calls.watch(None)
        self.stack.enter_context(quick())
        deploy_page()
        self.had: dict[str, str] = {}
        self.lives: dict[str, str] = {}
        self.owners: list[Browser] = []

    def teardown(self) -> None:
        with self.stack:
            self.nobody_gets_a_name_that_was_ever_somebody_elses()
            self.once_the_stream_has_caught_up_every_name_leads_to_where_its_business_lives()

    def _clock(self) -> datetime:
        return self.now

    @initialize()
    def two_live_side_by_side(self) -> None:
        self.somebody_founds(NAMES[0])
        self.somebody_founds(NAMES[1])

    @precondition(lambda self: len(self.owners) < OWNERS)
    @rule(name=names)
    def somebody_founds(self, name: str) -> None:
        self.now += timedelta(days=1)
        email = f"owner{len(self.owners)}@example.com"
        browser = visitor()
        answer = begin(browser, name, email)
        if answer.status == 202:
            answer = prove(browser, email)
        label = name.strip()
        free = label in NAMES and label not in self.had
        assert (answer.status == 200) == free, answer.text
        if not free:
            return
        business_id = browser.cookies["__Host-latchkey"].partition(".")[0]
        self.had[label] = business_id
        self.lives[business_id] = label
        item = read("people", keys.business(business_id))
        assert item
        owner = anonymous(api.handler, business_of(item))
        assert sign_in(owner, email).status == 200
        self.owners.append(owner.using(people_api.handler))

    @rule(number=st.integers(0, OWNERS - 1), name=names)
    def an_owner_moves(self, number: int, name: str) -> None:
        self.now += timedelta(days=1)
        owner = self.owners[number % len(self.owners)]
        business_id = owner.business.business_id
        now = f"{self.lives[business_id]}.{DOMAIN}"
        answer = owner.put("/api/business/host", {"label": name, "host": now})
        label = name.strip()
        allowed = label in NAMES and self.had.get(label, business_id) == business_id
        assert (answer.status == 200) == allowed, answer.text
        if allowed:
            self.had[label] = business_id
            self.lives[business_id] = label

    @rule(refused=st.booleans())
    def the_stream_has_its_turn(self, refused: bool) -> None:
        self.edge.refused = refused
        publish()

    @invariant()
    def at_the_edge_no_name_ever_leads_to_a_second_business(self) -> None:
        for host, value in self.edge.values.items():
            first = self.had[host.removesuffix(f".{DOMAIN}")]
            leads = self.edge.values[value.removeprefix("redirect:")] if value.startswith("redirect:") else value
            assert leads == first

    def nobody_gets_a_name_that_was_ever_somebody_elses(self) -> None:
        for owner in self.owners:
            now = f"{self.lives[owner.business.business_id]}.{DOMAIN}"
            for label, first in self.had.items():
                if first != owner.business.business_id:
                    assert owner.put("/api/business/host", {"label": label, "host": now}).status == 409, label

    def once_the_stream_has_caught_up_every_name_leads_to_where_its_business_lives(self) -> None:
        self.edge.refused = False
        publish()
        wanted = {
            f"{name}.{DOMAIN}": owner if self.lives[owner] == name else f"redirect:{self.lives[owner]}.{DOMAIN}"
            for name, owner in self.had.items()
        }
        assert self.edge.values == wanted


TestHosts = Hosts.TestCase
TestHosts.settings = settings(
    max_examples=8,
    stateful_step_count=20,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
