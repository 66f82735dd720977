"""The first page of the organizer desk: how one event stands, and what is left to do for it."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from events.findings import findings
from events.models import ZONE, Event
from events.permissions import events_of, permissions_at
from fashionista.common.languages import as_written
from fashionista.common.money import format_money
from staffing.figures import filling_of
from ticketing.figures import (
    income_of,
    latest_orders,
    sold_by_day,
    tickets_between,
    without_gaps,
)
from ticketing.models import TicketType

from .chart import drawn
from .reports import REPORTS

UPCOMING, RECENT, FOUND = 8, 4, 20  # events the chooser names
CHOSEN = "desk_event"  # in the session: the address of the event chosen last
WEEK = timedelta(days=7)
MONEY, ORDERS = {"refund", "finance"}, {"sell", "refund", "finance"}


class ChooserForm(forms.Form):
    event = forms.SlugField(required=False)
    q = forms.CharField(required=False, max_length=100)


def desk_of(request, *, at):
    """What the page shows this person: of the event only what they may see there."""
    user, session = request.user, request.session
    mine = events_of(user)
    form = ChooserForm(request.GET)
    form.is_valid()  # what is not is as if it were not asked
    asked, sought = (form.cleaned_data.get(name, "") for name in ("event", "q"))
    event = _chosen(mine, asked or session.get(CHOSEN, ""), at)
    if event is None:
        return {}
    if asked == event.slug != session.get(CHOSEN):
        session[CHOSEN] = event.slug
    may = permissions_at(user, event)
    return {
        "title": event.title,
        "event": event,
        "choices": _choices(mine, event, at),
        "sought": sought,
        "found": _found(mine, sought) if sought else [],
        "days_to_go": _days_to_go(event, at),
        "capacity": _capacity(event),
        "sales": _sales(event, at, with_income=bool(may & MONEY)) if may & ORDERS else None,
        "income": income_of(event) if may & MONEY else None,
        "filling": filling_of(event) if "staff" in may else None,
        "orders": latest_orders(event) if may & ORDERS else None,
        "findings": findings(event, may=may, at=at),
        "reports": any(report.allowed(may) for report in REPORTS.values()),
    }


def _chosen(mine, slug, at):
    """The event asked for or chosen last; else the next that sells, else the latest."""
    events = mine.select_related("venue", "event_capacity")
    if slug and (event := events.filter(slug=slug).first()):
        return event
    sells = Exists(TicketType.objects.on_sale(at).filter(event=OuterRef("pk")))
    ahead = events.filter(sells, status=Event.Status.PUBLISHED, end_date__gt=at)
    return ahead.order_by("start_date").first() or events.order_by("-start_date").first()


def _choices(mine, event, at):
    """Those to come and those just over, few of each; the one shown is always among them."""
    rows = mine.values("slug", "title", "start_date", zone_name=ZONE)
    ahead = rows.filter(end_date__gt=at).order_by("start_date")[:UPCOMING]
    over = rows.filter(end_date__lte=at).order_by("-start_date")[:RECENT]
    shown = rows.filter(pk=event.pk)
    return sorted(ahead.union(over, shown), key=lambda row: row["start_date"])


def _found(mine, sought):
    rows = mine.filter(title__icontains=sought).order_by("-start_date")
    return list(rows.values("slug", "title", "start_date", zone_name=ZONE)[:FOUND])


def _days_to_go(event, at):
    """By the venue's calendar; None once it has begun, or where it does not take place."""
    if event.start_date <= at or event.status == Event.Status.CANCELLED:
        return None
    zone = event.zone
    return (event.start_date.astimezone(zone).date() - at.astimezone(zone).date()).days


@dataclass(frozen=True)
class Capacity:
    """How full the house is: as a whole, None for no limit, and type by type."""

    sold: int
    places: int | None
    left: int | None
    types: list[TicketType]


def _capacity(event):
    types = list(event.ticket_types.order_by("position", "name"))
    if (whole := getattr(event, "event_capacity", None)) is None:
        return Capacity(0, None, None, types)
    return Capacity(whole.sold, whole.quantity, whole.left, types)


def _sales(event, at, *, with_income):
    days, zone = sold_by_day(event), event.zone
    today = at.astimezone(zone).date()
    last_week = tickets_between(days, today - WEEK, today)
    week_before = tickets_between(days, today - 2 * WEEK, today - WEEK)
    sales = {
        "last_week": last_week,
        "compared": _compared(last_week - week_before),
        "with_income": with_income,
    }
    if not days:
        return sales
    told = without_gaps(days, until=min(today, event.end_date.astimezone(zone).date()))
    rows, tickets, income = [], 0, 0
    for each in told:
        tickets, income = tickets + each.tickets, income + each.income
        rows.append({"sold": each, "tickets": tickets, "income": income})
    sales["charts"] = [_chart("tickets", _("Tickets bought in all"), rows, grouped)]
    if with_income:
        write = partial(format_money, currency=event.currency, trim=True)
        sales["charts"].append(_chart("income", _("Income in all"), rows, write))
    return sales | {
        "by_week": len(told) > 1 and told[1].day - told[0].day == WEEK,
        "rows": [row for row in reversed(rows) if row["sold"].tickets],
    }


def _chart(name, title, rows, write):
    points = [(row["sold"].day, row[name]) for row in rows]
    said = _("From %(first)s to %(last)s: %(value)s.") % {
        "first": as_written(date_format(points[0][0], "j F Y")),
        "last": as_written(date_format(points[-1][0], "j F Y")),
        "value": write(points[-1][1]),
    }
    return drawn(name, title, said, points, write=write)


def _compared(more):
    if more > 0:
        return _("%(n)s more than the week before") % {"n": grouped(more)}
    if more < 0:
        return _("%(n)s fewer than the week before") % {"n": grouped(-more)}
    return _("As many as the week before")


def grouped(number):
    """A number as people read it: 1,204."""
    return number_format(number, force_grouping=True)
