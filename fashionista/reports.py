"""
Reports at the desk: an event's, one a page, and the sums of all of one's events.

What there is, each app says in its `reports.py`. Screen, paper, CSV and XLSX have the same rows.
"""

from collections import Counter
from decimal import Decimal
from itertools import accumulate
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events.access import AtMyEvents
from events.models import Event
from events.permissions import events_of, may_somewhere, permissions_at
from fashionista.common.admin import link, only_admins
from fashionista.common.exporting import write_down
from fashionista.common.reports import (
    DAY,
    MONEY,
    NUMBER,
    Asked,
    Column,
    Curve,
    Graph,
    Table,
    in_words,
    summed,
)
from sponsorship.reports import SPONSORS
from staffing.reports import STAFF
from ticketing.reports import SALES
from ticketing.reports_door import DOOR
from ticketing.takings import Taking, takings
from vendors.reports import VENDORS

from .chart import graphs_of
from .comparing import beside
from .report_files import as_csv, as_xlsx

REPORTS = {each.key: each for each in [*SALES, *DOOR, *STAFF, *SPONSORS, *VENDORS]}
FILES = {"csv": as_csv, "xlsx": as_xlsx}
OFFERED = 50  # earlier events to compare with
MOST = 1000  # events in the sums of all
PICKED = {"widget": forms.DateInput({"type": "date"}, "%Y-%m-%d"), "required": False}


class PeriodForm(forms.Form):
    """From which day to which. What is unreadable in an address counts as not said."""

    since = forms.DateField(label=gettext_lazy("First day"), **PICKED)
    until = forms.DateField(label=gettext_lazy("Last day"), **PICKED)


class EarlierForm(forms.Form):
    earlier = forms.SlugField(label=gettext_lazy("Compare with"), required=False)

    def __init__(self, *args, events, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((event.slug, _named(event)) for event in events)]
        self.fields["earlier"].widget = forms.Select(choices=choices)


def reports_at(user, event):
    """The reports of an event that are for this person."""
    may = permissions_at(user, event)
    return [report for report in REPORTS.values() if report.allowed(may)]


def can_sum_up(user):
    """Whether the page of all events is for this person: it is about money."""
    return may_somewhere(user, "finance", "refund")


def way_to_reports(event, user):
    return reverse("admin:event_reports", args=[event.pk]) if reports_at(user, event) else None


link(Event, gettext_lazy("Reports"), way_to_reports)


@require_safe
def event_reports(request, event_id):
    """The first report of the event that is for whoever asks."""
    event = _event(request.user, event_id)
    if not (offered := reports_at(request.user, event)):
        raise PermissionDenied
    return redirect("admin:event_report", event.pk, offered[0].key)


@require_safe
def event_report(request, event_id, key):
    user, event = request.user, _event(request.user, event_id)
    if key not in REPORTS:
        raise Http404
    report, offered = REPORTS[key], reports_at(user, event)
    if report not in offered:
        raise PermissionDenied
    period = PeriodForm(request.GET if report.has_period else {})
    period.is_valid()
    span = {name: period.cleaned_data.get(name) for name in ("since", "until")}
    asked = Asked(event, timezone.now(), **span)
    earlier = _earlier(user, event) if report.compared else []
    comparison = EarlierForm(request.GET, events=earlier)
    comparison.is_valid()
    other = _chosen(earlier, comparison.cleaned_data.get("earlier"))
    if other and not report.allowed(permissions_at(user, other)):
        other = None
    if other:
        of_other = Asked(other, asked.at)
        make = report.apart or report.build
        table = beside(make(Asked(event, asked.at)), make(of_other), report.compared,
                       names=(event.title, other.title))  # fmt: skip
    else:
        table = report.build(asked)
    title = _("%(report)s: %(event)s") % {"report": report.name, "event": event.title}
    if (kind := request.GET.get("as")) in FILES:
        return _taken_away(request, kind, table, f"{event.slug}-{key}", title)
    said = {name: day.isoformat() for name, day in span.items() if day and not other}
    said |= {"earlier": other.slug} if other else {}
    context = admin.site.each_context(request) | {
        "title": title,
        "event": event,
        "report": report,
        "offered": offered,
        "period": period if report.has_period and not other else None,
        "earlier": comparison if earlier else None,
        "span": span,
        "at": asked.at,
        "query": urlencode(said),
        "is_compared": bool(other),
        **_shown(table),
    }
    return render(request, "admin/reports/event.html", context)


@require_safe
def all_reports(request):
    """The sums of each event whose money one may see, the latest first."""
    user = request.user
    if not can_sum_up(user):
        raise PermissionDenied
    table, events, currencies = _sums_of_all(user, request.GET.get("currency", ""))
    if (kind := request.GET.get("as")) in FILES:
        return _taken_away(request, kind, table, "all-events", _("Reports of all events"))
    shown = _shown(table)
    for row, event in zip(shown["rows"], events, strict=True):
        row[0]["address"] = reverse("admin:event_reports", args=[event.pk])
    context = admin.site.each_context(request) | {
        "title": _("Reports"),
        "at": timezone.now(),
        "currency": table.currency,
        "currencies": currencies if len(currencies) > 1 else [],
        "query": urlencode({"currency": table.currency} if table.currency else {}),
    }
    return render(request, "admin/reports/all.html", context | shown)


def _sums_of_all(user, currency):
    """The table of one currency, its events, and all currencies there are, the most used first."""
    mine = events_of(user).select_related("venue").order_by("-start_date", "pk")
    if not only_admins(user):
        mine = mine.filter(Q(AtMyEvents("pk", "finance")) | Q(AtMyEvents("pk", "refund")))
    every = list(mine[:MOST])
    used = Counter(event.currency for event in every)
    currencies = sorted(used, key=lambda each: (-used[each], each))
    currency = currency if currency in currencies else (currencies or [""])[0]
    events = [event for event in every if event.currency == currency]
    found = {each.key: each for each in takings([event.pk for event in events], "event")}
    columns = [Column(_("Event")), Column(_("Begins"), DAY), Column(_("Tickets"), NUMBER)]
    names = (_("Gross"), _("Given back"), _("Kept"), _("of it VAT"), _("Net"))
    columns += [Column(name, MONEY) for name in names]
    nothing = Taking(None, 0, *[Decimal(0)] * 3, 0, *[Decimal(0)] * 2)
    rows = []
    for event in events:
        sums, zone = found.get(event.pk, nothing), event.zone
        day = event.start_date.astimezone(zone).date()
        money = (sums.gross, sums.back, sums.kept, sums.kept_vat, sums.net)
        rows.append((event.title, day, sums.tickets, *money))
    note = _("Every event of yours whose money you may see, with all that was sold until now.")
    total = summed(columns, rows, _("In all"))
    table = Table(columns, rows, note, currency, total, graphs=_season_of(rows))
    return table, events, currencies


def _season_of(rows):
    """What was kept, added up from the first event to the last."""
    kept = Counter()
    for _title, day, _tickets, _gross, _back, of_event, *_vat in reversed(rows):
        kept[day] += of_event
    if len(kept) < 2:
        return []
    points = list(zip(kept, accumulate(kept.values()), strict=True))
    words = _("What was kept, added up event by event")
    return [Graph(words, [Curve(_("Kept"), points)], up=MONEY, adds_up=True)]


def _event(user, event_id):
    return get_object_or_404(events_of(user).select_related("venue"), pk=event_id)


def _earlier(user, event):
    """Events of the same house that began before this one, the latest first."""
    before = events_of(user).filter(organizer=event.organizer_id, start_date__lt=event.start_date)
    return list(before.select_related("venue").order_by("-start_date", "pk")[:OFFERED])


def _chosen(events, slug):
    return next((event for event in events if slug and event.slug == slug), None)


def _named(event):
    day = event.start_date.astimezone(event.zone).date()
    return f"{event.title}, {in_words(day, DAY)}"


def _taken_away(request, kind, table, name, title):
    """The table as a file, and written down who took it."""
    now = timezone.now()
    write_down(
        request.user,
        what=f"report {name}"[:200],
        rows=len(table.rows),
        at=now,
        looked_for=request.GET.urlencode(),
        file_format=kind,
    )
    return FILES[kind](table, f"{name}-{now:%Y-%m-%d}", title)


def _shown(table):
    """A table as the template wants it: each cell in words."""

    def cells(row):
        return [
            {
                "text": in_words(value, column.kind, table.currency_of(column)),
                "is_number": column.is_number,
                "name": column.name,
            }
            for column, value in zip(table.columns, row, strict=True)
        ]

    return {
        "columns": table.columns,
        "rows": [cells(row) for row in table.rows],
        "total": _total(table),
        "note": table.note,
        "figures": [
            (column.name, in_words(value, column.kind, table.currency_of(column)))
            for column, value in table.figures
        ],
        "charts": graphs_of(table),
    }


def _total(table):
    if table.total is None:
        return None
    name, *values = table.total
    return [
        {"text": name, "is_number": False},
        *(
            {
                "text": "" if value is None else in_words(
                    value, column.kind, table.currency_of(column)
                ),
                "is_number": column.is_number,
            }
            for column, value in zip(table.columns[1:], values, strict=True)
        ),
    ]  # fmt: skip
