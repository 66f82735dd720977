"""What is on, by month, each event on the day it opens by its venue's clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.tests.factories import EventFactory, VenueFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]
JUNE = "/calendar/2099/6/"


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def event(title, start, hours=2, zone="Europe/Brussels", **fields):
    return EventFactory(
        title=title, start_date=start, end_date=start + timedelta(hours=hours),
        venue=VenueFactory(timezone=zone), **fields,
    )  # fmt: skip


def opening(answer):
    """{day of the month: titles} of the page, without the days of its neighbours."""
    days = [day for week in answer.context["weeks"] for day in week if not day["is_outside"]]
    return {day["date"].day: [e.title for e in day["events"]] for day in days if day["events"]}


def test_events_stand_on_the_day_they_open_at_their_venue(client):
    event("Noon", utc(2099, 6, 10, 10))
    event("Before", utc(2099, 6, 10, 8))
    event("Already July in Seoul", utc(2099, 6, 30, 16), zone="Asia/Seoul")
    event("Still June in Los Angeles", utc(2099, 7, 1, 3), zone="America/Los_Angeles")
    event("Secret", utc(2099, 6, 11, 10), status="draft")
    event("Last year", utc(2098, 6, 10, 10))

    june = client.get(JUNE)

    assert opening(june) == {10: ["Before", "Noon"], 30: ["Still June in Los Angeles"]}
    assert opening(client.get("/calendar/2099/7/")) == {1: ["Already July in Seoul"]}
    assert "June 2099" in june.content.decode()


def test_what_opened_before_and_runs_on_is_named_once(client):
    event("Long", utc(2099, 5, 20, 10), hours=24 * 30)
    event("Over", utc(2099, 5, 20, 10))

    answer = client.get(JUNE)

    assert [event.title for event in answer.context["running"]] == ["Long"]
    assert opening(answer) == {}
    assert "until 19 June" in answer.content.decode()


def test_a_month_leads_to_its_neighbours_across_the_year(client):
    page = client.get("/calendar/2099/12/").content.decode()

    assert 'rel="prev" href="/calendar/2099/11/"' in page
    assert 'rel="next" href="/calendar/2100/1/"' in page
    assert "A quiet month" in page


def test_at_its_ends_the_calendar_leads_nowhere(client):
    first, last = (client.get(f"/calendar/{m}/").content.decode() for m in ("2000/1", "2100/12"))

    assert ('rel="prev"' in first, 'rel="next"' in first) == (False, True)
    assert ('rel="prev"' in last, 'rel="next"' in last) == (True, False)


@pytest.mark.parametrize("path", ["2099/13", "2099/0", "1999/12", "2101/1", "99999999999/1"])
def test_there_is_no_such_month(client, path):
    assert client.get(f"/calendar/{path}/").status_code == 404


def test_without_a_month_it_is_this_one(client):
    answer = client.get("/calendar/")

    assert answer.context["first"] == datetime.now(UTC).date().replace(day=1)


def test_a_month_costs_as_much_with_three_events_as_with_one(client):
    costs = []
    for path, days in [("2099/6", [1]), ("2099/7", [1, 2, 3])]:
        for day in days:
            event(f"Day {day}", utc(2099, int(path[-1]), day, 10))
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/calendar/{path}/")
        costs.append(len(asked))

    assert costs[0] == costs[1]
