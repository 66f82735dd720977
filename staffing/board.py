"""The day board: everybody on the shifts of a day, the late and the missing on top."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from events.models import Event

from .attendance import EARLY, GRACE, UNDO, last_noted
from .days import day_bounds
from .models import Shift, StaffAssignment

AFTER = timedelta(hours=2)  # the day of a night shift is still that day for so long
Status = StaffAssignment.Status


class Standing(TextChoices):
    """How somebody stands to their shift; the board lists them in this order."""

    MISSING = "missing", _("Missing")
    LATE = "late", _("Late")
    HERE = "here", _("At work")
    NEXT = "next", _("Next")
    DONE = "done", _("Done")


@dataclass(frozen=True)
class Entry:
    """One person on one shift."""

    assignment: StaffAssignment
    standing: Standing
    minutes_late: int  # of who has not come
    may_come: bool
    may_be_missed: bool
    may_undo: bool
    is_past_end: bool  # and still at work


@dataclass(frozen=True)
class Board:
    groups: list[tuple[Standing, list[Entry]]]
    unanswered: int  # offers of the day

    @property
    def entries(self) -> list[Entry]:
        return [entry for _standing, entries in self.groups for entry in entries]

    @property
    def planned_minutes(self) -> int:
        return sum(entry.assignment.planned_minutes for entry in self.entries)

    @property
    def actual_minutes(self) -> int:
        return sum(entry.assignment.actual_minutes or 0 for entry in self.entries)

    @property
    def here(self) -> int:
        return sum(entry.standing == Standing.HERE for entry in self.entries)


def board_of(event: Event, day: date, *, at: datetime) -> Board:
    """Of the shifts that begin on this day of the venue's calendar. One query."""
    first, last = day_bounds(day, event.zone)
    rows = list(worked(event).filter(start_time__gte=first, start_time__lt=last))
    entries = [_entry(row, at) for row in rows if row.status != Status.OFFERED]
    groups = [(each, [e for e in entries if e.standing == each]) for each in Standing]
    return Board([group for group in groups if group[1]], unanswered=len(rows) - len(entries))


def worked(event: Event):
    """Assignments of an event that count on the day, with those still asked."""
    statuses = [Status.OFFERED, Status.SCHEDULED, Status.COMPLETED, Status.NO_SHOW]
    rows = StaffAssignment.objects.filter(event=event, status__in=statuses)
    return rows.select_related("staff__user", "role", "shift").order_by("start_time", "slot", "pk")


def today_of(event: Event, at: datetime) -> date:
    """Today by the venue's calendar; while a shift goes on that began yesterday, yesterday."""
    going = Shift.objects.filter(event=event, start_time__lte=at, end_time__gt=at - AFTER)
    start = going.order_by("start_time").values_list("start_time", flat=True).first()
    return (start or at).astimezone(event.zone).date()


def _entry(row: StaffAssignment, at: datetime) -> Entry:
    waits = row.status == Status.SCHEDULED and row.checked_in_at is None
    noted = last_noted(row)
    standing = _standing(row, waits, at)
    return Entry(
        row,
        standing,
        minutes_late=max(int((at - row.start_time).total_seconds() // 60), 0) if waits else 0,
        may_come=waits and row.start_time - EARLY <= at < row.end_time,
        may_be_missed=standing == Standing.MISSING,
        may_undo=noted is not None and at - noted <= UNDO,
        is_past_end=standing == Standing.HERE and at > row.end_time,
    )


def _standing(row: StaffAssignment, waits: bool, at: datetime) -> Standing:
    if row.status != Status.SCHEDULED:
        return Standing.DONE
    if not waits:
        return Standing.HERE
    if at < row.start_time:
        return Standing.NEXT
    return Standing.LATE if at < row.start_time + GRACE else Standing.MISSING
