"""Whatever people do in whatever order, nobody reads an order whose address they have not proven (guarantees 3).

The model knows only which code was mailed to whom and was typed where, and what bookings an address has collected since it
was last free. The real handlers run under it.
"""

from contextlib import ExitStack
from datetime import timedelta
from itertools import count
from typing import Any
from unittest.mock import patch

import argon2
import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import orders.api
from accounts import api, password, people_api
from privacy import api as privacy_api
from tests.building import a_business, anonymous, as_staff
from tests.building import cloud as a_cloud
from tests.integration.accounts.booking import a_product, book, orders_of
from tests.integration.accounts.people import mails, sign_in, sign_up, type_code, viewer
from tests.integration.privacy.canary import run_worker

# The first two are one mailbox (trimmed and in lower case, product 2.4), each other is one of its own.
ADDRESSES = [
    "ann@example.com",
    " Ann@Example.COM ",
    "ann+photos@example.com",
    "a.nn@example.com",
    "\u0430nn@example.com",  # Cyrillic a
    "\uff41nn@example.com",  # full-width a, which NFKC would make ann's
]
PASSWORDS = ["tangerine boat", "walnut river"]
PEOPLE = 3
addresses = st.sampled_from(ADDRESSES)
people = st.integers(0, PEOPLE - 1)


def mailbox(address: str) -> str:
    """Where mail to this address arrives: the model's own idea of it."""
    return address.strip().lower()


class QuickHasher(argon2.PasswordHasher):
    """The real thing at the least work: what a hash costs proves nothing here."""

    def __init__(self, **_: Any) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)


class Linking(RuleBasedStateMachine):
    """Three browsers at one business. A booking goes into the pile of its address; a typed code gives an account the pile of
    the address that it proves, and a move to another address takes the account's pile there, if there is none yet.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(patch("argon2.PasswordHasher", QuickHasher))
        self.stack.callback(password._hasher.cache_clear)
        password._hasher.cache_clear()
        self.stack.enter_context(patch("privacy.erasing._LATE", timedelta()))
        self.stack.enter_context(a_cloud())
        self.business = a_business()
        self.owner = as_staff(privacy_api.handler, self.business)
        self.product = a_product(self.business)
        self.browsers = [anonymous(api.handler, self.business) for _ in range(PEOPLE)]
        self.asked: dict[int, tuple[str, str]] = {}  # person -> what for, and where the code went
        self.code: dict[int, str] = {}  # person -> the newest code of what this browser asked for
        self.home: dict[str, str] = {}  # account -> the mailbox that it has proven last
        self.removed: set[str] = set()
        self.piles: dict[str, int] = {}  # mailbox -> where its bookings go
        self.fresh = count()
        self.booked: dict[str, int] = {}  # order -> its pile

    def teardown(self) -> None:
        self.stack.close()

    @initialize(address=addresses)
    def somebody_booked_before(self, address: str) -> None:
        self.a_guest_books(address)

    @rule(address=addresses)
    def a_guest_books(self, address: str) -> None:
        answer = book(anonymous(orders.api.handler, self.business), self.product, address)
        assert answer.status == 201, answer.text
        self.booked[answer.json["order_id"]] = self._pile(mailbox(address))

    @rule(person=people, typed_as_contact=addresses)
    def a_customer_books_with_any_contact(self, person: int, typed_as_contact: str) -> None:
        who = viewer(self.browsers[person])
        if who is None:
            return
        answer = book(self.browsers[person], self.product, typed_as_contact)
        assert answer.status == 201
        self.booked[answer.json["order_id"]] = self.piles[self.home[who["account_id"]]]

    @rule(person=people, address=addresses)
    def somebody_signs_up(self, person: int, address: str) -> None:
        self._asked(person, "sign-up", address, sign_up(self.browsers[person], address, PASSWORDS[0]))

    @rule(person=people, address=addresses)
    def somebody_asks_for_a_reset(self, person: int, address: str) -> None:
        browser = self.browsers[person].using(people_api.handler)
        self._asked(person, "reset", address, browser.post("/api/auth/resets", {"email": address}))

    @rule(person=people, address=addresses, types=st.booleans())
    def somebody_moves(self, person: int, address: str, types: bool) -> None:
        signed_in = [one for one in range(PEOPLE) if viewer(self.browsers[one]) is not None]
        if not signed_in:
            return
        person = signed_in[person % len(signed_in)]
        for present in PASSWORDS:
            body = {"email": address, "password": present}
            answer = self.browsers[person].using(people_api.handler).post("/api/account/email", body)
            if answer.status != 422:  # one's own address, or not the present password
                self._asked(person, "move", address, answer)
        if types:
            self.the_code_that_was_mailed_is_typed(person)

    @rule(person=people, address=addresses)
    def somebody_signs_up_and_moves_to_where_bookings_are(self, person: int, address: str) -> None:
        self.somebody_signs_up_and_types_the_code(person, address)
        for box in tuple(self.piles)[-2:]:
            self.somebody_moves(person, box, types=True)

    @rule(person=people)
    def another_code_is_sent(self, person: int) -> None:
        if self.asked.get(person, ("",))[0] == "sign-up":
            self._asked(person, *self.asked[person], self.browsers[person].post("/api/auth/codes", {}))

    @rule(person=people)
    def the_code_that_was_mailed_is_typed(self, person: int) -> None:
        if person in self.code:
            self._type(person, self.code[person], proves=True)

    @rule(person=people, address=addresses)
    def somebody_signs_up_and_types_the_code(self, person: int, address: str) -> None:
        self.somebody_signs_up(person, address)
        self.the_code_that_was_mailed_is_typed(person)

    @rule(person=people, other=people)
    def the_code_of_another_browser_is_typed(self, person: int, other: int) -> None:
        if person in self.asked and other in self.code and self.code.get(person) != self.code[other]:
            self._type(person, self.code[other], proves=False)

    @rule(person=people, guess=st.sampled_from(["000000", "123456"]))
    def a_code_is_guessed(self, person: int, guess: str) -> None:
        if person in self.asked and guess != self.code.get(person):
            self._type(person, guess, proves=False)

    @rule(person=people, address=addresses, typed=st.sampled_from(PASSWORDS))
    def somebody_signs_in(self, person: int, address: str, typed: str) -> None:
        answer = sign_in(self.browsers[person], address, typed)
        assert answer.status in (200, 401, 429)
        if answer.status == 200:
            self._forget(person)
            assert mailbox(address) == self.home[answer.json["viewer"]["account_id"]]

    @rule(person=people)
    def somebody_signs_out(self, person: int) -> None:
        self.browsers[person].delete("/api/auth/sessions/current")
        self._forget(person)

    @rule(person=people)
    def somebody_is_deleted_on_request(self, person: int) -> None:
        """What the address had is nobody's from now on, also not of whoever proves the address again."""
        who = viewer(self.browsers[person])
        if who is None:
            return
        for order in orders_of(self.browsers[person]):
            said = {"version": 1, "reason": "They leave"}
            declined = self.owner.using(orders.api.handler).post(
                f"/api/orders/{order}/decline", said, key=f"{order:-<40}"
            )
            assert declined.status == 200, declined.text
            del self.booked[order]
        place = f"/api/customers/{who['customer_id']}/privacy/erasure"
        assert self.owner.post(place, {"email": who["email"]}).status == 202
        assert viewer(self.browsers[person]) is None
        run_worker()
        self.removed.add(who["account_id"])
        self.piles.pop(self.home.pop(who["account_id"]))

    @invariant()
    def nobody_sees_what_they_have_not_proven_and_everybody_sees_what_they_have(self) -> None:
        for browser in self.browsers:
            who = viewer(browser)
            pile = self.piles[self.home[who["account_id"]]] if who else None
            theirs = {order for order, of in self.booked.items() if of == pile}
            assert set(orders_of(browser)) == theirs
            for order in sorted(self.booked.keys() - theirs)[-1:]:
                assert browser.using(orders.api.handler).get(f"/api/orders/{order}").status in (401, 404)

    # -----------------------------------------------------------------------------------------------------------------
    def _asked(self, person: int, what_for: str, address: str, answer: Any) -> None:
        if answer.status == 429:
            return
        assert answer.status == 202, answer.text
        self._forget(person)
        self.asked[person] = (what_for, address)
        newest = mails()[-1:] if mails() else []
        for mail in newest:
            if mail["to"] == mailbox(address) and "code" in mail and self._is_mine(person, mail["code"]):
                self.code[person] = mail["code"]

    def _is_mine(self, person: int, code: str) -> bool:
        """A reset of an unknown address mails nothing: the newest mail is then an older one, of somebody else."""
        return code not in self.code.values() or self.code.get(person) == code

    def _type(self, person: int, code: str, *, proves: bool) -> None:
        what_for, address = self.asked[person]
        if what_for == "move":
            return self._type_to_move(person, code, mailbox(address), proves=proves)
        browser = self.browsers[person]
        if what_for == "sign-up":
            answer = type_code(browser, code)
        else:
            body = {"code": code, "password": PASSWORDS[1]}
            answer = browser.using(people_api.handler).post("/api/auth/resets/completion", body)
        if answer.status != 200:
            return None
        assert proves, "a code that was not mailed for it opened something"
        account_id = answer.json["viewer"]["account_id"]
        assert account_id not in self.removed
        assert self.home.setdefault(account_id, mailbox(address)) == mailbox(address), "a code for where it was before"
        self._pile(mailbox(address))
        return self._forget(person)

    def _type_to_move(self, person: int, code: str, wanted: str, *, proves: bool) -> None:
        who = viewer(self.browsers[person])
        path = "/api/account/email/verification"
        answer = self.browsers[person].using(people_api.handler).post(path, {"code": code})
        is_free = wanted not in self.piles and wanted not in self.home.values()
        assert answer.status != 409 or (proves and not is_free), "said before it was proven, or for no reason"
        if answer.status != 200:
            return
        assert proves, "a code that was not mailed for it opened something"
        assert is_free, "what was somebody else's came along"
        self.piles[wanted] = self.piles.pop(self.home[who["account_id"]])
        self.home[who["account_id"]] = wanted
        self._forget(person)

    def _pile(self, box: str) -> int:
        if box not in self.piles:
            self.piles[box] = next(self.fresh)
        return self.piles[box]

    def _forget(self, person: int) -> None:
        self.asked.pop(person, None)
        self.code.pop(person, None)


TestLinking = Linking.TestCase
TestLinking.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # a failure prints its steps; to shorten them would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
