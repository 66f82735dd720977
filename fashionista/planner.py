"""
What the calendar of the desk shows: one's events, what is on at their venues, where people are.

What overlaps that should not is marked: two events in one hall, one person at two places.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from events.access import AtMyEvents
from events.models import Event
from events.permissions import events_of, may_somewhere
from fashionista.common.admin import only_admins
from production.models import EventDesigner, EventModel, RehearsalSchedule
from staffing.models import LIVE, StaffAssignment

MOST = 300  # rows of a kind on one page
TAKES_PLACE = [Event.Status.DRAFT, Event.Status.PUBLISHED, Event.Status.COMPLETED]


@dataclass
class Entry:
    """A stretch of time on a row of the calendar, and what it overlaps that it should not."""

    row: object  # whose it is: entries of one row can clash; None is no place yet
    row_name: str
    name: str
    address: str
    start: datetime
    end: datetime
    zone: object
    event: object  # entries of one event belong together
    says: str = ""
    hall: object = None
    status: str = ""
    is_own: bool = True
    clashes: list = field(default_factory=list)

    @property
    def days(self):
        """All it touches by its venue's calendar; the end itself is not among them."""
        first = self.start.astimezone(self.zone).date()
        last = (self.end - timedelta(seconds=1)).astimezone(self.zone).date()
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def mark_clashes(entries):
    """Tell each entry which others of its row overlap it: of other events, in one hall or none."""
    rows = defaultdict(list)
    for entry in entries:
        if entry.row is not None:
            rows[entry.row].append(entry)
    for row in rows.values():
        row.sort(key=lambda entry: entry.start)
        for number, one in enumerate(row):
            for other in row[number + 1 :]:
                if other.start >= one.end:
                    break
                apart = one.hall and other.hall and one.hall != other.hall
                if one.event != other.event and not apart:
                    one.clashes.append(other)
                    other.clashes.append(one)


def _within(rows, begin, end, *, start="start_date", until="end_date"):
    return rows.filter(**{f"{start}__lt": end, f"{until}__gt": begin}).order_by(start, "pk")[:MOST]


def _of_event(event, mine):
    desk = reverse("admin:events_event_change", args=[event.pk])
    page = reverse("events:event_detail", args=[event.slug])
    return Entry(
        row=event.venue_id,
        row_name=event.place,
        name=event.title,
        address=desk if mine else page,
        start=event.start_date,
        end=event.end_date,
        zone=event.zone,
        event=event.pk,
        says=event.hall.name if event.hall else "",
        hall=event.hall_id,
        status=event.status,
        is_own=mine,
    )


def _events(user, begin, end):
    """One's own, marked where they clash with any that one may see at the same venue."""
    return [entry for entry in _venues(user, begin, end) if entry.is_own]


def _venues(user, begin, end):
    mine = {
        event.pk: event
        for event in _within(events_of(user).select_related("venue", "hall"), begin, end)
    }
    venues = {event.venue_id for event in mine.values() if event.venue_id}
    there = Event.objects.filter(venue__in=venues, status__in=TAKES_PLACE).exclude(pk__in=mine)
    others = _within(there.select_related("venue", "hall"), begin, end)
    found = [_of_event(event, True) for event in mine.values()]
    found += [_of_event(event, False) for event in others]
    found = [entry for entry in found if entry.status != Event.Status.CANCELLED]
    mark_clashes(found)
    return sorted(found, key=lambda entry: entry.start)


def _people(user, begin, end):
    """Crew on shifts, models and designers at shows and rehearsals, of one's own events."""
    entries = []
    if may_somewhere(user, "staff"):
        entries += _crew(user, begin, end)
    if may_somewhere(user, "production"):
        entries += _cast(user, begin, end)
    mark_clashes(entries)
    return sorted(entries, key=lambda entry: entry.start)


def _mine(user, rows, permission):
    return rows if only_admins(user) else rows.filter(AtMyEvents("event", permission))


def _crew(user, begin, end):
    rows = _mine(user, StaffAssignment.objects.filter(status__in=LIVE), "staff")
    rows = rows.select_related("staff__user", "event__venue", "role")
    for row in _within(rows, begin, end, start="start_time", until="end_time"):
        person = row.staff.user
        yield Entry(
            row=row.user_id,
            row_name=person.full_name or person.email,
            name=row.event.title,
            address=reverse("admin:staffing_shift_change", args=[row.shift_id]),
            start=row.start_time,
            end=row.end_time,
            zone=row.event.zone,
            event=row.event_id,
            says=str(row.role),
            status=row.status,
        )


def _cast(user, begin, end):
    """Who shows is there from the event's beginning to its end, and at rehearsals of all of it."""
    shown = Event.objects.filter(status__in=TAKES_PLACE)
    booked = [
        (link.event, link.fashion_model, link.fashion_model.display_name, _("model"))
        for link in _links(user, EventModel, "fashion_model", shown, begin, end)
    ]
    booked += [
        (link.event, link.designer, link.designer.brand_name, _("designer"))
        for link in _links(user, EventDesigner, "designer", shown, begin, end)
    ]
    for event, person, name, says in booked:
        key = person.user_id or person.pk
        desk = reverse("admin:events_event_change", args=[event.pk])
        yield Entry(
            row=key, row_name=name, name=event.title, address=desk, start=event.start_date,
            end=event.end_date, zone=event.zone, event=event.pk, says=says,
        )  # fmt: skip
    whole = _mine(user, RehearsalSchedule.objects.filter(segment=None), "production")
    whole = whole.select_related("event__venue")
    rehearsals = list(_within(whole, begin, end, start="start_time", until="end_time"))
    cast = defaultdict(list)
    links = EventModel.objects.filter(event__in={each.event_id for each in rehearsals})
    for link in links.select_related("fashion_model")[:MOST]:
        cast[link.event_id].append(link.fashion_model)
    for each in rehearsals:
        desk = reverse("admin:production_rehearsalschedule_change", args=[each.pk])
        for model in cast[each.event_id]:
            yield Entry(
                row=model.user_id or model.pk, row_name=model.display_name,
                name=each.event.title, address=desk, start=each.start_time, end=each.end_time,
                zone=each.event.zone, event=each.event_id, says=_("rehearsal"),
            )  # fmt: skip


def _links(user, model, person, shown, begin, end):
    rows = _mine(user, model.objects.filter(event__in=shown), "production")
    rows = rows.select_related("event__venue", person)
    return _within(rows, begin, end, start="event__start_date", until="event__end_date")


READ = {"events": _events, "venues": _venues, "people": _people}
