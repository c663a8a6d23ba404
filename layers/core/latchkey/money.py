"""Money: whole minor units with their ISO 4217 currency; one rounding rule, half up, in one function (product 6.1)."""

from dataclasses import dataclass

# How many decimals the minor unit has. Currencies that are not here have two.
_DECIMALS = {"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "JPY": 0, "KMF": 0, "KRW": 0, "MGA": 0, "PYG": 0, "RWF": 0,
             "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
             "BHD": 3, "JOD": 3, "KWD": 3, "OMR": 3, "TND": 3}  # fmt: skip
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$", "JPY": "¥"}


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`amount` minor units of `currency`; arithmetic between two currencies raises ValueError."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError("money is counted in whole minor units")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError("a currency is three capital letters (ISO 4217)")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, count: int) -> "Money":
        return Money(self.amount * count, self.currency)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other.amount

    def share(self, basis_points: int) -> "Money":
        """So many hundredths of a percent of it, rounded half up: taxes and percentages."""
        return Money(half_up(self.amount * basis_points, 10_000), self.currency)

    def shown(self) -> str:
        """As people read it in mails and on server-made pages: `$1,234.50`, `¥1,200`, `KWD 1.250`."""
        decimals = _DECIMALS.get(self.currency, 2)
        whole, part = divmod(abs(self.amount), 10**decimals)
        digits = f"{whole:,}" + (f".{part:0{decimals}d}" if decimals else "")
        symbol = _SYMBOLS.get(self.currency, f"{self.currency} ")
        return f"{'-' if self.amount < 0 else ''}{symbol}{digits}"


def half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` to the nearest whole, halves away from zero. Both signs; `denominator` > 0."""
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude
