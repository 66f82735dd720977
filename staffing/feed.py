"""
One person's shifts as a calendar of their own, behind a link that only they are told.

Who has the link reads the shifts and nothing else: see `common.secret_links`.
"""

from datetime import UTC, timedelta

import icalendar
from django.urls import reverse
from django.utils.translation import gettext as _

from communications.notifications import site_url
from events.calendars import REFRESH
from events.models import Event
from fashionista.common.identity import acting_as
from fashionista.common.secret_links import owner_of

from .models import ShiftFeed, StaffAssignment

KEPT = timedelta(days=60)  # how long a calendar is told of what is over
MOST = 500
Status = StaffAssignment.Status
CONFIRMED = (Status.SCHEDULED, Status.COMPLETED)


def read_feed(secret, *, at):
    """The bytes of the calendar behind a link. Raises ShiftFeed.DoesNotExist."""
    with acting_as("staffing.feed"):
        user_id = owner_of(ShiftFeed, secret)
    with acting_as(user_id), acting_as("staffing.feed"):
        recent = StaffAssignment.objects.filter(end_time__gt=at - KEPT).select_related("role")
        rows = list(recent.order_by("start_time", "pk")[:MOST])
        events = Event.objects.select_related("venue").in_bulk({row.event_id for row in rows})
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Fashionista Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("My shifts"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})  # RFC 7986
    for row in rows:
        calendar.add_component(_entry(row, events.get(row.event_id)))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(row, event):
    """The event is none where it is not announced yet; then times are in UTC."""
    is_off = not row.is_live or (event is not None and event.status == Event.Status.CANCELLED)
    stage = 2 if is_off else int(row.status in CONFIRMED)
    zone = event.zone if event else UTC
    entry = icalendar.Event()
    entry.add("uid", f"{row.pk}@fashionista-portal")
    entry.add("dtstamp", row.closed_at or row.answered_at or row.offered_at)
    entry.add("sequence", 3 * row.revision + stage)
    entry.add("status", ("TENTATIVE", "CONFIRMED", "CANCELLED")[stage])
    entry.add("dtstart", row.start_time.astimezone(zone))
    entry.add("dtend", row.end_time.astimezone(zone))
    entry.add("summary", f"{row.role.name}: {event.title}" if event else row.role.name)
    if event:
        entry.add("location", event.address)
    entry.add("url", site_url(reverse("staffing:shift_list")))
    return entry
