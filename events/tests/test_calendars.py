"""Events in a visitor's own calendar."""

from datetime import UTC, datetime

import icalendar
import pytest

from events.calendars import calendar_of
from events.tests.factories import EventFactory, VenueFactory
from fashionista.common.testing import NOON

pytestmark = pytest.mark.django_db
URL = "https://portal.example/events/spring-show/"


def entry_of(event):
    calendar = icalendar.Calendar.from_ical(calendar_of([event], url_of=lambda _event: URL))
    (entry,) = calendar.walk("VEVENT")
    return calendar, entry


def test_an_event_reads_as_it_was_written_in_its_venues_time():
    venue = VenueFactory(
        name="Old Mill", address="1 Mill Lane", city="London", timezone="Europe/London"
    )
    event = EventFactory(
        venue=venue,
        title="Spring Show: ruffles, pleats; knits",
        summary="Line one.\nLine two, with a comma.",
        start_date=datetime(2099, 6, 1, 18, 30, tzinfo=UTC),
        end_date=datetime(2099, 6, 1, 21, tzinfo=UTC),
    )

    calendar, entry = entry_of(event)

    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//Fashionista Portal//EN")
    assert entry["SUMMARY"] == "Spring Show: ruffles, pleats; knits"
    assert entry["DESCRIPTION"] == "Line one.\nLine two, with a comma."
    assert entry["LOCATION"] == "Old Mill, 1 Mill Lane, London"
    assert (entry["UID"], entry["URL"]) == (f"{event.pk}@fashionista-portal", URL)
    start, end = entry.decoded("DTSTART"), entry.decoded("DTEND")
    assert (start, end) == (event.start_date, event.end_date)
    assert start.isoformat() == "2099-06-01T19:30:00+01:00"
    assert entry["DTSTART"].params["TZID"] == "Europe/London"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    for stamp in ("DTSTAMP", "LAST-MODIFIED"):
        assert entry.decoded(stamp) == event.updated_at.replace(microsecond=0)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("published", "CONFIRMED"), ("completed", "CONFIRMED"),
        ("cancelled", "CANCELLED"), ("postponed", "TENTATIVE"),
    ],
)  # fmt: skip
def test_a_calendar_says_whether_the_event_takes_place(status, says):
    _calendar, entry = entry_of(EventFactory(status=status))

    assert entry["STATUS"] == says


def test_a_title_cannot_smuggle_lines_into_the_file():
    event = EventFactory(title="Show\r\nSTATUS:CANCELLED\r\nX:y", start_date=NOON)

    calendar, entry = entry_of(event)

    assert entry["STATUS"] == "CONFIRMED"
    assert "X" not in entry
    assert len(calendar.walk("VEVENT")) == 1
