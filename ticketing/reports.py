"""What ticketing can tell of an event's sales and its VAT. The rows come from `takings`."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import accumulate
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fashionista.common.identity import acting_as
from fashionista.common.reports import (
    DAY,
    MONEY,
    NUMBER,
    PERCENT,
    Asked,
    Column,
    Curve,
    Graph,
    Report,
    Table,
    summed,
)

from .models import TicketType, Voucher
from .pricing import buyers_price
from .takings import SYSTEM, Taking, takings


def sees_money(may: set[str]) -> bool:
    return not may.isdisjoint({"finance", "refund"})


def _taken(asked: Asked, by: str, *, settled: bool = False) -> list[Taking]:
    event = asked.event
    span = {"zone": event.timezone, "start": asked.start, "end": asked.end}
    found = takings([event.pk], by, **span, settled=settled)
    return [each for each in found if each.tickets or each.returned or each.back]


def _sums(first: Column) -> list[Column]:
    return [
        first,
        Column(_("Tickets"), NUMBER),
        Column(_("Before reductions"), MONEY),
        Column(_("Reductions"), MONEY),
        Column(_("Gross"), MONEY),
        Column(_("Given back"), MONEY),
        Column(_("Kept"), MONEY),
        Column(_("of it VAT"), MONEY),
        Column(_("Net"), MONEY),
    ]


def _row(name, each: Taking) -> tuple:
    before = each.gross + each.reduced
    sums = (before, each.reduced, each.gross, each.back, each.kept, each.kept_vat, each.net)
    return (name, each.tickets, *sums)


def _table(asked: Asked, first: Column, rows: list[tuple], note: str, **rest) -> Table:
    columns = _sums(first)
    total = summed(columns, rows, _("In all"))
    return Table(columns, rows, note, asked.event.currency, total, **rest)


def _how_counted() -> str:
    return _(
        "Sales count on the day they were paid, refunds on the day they were owed, by the venue’s "
        "calendar. VAT is that of the invoices and credit notes."
    )


def types_of(asked: Asked) -> dict[UUID, TicketType]:
    types = TicketType.objects.filter(event=asked.event).order_by("position", "name")
    return {each.pk: each for each in types}


def sales_by_type(asked: Asked) -> Table:
    found = {each.key: each for each in _taken(asked, "type")}
    rows = [_row(kind.name, found[pk]) for pk, kind in types_of(asked).items() if pk in found]
    figures = [
        (Column(_("Tickets"), NUMBER), sum(each.tickets for each in found.values())),
        (Column(_("of them given back for money"), NUMBER),
         sum(each.returned for each in found.values())),
        (Column(_("Kept"), MONEY), sum((each.kept for each in found.values()), Decimal(0))),
        (Column(_("of it VAT"), MONEY),
         sum((each.kept_vat for each in found.values()), Decimal(0))),
    ]  # fmt: skip
    return _table(asked, Column(_("Ticket type")), rows, _how_counted(), figures=figures)


def sales_by_day(asked: Asked) -> Table:
    found = sorted(_taken(asked, "day"), key=lambda each: each.key)
    rows = [_row(each.key, each) for each in found]
    graphs = []
    if rows:
        days = [found[0].key + timedelta(days=n) for n in range(_days(found) + 1)]
        graphs = _graphs(days, {row[0]: row for row in rows}, DAY)
    return _table(asked, Column(_("Day"), DAY), rows, _how_counted(), graphs=graphs)


def sales_by_distance(asked: Asked) -> Table:
    """The same by days before the event, to be set beside that of another."""
    event = asked.event
    start = event.start_date.astimezone(event.zone).date()
    found = sorted(_taken(asked, "day"), key=lambda each: each.key)
    rows = [_row((start - each.key).days, each) for each in found]
    graphs = []
    if rows:
        places = list(range(rows[0][0], rows[-1][0] - 1, -1))
        graphs = _graphs(places, {row[0]: row for row in rows}, NUMBER)
    first = Column(_("Days before the event"), NUMBER)
    return replace(_table(asked, first, rows, _how_counted(), graphs=graphs), total=None)


def _days(found: list[Taking]) -> int:
    return (found[-1].key - found[0].key).days


def _graphs(places, rows: dict, across: str) -> list[Graph]:
    def reached(column):
        sums = accumulate(rows[place][column] if place in rows else 0 for place in places)
        return list(zip(places, sums, strict=True))

    tickets, gross = _("Tickets sold in all"), _("Gross in all")
    return [
        Graph(tickets, [Curve(tickets, reached(1))], across, adds_up=True),
        Graph(gross, [Curve(gross, reached(4))], across, MONEY, adds_up=True),
    ]


def sales_by_code(asked: Asked) -> Table:
    with acting_as(SYSTEM):
        codes = dict(Voucher.objects.filter(event=asked.event).values_list("pk", "code"))
    found = sorted(_taken(asked, "code"), key=lambda each: codes.get(each.key, ""))
    with_code = [_row(codes[each.key], each) for each in found if each.key]
    without = [_row(_("Without a code"), each) for each in found if not each.key]
    note = _(
        "A ticket counts to the code that made it cheaper or opened it. Reductions are what "
        "buyers paid less, with VAT."
    )
    return _table(asked, Column(_("Code")), with_code + without, note)


def sales_by_price(asked: Asked) -> Table:
    """Each price a type was sold at; an early one is told by the regular price of today."""
    event, types = asked.event, types_of(asked)
    places = {str(pk): place for place, pk in enumerate(types)}
    columns = [
        Column(_("Ticket type")),
        Column(_("Price"), MONEY),
        Column(_("Came by")),
        Column(_("Tickets"), NUMBER),
        Column(_("Gross"), MONEY),
        Column(_("Given back"), MONEY),
        Column(_("Kept"), MONEY),
    ]
    found = _taken(asked, "price")
    found.sort(key=lambda each: (places[each.key[0]], -Decimal(each.key[1]), each.key[2]))
    rows = []
    for each in found:
        kind, price = types[UUID(each.key[0])], Decimal(each.key[1])
        kind.event = event
        sums = (each.tickets, each.gross, each.back, each.kept)
        rows.append((kind.name, price, _way_to(kind, price, each.key[2] == "true"), *sums))
    total = summed(columns, rows, _("In all"))
    total = total and (total[0], None, None, *total[3:])
    note = _(
        "An early price is one below the regular price the type has today; gifts and what "
        "buyers chose to pay are told apart."
    )
    return Table(columns, rows, note, event.currency, total)


def _way_to(kind: TicketType, price: Decimal, with_code: bool) -> str:
    if with_code:
        return _("Code")
    if kind.lowest_price is not None:
        return _("Buyer’s choice")
    regular = buyers_price(kind)
    if not price and regular:
        return _("Gift")
    if price < regular:
        return _("Early price")
    return _("Regular price") if price == regular else _("Another regular price")


def sales_by_channel(asked: Asked) -> Table:
    names = {
        "online": _("On the event’s page"),
        "waiting": _("Waiting list"),
        "resold": _("Resale: a ticket somebody gave back"),
        "given": _("Given away"),
    }
    found = {each.key: each for each in _taken(asked, "channel")}
    rows = [_row(name, found[key]) for key, name in names.items() if key in found]
    note = _(
        "A resold ticket is in the sum of its first sale and of its second; what its first buyer "
        "got back is among what was given back."
    )
    return _table(asked, Column(_("Channel")), rows, note)


def sales_by_method(asked: Asked) -> Table:
    names = {"stripe": _("Stripe"), "transfer": _("Bank transfer"), "sandbox": _("Sandbox")}
    found = sorted(_taken(asked, "method"), key=lambda each: -each.gross)
    rows = [
        _row(names.get(each.key, each.key) if each.key else _("Free of charge"), each)
        for each in found
    ]
    note = _("What was paid twice or too late bought nothing: it went back, and is not in here.")
    return _table(asked, Column(_("Paid by")), rows, note)


def vat_by_rate(asked: Asked) -> Table:
    columns = [
        Column(_("Rate"), PERCENT),
        Column(_("Sold, net"), MONEY),
        Column(_("VAT"), MONEY),
        Column(_("Sold, gross"), MONEY),
        Column(_("Given back, gross"), MONEY),
        Column(_("of it VAT"), MONEY),
        Column(_("Kept, net"), MONEY),
        Column(_("VAT due"), MONEY),
        Column(_("Kept, gross"), MONEY),
    ]
    rows = [
        (
            *(each.key, each.gross - each.vat, each.vat, each.gross, each.back, each.back_vat),
            *(each.net, each.kept_vat, each.kept),
        )
        for each in sorted(_taken(asked, "rate", settled=True), key=lambda each: -each.key)
    ]
    note = _(
        "By the day of payment; refunds in the period in which the money went back. Found once for "
        "each rate of a document and rounded there, as invoices and credit notes have it."
    )
    total = summed(columns, rows, _("In all"))
    return Table(columns, rows, note, asked.event.currency, total)


COMPARED = (1, 4, 6)  # tickets, gross, kept
SALES = [
    Report("types", gettext_lazy("Sales by type"), sees_money, sales_by_type, True, COMPARED),
    Report("days", gettext_lazy("Sales by day"), sees_money, sales_by_day, True, (1, 4),
           sales_by_distance),
    Report("codes", gettext_lazy("Sales by code"), sees_money, sales_by_code, True, COMPARED),
    Report("prices", gettext_lazy("Sales by price"), sees_money, sales_by_price, True),
    Report("channels", gettext_lazy("Sales by channel"), sees_money, sales_by_channel, True,
           COMPARED),
    Report("payment", gettext_lazy("Sales by payment"), sees_money, sales_by_method, True,
           COMPARED),
    Report("vat", gettext_lazy("VAT by rate"), sees_money, vat_by_rate, True, (3, 7, 8)),
]  # fmt: skip
