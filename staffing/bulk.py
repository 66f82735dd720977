"""
Many shifts in one go: a template told from the times of the show, or a day once more.

All of it or nothing. What would be made is looked at first, with a sentence for each shift that
does not fit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import Event

from .days import shifts_on
from .exceptions import DoesNotFit, NothingToPlan
from .models import Shift, ShiftTemplate, StaffRole

LONGEST = timedelta(hours=16)
MOST = 200  # in one go


@dataclass(frozen=True)
class Planned:
    """A shift that is not made yet."""

    name: str
    start: datetime
    end: datetime
    people: int
    role: StaffRole | None = None
    notes: str = ""

    def words(self, zone: ZoneInfo) -> str:
        start, end = self.start.astimezone(zone), self.end.astimezone(zone)
        times = f"{date_format(start, 'D j M, H:i')}–{end:%H:%M}"
        return f"{self.name}, {times}" if self.name else times

    @property
    def key(self) -> tuple:
        return self.name, self.role and self.role.pk, self.start, self.end


def from_rows(
    rows: Iterable[dict], roles: dict[str, StaffRole], *, start: datetime, end: datetime
) -> list[Planned]:
    """The shifts of a template for a show from `start` to `end`; offsets are minutes that pass."""
    anchors = {"start": start.astimezone(UTC), "end": end.astimezone(UTC)}
    return [
        Planned(
            name=row["name"],
            start=anchors[row["starts_from"]] + timedelta(minutes=row["starts"]),
            end=anchors[row["ends_from"]] + timedelta(minutes=row["ends"]),
            people=row["people"],
            role=roles.get(row["role"]),
        )
        for row in rows
    ]


def from_day(source: Event, day: date, *, event: Event, on: date) -> list[Planned]:
    """
    The shifts that begin on a day of one event, on a day of another, or of the same.

    What begins at 20:00 on the wall does so there too, whatever its clock has done meanwhile.
    """
    further = on - day
    return [
        Planned(
            shift.name,
            *_on_the_wall(shift, further, source.zone, event.zone),
            shift.required_staff,
            shift.role,
            shift.notes,
        )
        for shift in shifts_on(source, day).select_related("role").order_by("start_time", "name")
    ]


def _on_the_wall(
    shift: Shift, further: timedelta, here: ZoneInfo, there: ZoneInfo
) -> tuple[datetime, datetime]:
    """Both ends, so many days on. What a changing clock shrinks to nothing keeps its length."""
    start, end = (
        (moment.astimezone(here).replace(tzinfo=None) + further)
        .replace(tzinfo=there)
        .astimezone(UTC)
        for moment in (shift.start_time, shift.end_time)
    )
    return start, end if end > start else start + (shift.end_time - shift.start_time)


def misfits(event: Event, planned: list[Planned], *, at: datetime) -> list[str]:
    """A sentence for each of these shifts that cannot be made so."""
    there = {
        (shift.name, shift.role_id, shift.start_time, shift.end_time)
        for shift in Shift.objects.filter(event=event).only(
            "name", "role", "start_time", "end_time"
        )
    }
    sentences = []
    for each in planned:
        if why := _misfit(each, there, at):
            sentences.append(why % {"shift": each.words(event.zone)})
        there.add(each.key)
    if len(planned) > MOST:
        sentences.append(_("More than %(n)s shifts in one go are too many.") % {"n": MOST})
    return sentences


def _misfit(each: Planned, there: set, at: datetime) -> str:
    if each.end <= each.start:
        return _("%(shift)s: it would end before it starts.")
    if each.end - each.start > LONGEST:
        return _("%(shift)s: more than 16 hours are too long for a shift.")
    if each.end <= at:
        return _("%(shift)s: that is over already.")
    if each.key in there:
        return _("%(shift)s: there is such a shift already.")
    return ""


def fingerprint(planned: list[Planned]) -> str:
    """The same for the same shifts, so that what is made is what was looked at."""
    told = [(*each.key, each.people, each.notes) for each in planned]
    return sha256(repr(told).encode()).hexdigest()[:16]


@transaction.atomic
def add_shifts(event: Event, planned: list[Planned], *, by: Any, at: datetime) -> list[Shift]:
    """
    Make all of these shifts, with nobody on them yet. The database asks who does it.

    Raises NothingToPlan, and DoesNotFit with a sentence for each that cannot be; then none is made.
    """
    if not planned:
        raise NothingToPlan
    with connection.cursor() as cursor:  # one at a time, so that a double click makes them once
        lock = f"shifts of {event.pk}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock])
    if sentences := misfits(event, planned, at=at):
        raise DoesNotFit(sentences)
    return Shift.objects.bulk_create(
        Shift(
            event=event,
            name=each.name,
            role=each.role,
            start_time=each.start,
            end_time=each.end,
            required_staff=each.people,
            notes=each.notes,
        )
        for each in planned
    )


@transaction.atomic
def keep_template(organizer: Any, *, name: str, rows: list[dict], by: Any) -> ShiftTemplate:
    """Keep these shifts for other days, in place of what the organizer had under this name."""
    template, _made = ShiftTemplate.objects.update_or_create(
        organizer=organizer, name=name, defaults={"rows": rows}
    )
    return template
