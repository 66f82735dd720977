"""
Value added tax: put on top of net prices, and found within what buyers pay.

All sums are Decimals in major units; a rate is in percent. They are rounded half up, to the
smallest unit of their currency that prices are kept in: the cent, or the whole yen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from fashionista.common.money import exponent

KEPT = 2  # decimals of a price, also where a currency has more


@dataclass(frozen=True)
class Share:
    """What of a document is at one rate: net + vat = gross."""

    rate: Decimal
    net: Decimal
    vat: Decimal
    gross: Decimal


def unit(currency: str) -> Decimal:
    """The smallest sum of a currency that is kept. Raises ValueError for no currency."""
    return Decimal(1).scaleb(-min(exponent(currency), KEPT))


def rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(unit(currency), ROUND_HALF_UP)


def with_vat(net: Decimal, rate: Decimal, currency: str) -> Decimal:
    """What buyers pay where VAT comes on top of a price. Raises ValueError for no currency."""
    return rounded(net * (1 + rate / 100), currency)


def shares(amounts: Iterable[tuple[Decimal, Decimal]], currency: str) -> list[Share]:
    """
    A document's (rate, gross sum) in one share for each rate, the highest rate first.

    The VAT of a rate is gross - gross / (1 + rate / 100) of all there is at that rate, rounded
    once, not line by line; net is what is left, so that both come to the gross sum to the cent.
    Raises ValueError for no currency.
    """
    gross: dict[Decimal, Decimal] = {}
    for rate, amount in amounts:
        gross[rate] = gross.get(rate, Decimal(0)) + amount
    return [_share(rate, gross[rate], currency) for rate in sorted(gross, reverse=True)]


def _share(rate, gross, currency):
    vat = rounded(gross - gross / (1 + rate / 100), currency)
    return Share(rate, gross - vat, vat, gross)


def included(lines, currency: str) -> Decimal:
    """The VAT within an order's lines, all rates together."""
    found = shares(((line.vat_rate, line.amount) for line in lines), currency)
    return sum((share.vat for share in found), Decimal(0))


def split(
    amount: Decimal, weights: dict[Decimal, Decimal], currency: str
) -> dict[Decimal, Decimal]:
    """
    A sum parted in proportion to these weights, to the cent: the parts come to the sum.

    Each is rounded down first; what is left goes, a unit each, to those that lost most by it, of
    equals to the higher rate. Raises ValueError for no currency, or weights that come to nothing.
    """
    whole = sum(weights.values(), Decimal(0))
    if not whole:
        raise ValueError("There is nothing to part a sum by.")
    exact = {rate: amount * weight / whole for rate, weight in weights.items()}
    step = unit(currency)
    parts = {rate: part.quantize(step, ROUND_DOWN) for rate, part in exact.items()}
    left = amount - sum(parts.values(), Decimal(0))
    for rate in sorted(parts, key=lambda rate: (parts[rate] - exact[rate], -rate)):
        given = min(step, left)
        parts[rate] += given
        left -= given
    return parts


def spread(
    amount: Decimal,
    weights: dict[Decimal, Decimal],
    room: dict[Decimal, Decimal],
    currency: str,
) -> dict[Decimal, Decimal]:
    """
    The same, with no part above the `room` its rate has: what does not fit goes to the others.

    Raises ValueError for no currency, or where there is not room enough.
    """
    if amount > sum(room.values(), Decimal(0)):
        raise ValueError("There is not room enough for this sum.")
    parts = {rate: min(part, room[rate]) for rate, part in split(amount, weights, currency).items()}
    if over := amount - sum(parts.values(), Decimal(0)):
        free = {rate: most - parts.get(rate, Decimal(0)) for rate, most in room.items()}
        for rate, part in split(over, free, currency).items():
            parts[rate] = parts.get(rate, Decimal(0)) + part
    return {rate: part for rate, part in parts.items() if part}
