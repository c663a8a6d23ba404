"""Money: whole minor units, one rounding rule, no mixing of currencies (product 6.1)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latchkey.money import Money, half_up

amounts = st.integers(min_value=-(10**12), max_value=10**12)


@given(amounts, st.integers(min_value=1, max_value=10**6))
def test_half_up_is_the_nearest_whole_and_halves_go_away_from_zero(numerator: int, denominator: int) -> None:
    exact, rounded = Fraction(numerator, denominator), half_up(numerator, denominator)
    assert abs(exact - rounded) <= Fraction(1, 2)
    if abs(exact - rounded) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@given(amounts, amounts)
def test_adding_and_taking_away_are_exact(first: int, second: int) -> None:
    assert Money(first, "USD") + Money(second, "USD") - Money(second, "USD") == Money(first, "USD")


@pytest.mark.parametrize("amount", [1.5, "100", True, None])
def test_money_is_never_anything_but_a_whole_number(amount: object) -> None:
    with pytest.raises(TypeError):
        Money(amount, "USD")  # type: ignore[arg-type]


def test_two_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="do not mix"):
        Money(1, "USD") + Money(1, "EUR")


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (61900, "USD", "$619.00"),
        (123456789, "USD", "$1,234,567.89"),
        (-50, "USD", "-$0.50"),
        (1200, "JPY", "¥1,200"),
        (1250, "KWD", "KWD 1.250"),
        (0, "EUR", "€0.00"),
    ],
)
def test_money_is_shown_with_the_decimals_of_its_currency(amount: int, currency: str, shown: str) -> None:
    assert Money(amount, currency).shown() == shown
