"""What sponsors have promised an event."""

from collections import defaultdict
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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

from .models import EventSponsorship

Status = EventSponsorship.Status


def sees_deals(may: set[str]) -> bool:
    return not may.isdisjoint({"sponsors", "finance"})


def sponsors(asked: Asked) -> Table:
    """By level and state, the highest first. A price stays sealed until here."""
    deals = EventSponsorship.objects.filter(event=asked.event)
    deals = deals.only("tier", "tier_position", "currency", "status", "agreed_price")
    found: dict[tuple, list] = defaultdict(list)
    for deal in deals:
        found[not deal.tier, deal.tier_position, deal.tier, deal.status].append(deal)
    currencies = sorted({deal.currency for each in found.values() for deal in each} - {""})
    states = list(Status)
    rows = []
    for key in sorted(found, key=lambda key: (*key[:3], states.index(key[3]))):
        _none, _place, tier, status = key
        rows.append(
            (
                tier or _("Not agreed yet"),
                capfirst(Status(status).label),
                len(found[key]),
                *(_worth(found[key], currency) for currency in currencies),
            )
        )
    columns = [Column(_("Level")), Column(_("State")), Column(_("Sponsors"), NUMBER)]
    columns += [Column(in_currency(_("Price agreed"), each, currencies), MONEY, each)
                for each in currencies]  # fmt: skip
    note = _(
        "The prices agreed when deals were approved. Whether a sponsor has paid is not kept here."
    )
    total = summed(columns, rows, _("In all"))
    return Table(columns, rows, note, asked.event.currency, total)


def _worth(deals, currency):
    return sum((deal.price for deal in deals if deal.currency == currency), Decimal(0)) or None


SPONSORS = [Report("sponsors", gettext_lazy("Sponsors"), sees_deals, sponsors, False, (2,))]
