"""One person's shifts as their page shows them: now, to answer, day by day, hours and rest."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from django.utils import timezone

from events.models import Event

from .models import LIVE, StaffAssignment

REST = timedelta(hours=11)  # between two days' work; less is told, not forbidden
SOON = timedelta(hours=2)  # before a shift the scanner is at hand already
MOST = 200


@dataclass(frozen=True)
class Turn:
    """An assignment on the clock of where it is. No event where it is not announced yet."""

    assignment: StaffAssignment
    event: Event | None
    start: datetime
    end: datetime
    scanner: bool  # whether it is at a door, and time

    @property
    def zone(self):
        return self.start.tzinfo

    @property
    def length(self):
        return self.end - self.start

    @property
    def status(self):
        return self.assignment.status


@dataclass(frozen=True)
class Day:
    date: date
    turns: list[Turn]

    @property
    def minutes(self):
        return _minutes(self.turns)


@dataclass(frozen=True)
class Rest:
    """A night too short: the end of one day's work and the start of the next."""

    end: datetime
    start: datetime

    @property
    def hours(self):
        return int((self.start - self.end).total_seconds() // 3600)


@dataclass(frozen=True)
class Rota:
    now: list[Turn]
    offers: list[Turn]
    days: list[Day]
    minutes_this_week: int
    minutes_asked: int
    short_rests: list[Rest]


def rota_of(user, at):
    """What somebody works now and from here on, what they are asked, and this week's hours."""
    monday = at.astimezone() - timedelta(days=at.weekday() + 1)  # a day early: clocks differ
    rows = StaffAssignment.objects.filter(
        user=user, status__in=LIVE, end_time__gt=monday
    ).select_related("shift", "role")
    turns = _turns(rows.order_by("start_time")[:MOST], at)
    agreed = [turn for turn in turns if turn.status != "offered"]
    ahead = [turn for turn in agreed if turn.status == "scheduled" and turn.end > at]
    offers = [turn for turn in turns if turn.status == "offered" and turn.end > at]
    this_week = [t for t in agreed if t.start.isocalendar()[:2] == _week(at, t.zone)]
    return Rota(
        now=[turn for turn in ahead if turn.start <= at],
        offers=offers,
        days=_days(turn for turn in ahead if turn.start > at),
        minutes_this_week=_minutes(this_week),
        minutes_asked=_minutes(offers),
        short_rests=_short_rests(sorted([*ahead, *offers], key=lambda turn: turn.start)),
    )


def _turns(rows, at):
    rows = list(rows)
    events = Event.objects.select_related("venue").in_bulk({row.event_id for row in rows})
    turns = []
    for row in rows:
        event = events.get(row.event_id)
        if event and event.status == Event.Status.CANCELLED:
            continue
        zone = event.zone if event else timezone.get_current_timezone()
        start, end = row.start_time.astimezone(zone), row.end_time.astimezone(zone)
        door = "door" in row.role.permissions and row.status == "scheduled" and event is not None
        turns.append(Turn(row, event, start, end, scanner=door and start - SOON <= at < end))
    return turns


def _week(at, zone):
    return at.astimezone(zone).isocalendar()[:2]


def _days(turns):
    return [Day(day, list(group)) for day, group in groupby(turns, lambda turn: turn.start.date())]


def _minutes(turns):
    return sum(int(turn.length.total_seconds() // 60) for turn in turns)


def _short_rests(turns):
    return [
        Rest(before.end, after.start)
        for before, after in pairwise(turns)
        if before.start.date() != after.start.date() and after.start - before.end < REST
    ]
