"""The times of an event as buyers choose between them, day by day."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from events.models import Event

from .models import EventSlot
from .offers import FEW


@dataclass(frozen=True)
class Time:
    """One time to choose. Begins and ends on the venue's clock."""

    slot: EventSlot
    starts_at: datetime
    ends_at: datetime

    @property
    def is_full(self):
        return not self.slot.left

    @property
    def is_few(self):
        return 0 < self.slot.left <= FEW


@dataclass(frozen=True)
class Day:
    date: date
    times: list[Time]

    @property
    def is_full(self):
        return all(time.is_full for time in self.times)

    @property
    def free(self):
        """How many of its times have places."""
        return sum(not time.is_full for time in self.times)

    def has(self, slot_id):
        return any(str(time.slot.pk) == str(slot_id) for time in self.times)


def days_of(event: Event, *, at: datetime) -> list[Day]:
    """The days of an event with the times that can still be booked, with one query."""
    slots = EventSlot.objects.bookable(at).with_left().filter(event=event)
    zone = event.venue.zone
    times = [
        Time(slot, slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone))
        for slot in slots.order_by("starts_at", "name", "pk")
    ]
    return [Day(day, list(its)) for day, its in groupby(times, lambda time: time.starts_at.date())]
