"""The smallest amount that Stripe charges, by currency, in minor units (docs.stripe.com/currencies)."""

SMALLEST_CHARGE = {
    "usd": 50, "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250,
    "eur": 50, "gbp": 30, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300,
    "nzd": 50, "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000, "kwd": 50, "krw": 500,
}  # fmt: skip
LARGEST_CHARGE = 99_999_999
ZERO_DECIMALS = {
    "jpy",
    "krw",
    "vnd",
    "clp",
    "xof",
    "xaf",
    "pyg",
    "ugx",
    "rwf",
    "bif",
    "djf",
    "gnf",
    "kmf",
    "mga",
    "vuv",
    "xpf",
}
THREE_DECIMALS = {"kwd", "bhd", "jod", "omr", "tnd"}


def exponent(currency: str) -> int:
    """Digits after the point: 0, 2 or 3."""
    return 0 if currency in ZERO_DECIMALS else 3 if currency in THREE_DECIMALS else 2


def as_text(amount: int, currency: str) -> str:
    """619.00 USD, 500 JPY: what Stripe's messages and page print."""
    digits = exponent(currency)
    number = f"{amount:,}" if digits == 0 else f"{amount // 10**digits:,}.{amount % 10**digits:0{digits}}"
    return f"${number}" if currency == "usd" else f"{number} {currency.upper()}"
