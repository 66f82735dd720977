"""Events as iCalendar (RFC 5545), for whatever calendar a visitor keeps."""

import icalendar

from .models import Event

STATUS = {Event.Status.CANCELLED: "CANCELLED", Event.Status.POSTPONED: "TENTATIVE"}


def calendar_of(event, *, url):
    """The bytes of an .ics file with one event, in its venue's time."""
    entry = icalendar.Event()
    entry.add("uid", f"{event.pk}@fashionista-portal")
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    entry.add("dtstart", event.start_date.astimezone(event.venue.zone))
    entry.add("dtend", event.end_date.astimezone(event.venue.zone))
    entry.add("summary", event.title)
    entry.add("description", event.summary)
    entry.add("location", f"{event.venue.name}, {event.venue.address}, {event.venue.city}")
    entry.add("url", url)
    entry.add("status", STATUS.get(event.status, "CONFIRMED"))
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Fashionista Portal//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()
