"""Events as iCalendar (RFC 5545), for whatever calendar a visitor keeps."""

from datetime import timedelta

import icalendar

from fashionista.common.identity import acting_as
from fashionista.common.secret_links import owner_of

from .access import AtMyEvents
from .models import Event, EventFeed

KEPT = timedelta(days=60)  # how long a calendar is told of what is over
MOST = 500
REFRESH = timedelta(hours=6)  # how often a calendar should ask for a feed again
STATUS = {
    Event.Status.CANCELLED: "CANCELLED",
    Event.Status.DRAFT: "TENTATIVE",
    Event.Status.POSTPONED: "TENTATIVE",
}


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


def read_feed(secret, *, at, url_of, name):
    """
    The calendar behind a person's link: the events they have to do with, drafts too.

    Raises EventFeed.DoesNotExist.
    """
    with acting_as("events.feed"):
        user_id = owner_of(EventFeed, secret)
    with acting_as(user_id):
        mine = Event.objects.filter(AtMyEvents("pk", "view"), end_date__gt=at - KEPT)
        events = list(mine.select_related("venue", "hall").order_by("start_date", "pk")[:MOST])
    return calendar_of(events, url_of=url_of, name=name)


def _entry(event, url, times):
    start, end = times or (event.start_date, event.end_date)
    entry = icalendar.Event()
    part = f"{start:-%Y%m%dT%H%M}" if times else ""  # beside the whole event, not in its stead
    entry.add("uid", f"{event.pk}{part}@fashionista-portal")
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    entry.add("dtstart", start.astimezone(event.zone))
    entry.add("dtend", end.astimezone(event.zone))
    entry.add("summary", event.title)
    entry.add("description", event.summary)
    place = [event.hall.name] if event.hall_id else []
    entry.add("location", ", ".join([*place, event.address]))
    if event.venue and event.venue.latitude is not None:
        entry.add("geo", (event.venue.latitude, event.venue.longitude))
    entry.add("url", url)
    entry.add("status", STATUS.get(event.status, "CONFIRMED"))
    return entry
