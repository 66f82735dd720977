"""Who could work a shift: the crew of its organizer, those free and fit first."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from fashionista.common.identity import acting_as

from .fitness import does, is_away, lacking
from .models import FILLED, LIVE, Shift, StaffAssignment, StaffMember


@dataclass(frozen=True)
class Candidate:
    """One of the crew. That they are busy is all that is told of work elsewhere."""

    member: StaffMember
    is_busy: bool
    is_away: bool
    other_role: bool
    lacks: list[str]
    minutes: int  # planned that week, with this organizer

    @property
    def fits(self) -> bool:
        return not (self.is_busy or self.is_away or self.other_role or self.lacks)

    @property
    def reasons(self) -> list[str]:
        told = [
            (self.is_busy, _("busy at that time")),
            (self.is_away, _("away that day")),
            (self.other_role, _("another role")),
            (self.lacks, _("lacks %(names)s") % {"names": ", ".join(self.lacks)}),
        ]
        return [words for so, words in told if so]


@dataclass(frozen=True)
class Crew:
    free: list[Candidate] = field(default_factory=list)
    others: list[Candidate] = field(default_factory=list)
    asked: list[StaffAssignment] = field(default_factory=list)  # with whoever has said no

    @property
    def taken(self) -> int:
        return sum(assignment.is_live for assignment in self.asked)


def crew_for(shift: Shift) -> Crew:
    """Everybody on the books for a shift, and who was asked, in as many queries for all crews."""
    event = shift.event
    books = StaffMember.objects.filter(organizer=event.organizer_id, status="active")
    members = books.select_related("user", "role")
    asked = list(
        shift.assignments.select_related("staff__user", "role").order_by("slot", "offered_at")
    )
    on_it = {assignment.staff_id for assignment in asked if assignment.is_live}
    crew = [member for member in members if member.pk not in on_it]
    busy, minutes = _busy(shift, crew), _minutes_that_week(shift, crew)
    zone = event.zone
    last_day = shift.end_time.astimezone(zone).date()
    found = [
        Candidate(
            member,
            is_busy=member.user_id in busy,
            is_away=is_away(member, shift.start_time, shift.end_time, zone),
            other_role=bool(shift.role and not does(member, shift.role)),
            lacks=lacking(member, shift.role or member.role, on=last_day),
            minutes=minutes.get(member.user_id, 0),
        )
        for member in crew
    ]
    found.sort(key=lambda each: (each.minutes, each.member.user.full_name.casefold()))
    return Crew(
        free=[each for each in found if each.fits],
        others=[each for each in found if not each.fits],
        asked=asked,
    )


def _busy(shift: Shift, crew: list[StaffMember]) -> set:
    """Who has another shift at that time. Looks past whose it is, and tells only that."""
    with acting_as("staffing.roster"):
        overlapping = StaffAssignment.objects.filter(
            user__in=[member.user_id for member in crew],
            status__in=LIVE,
            start_time__lt=shift.end_time,
            end_time__gt=shift.start_time,
        )
        return set(overlapping.values_list("user", flat=True))


def _minutes_that_week(shift: Shift, crew: list[StaffMember]) -> dict[Any, int]:
    """What each has accepted in the week of a shift, Monday to Sunday by the venue's calendar."""
    zone = shift.event.zone
    day = shift.start_time.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    first, last = (
        datetime.combine(each, time(), zone) for each in (monday, monday + timedelta(days=7))
    )
    rows = (
        StaffAssignment.objects.filter(
            staff__in=crew, status__in=FILLED, start_time__gte=first, start_time__lt=last
        )
        .annotate(length=F("end_time") - F("start_time"))
        .values_list("user", "length")
    )
    minutes: dict[Any, int] = {}
    for user, length in rows:
        minutes[user] = minutes.get(user, 0) + int(length.total_seconds() // 60)
    return minutes


def next_open(event: Any, *, after: Shift | None = None, at: datetime) -> Shift | None:
    """The next shift ahead with a place that nobody has or is asked for."""
    shifts = Shift.objects.filter(event=event, start_time__gt=at).order_by("start_time", "pk")
    lacking_some = [
        shift
        for shift in shifts.with_taken().filter(taken__lt=F("required_staff"))
        if after is None or shift.pk != after.pk
    ]
    here = after and (after.start_time, after.pk)
    later = [shift for shift in lacking_some if here and (shift.start_time, shift.pk) > here]
    return next(iter(later or lacking_some), None)
