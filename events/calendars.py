"""Events as iCalendar (RFC 5545), for whatever calendar a visitor keeps."""

from datetime import timedelta

import icalendar

from .models import Event

REFRESH = timedelta(hours=6)  # how often a calendar should ask for a feed again
STATUS = {Event.Status.CANCELLED: "CANCELLED", Event.Status.POSTPONED: "TENTATIVE"}


def calendar_of(events, *, url_of, name="", times=None):
    """
    The bytes of an .ics file with these events, each in its venue's time.

    `url_of(event)` is the address of its page; `name` is what a calendar shows a feed as. `times`
    are (begin, end) for a visitor who comes for a part of it only.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Fashionista Portal//EN")
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})  # RFC 7986
    for event in events:
        calendar.add_component(_entry(event, url_of(event), times))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(event, url, times):
    start, end = times or (event.start_date, event.end_date)
    entry = icalendar.Event()
    part = f"{start:-%Y%m%dT%H%M}" if times else ""  # beside the whole event, not in its stead
    entry.add("uid", f"{event.pk}{part}@fashionista-portal")
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    entry.add("dtstart", start.astimezone(event.venue.zone))
    entry.add("dtend", end.astimezone(event.venue.zone))
    entry.add("summary", event.title)
    entry.add("description", event.summary)
    entry.add("location", f"{event.venue.name}, {event.venue.address}, {event.venue.city}")
    entry.add("url", url)
    entry.add("status", STATUS.get(event.status, "CONFIRMED"))
    return entry
