"""The calendar of the desk, by month or week, each time on its venue's clock."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from communications.notifications import site_url
from events.models import EventFeed
from fashionista.common.admin import only_admins
from fashionista.common.secret_links import make_link, revoke_link

from .planner import MOST, READ

OFF = timedelta(hours=14)  # the furthest a venue's clock is from UTC
WEEK = timedelta(days=7)
FIRST, LAST = date(2000, 2, 1), date(2100, 11, 30)


class AskedForm(forms.Form):
    """What of it to show. What is unreadable in an address counts as not said."""

    of = forms.ChoiceField(
        choices=[
            ("events", gettext_lazy("Events")),
            ("venues", gettext_lazy("Venues")),
            ("people", gettext_lazy("People")),
        ],
        required=False,
    )
    by = forms.ChoiceField(
        choices=[("month", gettext_lazy("Month")), ("week", gettext_lazy("Week"))], required=False
    )
    day = forms.DateField(required=False)


@require_safe
def calendar(request):
    form = AskedForm(request.GET)
    form.is_valid()
    told = {name: value for name, value in form.cleaned_data.items() if value}
    of, by = told.get("of", "events"), told.get("by", "month")
    today = timezone.now().date()
    day = min(max(told.get("day", today), FIRST), LAST)
    days, before, after = _stretch(day, by)
    shown = set(days)
    found = READ[of](request.user, *_moments(days))
    entries = [entry for entry in found if not shown.isdisjoint(entry.days)]
    context = admin.site.each_context(request) | {
        "title": _("Calendar"),
        "of": of,
        "by": by,
        "day": day,
        "before": before,
        "after": after,
        "kinds": form.fields["of"].choices,
        "spans": form.fields["by"].choices,
        "weekdays": days[:7],
        "weeks": _weeks(days, entries, today, day if by == "month" else None),
        "rows": _rows(days, entries) if of != "events" else [],
        "clashes": [entry for entry in entries if entry.clashes],
        "is_cut": len(found) >= MOST,
        "subscribes": not only_admins(request.user),
        "has_feed": EventFeed.objects.filter(user=request.user).exists(),
    }
    return render(request, "admin/calendar.html", context)


def _stretch(day, by):
    """The days to show, in whole weeks; a day of the stretch before, and one of that after."""
    if by == "week":
        first = day - timedelta(days=day.weekday())
        return _days(first, 7), day - WEEK, day + WEEK
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    monday = first - timedelta(days=first.weekday())
    weeks = -(-(after - monday).days // 7)
    return _days(monday, 7 * weeks), first - timedelta(days=1), after


def _days(first, number):
    return [first + timedelta(days=n) for n in range(number)]


@require_POST
def renew_link(request):
    """Shows the new link in this answer and never again: only its hash is kept."""
    secret = make_link(EventFeed, request.user, at=timezone.now())
    link = site_url(reverse("events:own_calendar", args=[secret]))
    context = admin.site.each_context(request) | {"title": _("Your calendar link"), "link": link}
    return render(request, "admin/calendar_link.html", context)


@require_POST
def end_link(request):
    revoke_link(EventFeed, request.user)
    messages.success(request, _("The link to your calendar is off."))
    return redirect("admin:calendar")


def _moments(days):
    """From when to when to look, whatever the venue's clock."""
    begin = datetime.combine(days[0], time.min, UTC) - OFF
    return begin, datetime.combine(days[-1], time.max, UTC) + OFF


def _weeks(days, entries, today, month_of):
    on = defaultdict(list)
    for entry in entries:
        for day in entry.days:
            on[day].append(entry)
    cells = [
        {"date": day, "entries": on[day], "is_today": day == today,
         "is_outside": bool(month_of) and day.month != month_of.month}
        for day in days
    ]  # fmt: skip
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def _rows(days, entries):
    """One row for each venue or person, with what there is on each of the days."""
    names, rows = {}, defaultdict(lambda: defaultdict(list))
    for entry in entries:
        names[entry.row] = entry.row_name
        for day in entry.days:
            rows[entry.row][day].append(entry)
    return [
        {
            "name": name,
            "cells": [{"date": day, "entries": rows[row][day]} for day in days],
            "entries": [entry for entry in entries if entry.row == row],
        }
        for row, name in sorted(names.items(), key=lambda pair: pair[1].casefold())
    ]
