from decimal import Decimal

import pytest
from django.utils import translation

from fashionista.common.money import exponent, format_money, from_minor, to_minor


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("48.50", "GBP", 4850),
        ("48.5", "GBP", 4850),
        ("0", "GBP", 0),
        ("-12.34", "EUR", -1234),
        ("22000", "KRW", 22000),
        ("38000.00", "NGN", 3800000),
        ("1.234", "KWD", 1234),
        ("0.0001", "CLF", 1),
        ("1500.00", "HUF", 150000),
        ("1E+3", "GBP", 100000),
    ],
)
def test_minor_units_and_back(amount, currency, minor):
    assert to_minor(Decimal(amount), currency) == minor
    assert from_minor(minor, currency) == Decimal(amount)


def test_from_minor_carries_the_decimals_of_the_currency():
    assert str(from_minor(17000, "GBP")) == "170.00"
    assert str(from_minor(22000, "KRW")) == "22000"
    assert str(from_minor(5, "KWD")) == "0.005"


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("0.001", "GBP"),
        ("0.5", "KRW"),
        ("1.0001", "KWD"),
        ("1.00000000000000000000000000000000001", "GBP"),
        ("NaN", "GBP"),
        ("sNaN", "GBP"),
        ("Infinity", "GBP"),
        ("-Infinity", "GBP"),
    ],
)
def test_to_minor_refuses_what_is_no_exact_amount(amount, currency):
    with pytest.raises(ValueError):
        to_minor(Decimal(amount), currency)


@pytest.mark.parametrize("currency", ["", "gbp", "XQQ", "POUND", "£"])
def test_unknown_currency_is_refused(currency):
    with pytest.raises(ValueError):
        exponent(currency)
    with pytest.raises(ValueError):
        to_minor(Decimal(1), currency)
    with pytest.raises(ValueError):
        from_minor(1, currency)
    with pytest.raises(ValueError):
        format_money(Decimal(1), currency)


def test_from_minor_refuses_a_float():
    with pytest.raises(TypeError):
        from_minor(48.5, "GBP")


@pytest.mark.parametrize(
    ("amount", "currency", "full", "trimmed"),
    [
        ("48", "GBP", "£48.00", "£48"),
        ("48.5", "GBP", "£48.50", "£48.50"),
        ("170", "GBP", "£170.00", "£170"),
        ("22000", "KRW", "₩22,000", "₩22,000"),
        ("1500", "EUR", "€1,500.00", "€1,500"),
        ("-12", "GBP", "-£12.00", "-£12"),
        ("38000", "NGN", "NGN\xa038,000.00", "NGN\xa038,000"),
        ("95", "USD", "US$95.00", "US$95"),
        ("1.5", "KWD", "KWD\xa01.500", "KWD\xa01.500"),
    ],
)
def test_format_money_in_british_english(amount, currency, full, trimmed):
    with translation.override("en-gb"):
        assert format_money(Decimal(amount), currency) == full
        assert format_money(Decimal(amount), currency, trim=True) == trimmed


def test_format_money_follows_the_language():
    with translation.override("de"):
        assert format_money(Decimal(1170), "EUR") == "1.170,00\xa0€"
        assert format_money(Decimal(1170), "EUR", trim=True) == "1.170\xa0€"


def test_format_money_without_a_language_is_british():
    with translation.override(None):
        assert format_money(Decimal(48), "GBP") == "£48.00"


def test_format_money_refuses_what_is_not_finite():
    with pytest.raises(ValueError):
        format_money(Decimal("NaN"), "GBP")
