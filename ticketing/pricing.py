"""What is offered and what it costs: early prices, codes, prices buyers choose."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from fashionista.common.lifecycle import advance

from .exceptions import PriceHasChanged, PriceTooLow
from .models import TicketType, Voucher
from .vat import with_vat

DEAREST = Decimal("99999.99")  # that a buyer may choose to pay for one place


@dataclass(frozen=True)
class Price:
    """
    What one place costs its buyer, in major units, with VAT. `full` is what it would without the
    code, if more; `regular` what it does once an early price is over; `net` what a code takes off
    from, where VAT comes on top.

    An early price ends at the moment `until`, or with the `first` places of its type, or with
    whichever comes first.
    """

    amount: Decimal
    full: Decimal | None = None
    is_early: bool = False
    until: datetime | None = None
    first: int | None = None
    regular: Decimal | None = None
    net: Decimal | None = None


def price_of(ticket_type: TicketType, *, number: int = 1, voucher: Voucher | None = None) -> Price:
    """
    The price of each of `number` places: the lowest early price that holds for all, less the code,
    and VAT last where it comes on top.

    Wants a type from `TicketType.objects.with_steps()`, with its event where VAT comes on top.
    """
    price = Price(ticket_type.price)
    taken = ticket_type.held + ticket_type.sold
    for step in ticket_type.steps:
        amount, first = Decimal(step["price"]), step["first"]
        if amount < price.amount and (first is None or taken + number <= first):
            until = step["until"] and datetime.fromisoformat(step["until"])
            price = Price(amount, None, True, until, first, ticket_type.price)
    if voucher and voucher.is_for(ticket_type) and ticket_type.lowest_price is None:
        reduced = voucher.reduce(price.amount)
        if reduced < price.amount:
            price = replace(price, amount=reduced, full=price.amount)
    return _with_vat(price, ticket_type) if ticket_type.vat_on_top else price


def buyers_price(ticket_type: TicketType) -> Decimal:
    """The regular price of a place as its buyer sees it. Wants a type with its event."""
    if not ticket_type.vat_on_top:
        return ticket_type.price
    return with_vat(ticket_type.price, ticket_type.vat_rate, ticket_type.event.currency)


def _with_vat(price, ticket_type):
    """Added to the cent for each ticket; a reduction that is lost in the rounding is none."""
    rate, currency = ticket_type.vat_rate, ticket_type.event.currency
    amount = with_vat(price.amount, rate, currency)
    full = with_vat(price.full, rate, currency) if price.full else None
    return replace(
        price,
        amount=amount,
        full=full if full and full > amount else None,
        regular=price.regular and with_vat(price.regular, rate, currency),
        net=price.full or price.amount,
    )


def agreed_price(
    ticket_type: TicketType,
    *,
    number: int,
    voucher: Voucher | None,
    said: Decimal | None,
) -> Price:
    """
    The price to take places at, where the buyer `said` one: what the page showed, or their choice.

    Raises PriceHasChanged where the page showed another than is asked now, PriceTooLow for a choice
    below the lowest.
    """
    price = price_of(ticket_type, number=number, voucher=voucher)
    if ticket_type.lowest_price is None:
        if said is not None and said != price.amount:
            raise PriceHasChanged
        return price
    chosen = ticket_type.price if said is None else said
    if not ticket_type.lowest_price <= chosen <= max(DEAREST, ticket_type.price):
        raise PriceTooLow
    return Price(chosen)


def set_ticket_type_status(status):
    """The rule that brings a ticket type to this status. What is held or sold stays so."""

    @transaction.atomic
    def rule(ticket_type, *, by, at):
        return advance(ticket_type, status, at=at)

    rule.__name__ = f"set_{TicketType.Status(status).name.lower()}"
    return rule
