"""The days of an event on its venue's calendar, and what is planned on each."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events.models import Event

from .models import Shift


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From midnight to midnight on the wall: 23 to 25 hours."""
    first, last = (datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))
    return first.astimezone(UTC), last.astimezone(UTC)


def shifts_on(event: Event, day: date) -> Any:
    """The shifts of an event that begin on this day of its venue's calendar."""
    first, last = day_bounds(day, event.zone)
    return Shift.objects.filter(event=event, start_time__gte=first, start_time__lt=last)


def days_of(event: Event) -> list[date]:
    """The days of its venue's calendar on which shifts of an event begin."""
    starts = Shift.objects.filter(event=event).values_list("start_time", flat=True)
    return sorted({start.astimezone(event.zone).date() for start in starts})


def chosen_day(days: Sequence[date], asked: str, *, today: date) -> date | None:
    """The day asked for if there is one, else today or the next, else the last; None of none."""
    by_words = {day.isoformat(): day for day in days}
    ahead = [day for day in days if day >= today]
    found = by_words.get(asked)
    return found or next(iter(ahead or days[-1:]), None)
