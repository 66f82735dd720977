"""The times of an event, many made in one go: every so many minutes on these days of the week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from events.models import Event

from .capacity import limit_of
from .exceptions import MoreThanTheHouse, NoTimes, TimesThere, TooManyTimes
from .models import EventSlot

MOST = 500  # in one go


@dataclass(frozen=True)
class Plan:
    """Which times: on the venue's clock; minutes for `every` and `length`, Monday is 0."""

    first_day: date
    last_day: date
    weekdays: set[int]
    first_time: time
    last_time: time
    every: int
    length: int
    quantity: int
    name: str = ""


def times_of(plan: Plan, event: Event) -> list[tuple[datetime, datetime]]:
    """
    The (begin, end) of each time, those outside the event's days and hours left out.

    Raises NoTimes, or TooManyTimes where there would be more than 500.
    """
    found = {}
    for start in _starts(plan, event):
        end = start + timedelta(minutes=plan.length)
        if event.start_date <= start and end <= event.end_date:
            found[start] = end  # an hour that a clock skips or has twice is one time
        if len(found) > MOST:
            raise TooManyTimes
    if not found:
        raise NoTimes
    return sorted(found.items())


def _starts(plan: Plan, event: Event) -> Iterator[datetime]:
    zone = event.zone
    first = max(plan.first_day, event.start_date.astimezone(zone).date())
    last = min(plan.last_day, event.end_date.astimezone(zone).date())
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() not in plan.weekdays:
            continue
        minute = _minutes(plan.first_time)
        while minute <= _minutes(plan.last_time):
            on_the_wall = datetime.combine(day, time(*divmod(minute, 60)), zone)
            yield on_the_wall.astimezone(UTC)
            minute += plan.every


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@transaction.atomic
def add_times(event: Event, plan: Plan) -> list[EventSlot]:
    """
    Make all times of a plan, or none. The database asks who does it.

    Raises NoTimes, TooManyTimes, MoreThanTheHouse, or TimesThere where one begins with another of
    the same name.
    """
    times = times_of(plan, event)
    if plan.quantity > limit_of(event):
        raise MoreThanTheHouse
    try:
        with transaction.atomic():
            return EventSlot.objects.bulk_create(
                EventSlot(
                    event=event,
                    name=plan.name,
                    starts_at=start,
                    ends_at=end,
                    quantity=plan.quantity,
                )
                for start, end in times
            )
    except IntegrityError as error:
        raise TimesThere from error
