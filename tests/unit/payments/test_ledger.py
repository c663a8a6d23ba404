"""The ledger folds to the same numbers however it is cut, and surplus is never lost (product 6.1, 6.6, guarantees 16, 17)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.ledger import EMPTY, Draft, Entry, Ledger, appended, folded, ledger_of, surplus_in

amounts = st.integers(min_value=1, max_value=10**9)
drafts = st.one_of(
    st.builds(Draft, st.sampled_from(["charge", "payment", "refund"]), amounts),
    st.builds(Draft, st.sampled_from(["adjustment", "processing", "credit"]), amounts | amounts.map(lambda n: -n)),
)
appends = st.lists(st.lists(drafts, min_size=1, max_size=4), max_size=12)


def grown(plan: list[list[Draft]]) -> tuple[Ledger, list[Entry]]:
    """A ledger after each append of the plan that is possible; the others are refused whole."""
    ledger, entries = EMPTY, []
    for part in plan:
        try:
            ledger, new = appended(ledger, part)
        except ValueError:
            continue
        entries += new
    return ledger, entries


@given(appends)
def test_the_projection_is_the_fold_of_all_entries(plan: list[list[Draft]]) -> None:
    ledger, entries = grown(plan)
    assert folded(EMPTY, entries) == ledger
    assert [entry.number for entry in entries] == list(range(1, ledger.count + 1))


@given(appends)
def test_no_number_of_it_is_ever_negative(plan: list[list[Draft]]) -> None:
    ledger, _ = grown(plan)
    assert min(ledger.due, ledger.charged, ledger.paid, ledger.refunded, ledger.credited, ledger.processing) >= 0
    assert ledger.refunded <= ledger.paid


@given(appends)
def test_money_is_kept_refunded_or_credited_and_nothing_else(plan: list[list[Draft]]) -> None:
    ledger, _ = grown(plan)
    assert ledger.paid - ledger.refunded - ledger.credited == ledger.charged - ledger.due


@given(appends)
def test_the_stored_projection_reads_back(plan: list[list[Draft]]) -> None:
    ledger, _ = grown(plan)
    assert ledger_of(ledger.as_item()) == ledger


@given(appends, amounts)
def test_a_payment_is_booked_in_full_and_its_surplus_is_a_credit(plan: list[list[Draft]], amount: int) -> None:
    before, _ = grown(plan)
    after, entries = appended(before, [Draft("payment", amount, "pay_1")])
    assert after.paid == before.paid + amount
    assert surplus_in(entries) == max(0, amount - before.due)
    assert after.due == max(0, before.due - amount)


@given(appends, amounts)
def test_processing_money_is_not_paid_and_does_not_lower_the_due(plan: list[list[Draft]], amount: int) -> None:
    before, _ = grown(plan)
    after, _ = appended(before, [Draft("processing", amount)])
    assert (after.due, after.paid) == (before.due, before.paid)
    back, _ = appended(after, [Draft("processing", -amount)])
    assert replace(back, count=before.count) == before


@given(st.permutations([Draft("charge", 500), Draft("charge", 70), Draft("adjustment", 30), Draft("adjustment", 7)]))
def test_the_order_of_charges_does_not_matter(order: list[Draft]) -> None:
    ledger, _ = grown([[draft] for draft in order])
    assert (ledger.due, ledger.payment_state) == (607, "unpaid")


CHARGED = [Draft("charge", 619)]
PAID = [Draft("payment", 619)]


@pytest.mark.parametrize(
    ("plan", "due", "state"),
    [
        ([], 0, "not_required"),
        ([CHARGED], 619, "unpaid"),
        ([CHARGED, [Draft("processing", 619)]], 619, "processing"),
        ([CHARGED, [Draft("processing", 619)], [Draft("processing", -619)]], 619, "unpaid"),
        ([CHARGED, [Draft("payment", 1)]], 618, "partially_paid"),
        ([CHARGED, PAID], 0, "paid"),
        ([CHARGED, PAID, [Draft("charge", 100)]], 100, "partially_paid"),
        ([CHARGED, PAID, PAID], 0, "paid"),  # twice: the surplus is a credit
        (
            [CHARGED, PAID, [Draft("refund", 100), Draft("adjustment", -100)]],
            0,
            "partially_refunded",
        ),  # price reduction
        ([CHARGED, PAID, [Draft("refund", 100)]], 100, "partially_refunded"),  # reversal: it locks again
        ([CHARGED, PAID, [Draft("refund", 619)]], 619, "refunded"),
        ([CHARGED, PAID, [Draft("refund", 619), Draft("adjustment", -619)]], 0, "refunded"),
        ([CHARGED, [Draft("adjustment", -619)]], 0, "not_required"),  # written off
    ],
)
def test_due_and_state(plan: list[list[Draft]], due: int, state: str) -> None:
    ledger, _ = grown(plan)
    assert (ledger.due, ledger.payment_state) == (due, state)


@pytest.mark.parametrize(
    "plan",
    [
        [[Draft("refund", 1)]],
        [CHARGED, [Draft("adjustment", -620)]],
        [CHARGED, [Draft("credit", -1)]],
        [CHARGED, [Draft("processing", -1)]],
        [CHARGED, PAID, [Draft("refund", 620)]],
    ],
)
def test_what_cannot_be_is_refused(plan: list[list[Draft]]) -> None:
    ledger = EMPTY
    for part in plan[:-1]:
        ledger, _ = appended(ledger, part)
    with pytest.raises(ValueError, match=r"would|cannot|not"):
        appended(ledger, plan[-1])


@pytest.mark.parametrize(
    ("kind", "amount"), [("charge", 0), ("payment", -1), ("refund", 0), ("credit", 0), ("gift", 5)]
)
def test_an_entry_that_means_nothing_cannot_be_written(kind: str, amount: int) -> None:
    with pytest.raises(ValueError, match=r"means nothing|no kind"):
        Draft(kind, amount)  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", [1.0, True, "1", None])
def test_an_amount_is_a_whole_number(amount: object) -> None:
    with pytest.raises(TypeError):
        Draft("charge", amount)  # type: ignore[arg-type]


def test_a_gap_in_the_numbers_is_noticed() -> None:
    with pytest.raises(ValueError, match=r"does not follow"):
        folded(EMPTY, [Entry(2, "charge", 5)])
