"""What is signed with vendors for an event."""

import re
from collections import defaultdict
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fashionista.common.money import format_money
from fashionista.common.reports import (
    MONEY,
    NUMBER,
    Asked,
    Column,
    Report,
    Table,
    in_currency,
    summed,
)

from .models import EventVendor, VendorContract

Status = VendorContract.Status
# “4200.00”, “EUR 4200”, “4200 EUR”: what else a contract says of its price is left in its words.
PRICE = re.compile(r"(?:([A-Z]{3}) ?)?([0-9]{1,9}(?:\.[0-9]{1,2})?)(?: ?([A-Z]{3}))?")


def hires(may: set[str]) -> bool:
    return "vendors" in may


def vendors(asked: Asked) -> Table:
    """By contract, and by booking where there is none yet. Terms stay sealed until here."""
    contracts = VendorContract.objects.filter(event=asked.event).select_related("vendor")
    bookings = EventVendor.objects.filter(event=asked.event).exclude(
        status=EventVendor.Status.CANCELLED
    )
    services, unsigned = defaultdict(list), []
    for booking in bookings.select_related("vendor", "service").order_by("service__name"):
        if booking.contract_id:
            services[booking.contract_id].append(booking.service)
        else:
            unsigned.append(booking)
    states = Status.values
    found = []
    for contract in sorted(contracts, key=lambda c: (c.vendor.name, states.index(c.status))):
        state = capfirst(_("contract %(state)s") % {"state": contract.get_status_display()})
        price = read_price(contract.terms.get("price", ""), asked.event.currency)
        found.append((contract.vendor.name, services[contract.pk], state, price))
    for booking in sorted(unsigned, key=lambda booking: booking.vendor.name):
        found.append((booking.vendor.name, [booking.service], _("No contract yet"), None))
    currencies = sorted({price[1] for *_rest, price in found if price}) or [asked.event.currency]
    rows = [
        (
            *(name, ", ".join(service.name for service in booked), state),
            *(len(booked), _listed(booked)),
            *(price[0] if price and price[1] == each else None for each in currencies),
        )
        for name, booked, state, price in found
    ]
    columns = [Column(_("Vendor")), Column(_("Services")), Column(_("State")),
               Column(_("Bookings"), NUMBER), Column(_("List price"))]  # fmt: skip
    columns += [Column(in_currency(_("Price in the contract"), each, currencies), MONEY, each)
                for each in currencies]  # fmt: skip
    note = _(
        "A contract’s price counts where its terms say it as a number, such as 4200.00 EUR. What "
        "has been paid is not kept here."
    )
    return Table(columns, rows, note, asked.event.currency, summed(columns, rows, _("In all")))


def read_price(said: str, currency: str) -> tuple[Decimal, str] | None:
    """The (amount, currency) in the words of a contract; None where they are more than that."""
    if not (read := PRICE.fullmatch(said.strip())):
        return None
    return Decimal(read[2]), read[1] or read[3] or currency


def _listed(services):
    return "; ".join(filter(None, map(_list_price, services)))


def _list_price(service):
    pricing = service.pricing
    if not pricing.get("amount"):
        return ""
    price = format_money(Decimal(pricing["amount"]), pricing.get("currency", "EUR"))
    return f"{price} / {pricing['unit']}" if pricing.get("unit") else price


VENDORS = [Report("vendors", gettext_lazy("Vendors"), hires, vendors)]
