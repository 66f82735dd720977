"""
Money as people read it and as payment providers count it.

An amount is always a Decimal in the main unit of its currency (pounds, won, dinars). Providers
count in minor units (pence): an integer whose size the currency's ISO 4217 exponent decides.
"""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import cache

from babel import Locale
from babel.numbers import format_currency, format_decimal, is_currency, parse_pattern
from django.utils.translation import get_language, to_locale

from .spreadsheets import Said

# Babel's own digits are those of CLDR, which drops the pence some countries no longer mint.
# Providers go by ISO 4217, so what does not have two decimals there is listed here.
_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_EXPONENTS = {code: digits for digits, codes in _DECIMALS.items() for code in codes.split()}


def exponent(currency: str) -> int:
    """
    Return how many decimals the currency has by ISO 4217: 2 for GBP, 0 for KRW, 3 for KWD.

    Raises ValueError when `currency` is no ISO 4217 code in capitals.
    """
    if not is_currency(currency):
        raise ValueError(f"{currency!r} is not an ISO 4217 currency code.")
    return _EXPONENTS.get(currency, 2)


def whole_currencies() -> list[str]:
    """The currencies that have no smaller unit."""
    return _DECIMALS[0].split()


def to_minor(amount: Decimal, currency: str) -> int:
    """
    Return the amount, given in main units, as a whole number of minor units: 48.50 GBP is 4850.

    Raises ValueError when the amount is not finite (NaN, Infinity), is finer than the smallest unit
    of the currency (0.001 GBP, 0.5 KRW), or when the currency is unknown. It never rounds.
    """
    digits = exponent(currency)
    if not amount.is_finite():
        raise ValueError(f"{amount} is not an amount of money.")
    minor = Fraction(amount) * 10**digits
    if minor.denominator != 1:
        raise ValueError(f"{amount} is finer than the smallest unit of {currency}.")
    return minor.numerator


def from_minor(minor: int, currency: str) -> Decimal:
    """
    Return a whole number of minor units as an amount in main units: 4850 in GBP is 48.50.

    The Decimal carries exactly the decimals of the currency. Raises ValueError when the currency is
    unknown, TypeError when `minor` is not an int: a float has already lost money.
    """
    if not isinstance(minor, int):
        raise TypeError(f"{minor!r} is not a whole number of minor units.")
    return Decimal(minor).scaleb(-exponent(currency))


def format_money(amount: Decimal, currency: str, *, trim: bool = False) -> str:
    """
    Return the amount, given in main units, as people write it in the active language: £170.00.

    With `trim`, a whole amount loses its decimals (£48, but £48.50): for lists, not for sums to
    pay. Shown amounts are rounded half-even to the currency's smallest unit. Raises ValueError when
    the amount is not finite or the currency is unknown.
    """
    digits = exponent(currency)
    if not amount.is_finite():
        raise ValueError(f"{amount} is not an amount of money.")
    shown = amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    if trim and shown == shown.to_integral_value():
        digits = 0
    locale, pattern = _written(get_language() or "en-gb", digits)
    text = format_currency(shown, currency, pattern, locale=locale, currency_digits=False)
    # CLDR parts a symbol that ends in a letter from the digits; Babel does not: NGN 38,000.
    return Said.of(re.sub(r"(?<=[^\W\d_])(?=\d)", "\xa0", text), shown, currency)


def format_percent(rate: Decimal) -> str:
    """Return a rate, given in percent, as people write it in the active language: 22%, 5.5%."""
    return f"{format_decimal(rate, locale=to_locale(get_language() or 'en-gb'))}%"


@cache
def _written(language, digits):
    """How this language writes money: its locale, and its pattern with so many decimals."""
    locale = Locale.parse(to_locale(language))
    standard = locale.currency_formats["standard"].pattern
    return locale, parse_pattern(re.sub(r"\.0+", "." + "0" * digits if digits else "", standard))
