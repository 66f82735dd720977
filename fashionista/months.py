"""/calendar/: what is on, by month, each event on the day it opens by its venue's clock."""

import calendar
from datetime import UTC, date, datetime, timedelta

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.models import Event
from fashionista.common.page_cache import kept_for

YEARS = range(2000, 2101)
MONTH_SECONDS = 60
OFF = timedelta(hours=14)  # the furthest a venue's clock is from UTC


@require_safe
@kept_for(MONTH_SECONDS)
def month(request, year=None, number=None):
    today = timezone.now().date()
    if year is None:
        year, number = today.year, today.month
    if year not in YEARS or number not in range(1, 13):
        raise Http404
    first = date(year, number, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    opening, running = {}, []
    for event in _events(first, following):
        event.opens_on = event.start_date.astimezone(event.zone).date()
        event.closes_on = event.end_date.astimezone(event.zone).date()
        if first <= event.opens_on < following:
            opening.setdefault(event.opens_on, []).append(event)
        elif event.opens_on < first <= event.closes_on:
            running.append(event)
    weeks = calendar.Calendar().monthdatescalendar(year, number)
    context = {
        "first": first,
        "before": _neighbour(first - timedelta(days=1)),
        "after": _neighbour(following),
        "running": running,
        "is_empty": not (opening or running),
        "weekdays": weeks[0],
        "weeks": [
            [
                {"date": day, "events": opening.get(day, []), "is_today": day == today,
                 "is_outside": day.month != number}
                for day in week
            ]
            for week in weeks
        ],
    }  # fmt: skip
    return render(request, "events/month.html", context)


def _events(first, following):
    """What is on between two days, whatever the venue's clock."""
    begin, end = (datetime(*day.timetuple()[:3], tzinfo=UTC) for day in (first, following))
    return (
        Event.objects.listed()
        .filter(start_date__lt=end + OFF, end_date__gt=begin - OFF)
        .select_related("venue")
        .order_by("start_date", "pk")
    )


def _neighbour(day):
    return day if day.year in YEARS else None
