"""The times of an event as buyers choose between them, day by day."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from events.models import Event

from .models import EventSlot
from .offers import FEW


@dataclass(frozen=True)
class Time:
    """One time to choose."""

    slot: EventSlot

    @property
    def is_full(self) -> bool:
        return not self.slot.left

    @property
    def is_few(self) -> bool:
        return 0 < self.slot.left <= FEW


@dataclass(frozen=True)
class Day:
    """A day at the venue."""

    date: date
    times: list[Time]

    @property
    def is_full(self) -> bool:
        return not self.free

    @property
    def free(self) -> int:
        """How many of its times have places."""
        return sum(not time.is_full for time in self.times)

    def has(self, slot_id: object) -> bool:
        return any(str(time.slot.pk) == str(slot_id) for time in self.times)


def days_of(event: Event, *, at: datetime) -> list[Day]:
    """The days of an event with the times that can still be booked, with one query."""
    slots = EventSlot.objects.bookable(at).with_left().filter(event=event)
    times = map(Time, slots.order_by("starts_at", "name", "pk"))

    def day_of(time: Time) -> date:
        return time.slot.starts_at.astimezone(event.zone).date()

    return [Day(day, list(its)) for day, its in groupby(times, day_of)]
