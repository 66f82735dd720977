"""The shifts of an event that has other dates, or that is put on once more."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.duplicating import copy_of
from events.models import Event
from events.moving import Distance
from fashionista.common.errors import constraint_of
from fashionista.common.identity import acting_as

from . import telling
from .exceptions import CrewIsElsewhere
from .models import LIVE, Shift, StaffAssignment

ONE_PLACE = "staff_assignments_one_place_at_a_time"
NAMED = 5  # of those who are elsewhere


@transaction.atomic
def copy_shifts(source: Event, event: Event, distance: Distance) -> None:
    """The same shifts so far on, with nobody on them yet."""
    Shift.objects.bulk_create(
        copy_of(shift, event=event, start_time=start, end_time=end, revision=0)
        for shift in Shift.objects.filter(event=source)
        for start, end in [distance.stretch(shift.start_time, shift.end_time)]
    )


@transaction.atomic
def move_shifts(event: Event, distance: Distance) -> None:
    """
    Move all shifts of an event, with whoever is on them; they are told.

    Raises CrewIsElsewhere, which says who works elsewhere at the new times, and moves nothing.
    """
    shifts = list(Shift.objects.select_for_update().filter(event=event).order_by("pk"))
    for shift in shifts:
        shift.start_time, shift.end_time = distance.stretch(shift.start_time, shift.end_time)
        shift.revision += 1
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {ONE_PLACE} DEFERRED")  # on the way they may overlap
            for shift in shifts:
                shift.save(update_fields=["start_time", "end_time", "revision"])
            cursor.execute(f"SET CONSTRAINTS {ONE_PLACE} IMMEDIATE")
    except IntegrityError as error:
        if constraint_of(error) != ONE_PLACE:
            raise
        raise CrewIsElsewhere(_clashes(event, shifts)) from error
    asked = StaffAssignment.objects.filter(event=event, status__in=["offered", "scheduled"])
    for assignment in asked.order_by("start_time"):
        telling.moved(assignment)


def _clashes(event: Event, shifts: list[Shift]) -> str:
    """Who works elsewhere, and when. Never where: it may be for somebody else."""
    new_times = {shift.pk: (shift.start_time, shift.end_time) for shift in shifts}
    crew = StaffAssignment.objects.filter(event=event, status__in=LIVE).select_related("user")
    wanted = [(each.user, *new_times[each.shift_id]) for each in crew]
    with acting_as("staffing.roster"):
        taken = list(
            StaffAssignment.objects.filter(user__in=[user.pk for user, _start, _end in wanted])
            .filter(status__in=LIVE)
            .exclude(event=event)
            .order_by("start_time")
            .values_list("user", "start_time", "end_time")
        )
    found = {
        _one_clash(user.full_name, other_start, other_end, event.zone)
        for user, start, end in wanted
        for key, other_start, other_end in taken
        if key == user.pk and other_start < end and start < other_end
    }
    return " ".join([str(CrewIsElsewhere.message), *sorted(found)[:NAMED]])


def _one_clash(name: str, start: datetime, end: datetime, zone: ZoneInfo) -> str:
    start, end = start.astimezone(zone), end.astimezone(zone)
    words = {"name": name, "day": date_format(start, "j F Y")}
    times = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    return _("%(name)s works on %(day)s, %(start)s–%(end)s.") % (words | times)
