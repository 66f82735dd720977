"""How far a day is covered, from one change to the next."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.tests.factories import EventFactory, VenueFactory
from fashionista.common.identity import acting_as
from staffing.coverage import coverage_of
from staffing.coverage_chart import drawn
from staffing.days import chosen_day, day_bounds
from staffing.tests.factories import ShiftFactory, StaffAssignmentFactory, StaffMemberFactory

ROME = ZoneInfo("Europe/Rome")
DAY = date(2100, 3, 27)  # the clock goes forward in the night after
HOUR = timedelta(hours=1)


def hour(number, day=27, minute=0):
    return datetime(2100, 3, day, number, minute, tzinfo=ROME)


@pytest.fixture
def event(db):
    return EventFactory(
        venue=VenueFactory(timezone="Europe/Rome"), start_date=hour(20), end_date=hour(23)
    )


def plan(event, first, last, people, *statuses, name="Doors"):
    shift = ShiftFactory(
        event=event, name=name, start_time=first, end_time=last, required_staff=people
    )
    for slot, status in enumerate(statuses, start=1):
        member = StaffMemberFactory(organizer=event.organizer)
        StaffAssignmentFactory(shift=shift, staff=member, status=status, slot=slot)
    return shift


def told(event, day=DAY):
    with acting_as(event.organizer):
        spans = coverage_of(event, day).spans
    return [
        (f"{s.start:%H:%M}", f"{s.end:%H:%M}", s.needed, s.filled, s.asked, s.open,
         [shift.name for shift in s.lacking])
        for s in spans
    ]  # fmt: skip


def test_numbers_go_from_one_change_to_the_next(event):
    plan(event, hour(14), hour(18), 3, "scheduled", "offered", name="Setup")
    plan(event, hour(17, minute=30), hour(20), 1, "completed")
    plan(event, hour(21), hour(22), 1, "declined", "cancelled", name="Bar")

    assert told(event) == [
        ("14:00", "17:30", 3, 1, 1, 1, ["Setup"]),
        ("17:30", "18:00", 4, 2, 1, 1, ["Setup"]),
        ("18:00", "20:00", 1, 1, 0, 0, []),
        ("21:00", "22:00", 1, 0, 0, 1, ["Bar"]),
    ]


def test_a_night_is_cut_at_midnight_and_the_clock_is_the_venues(event):
    plan(event, hour(22), hour(5, day=28), 2)

    assert [row[:3] for row in told(event)] == [("22:00", "00:00", 2)]
    assert [row[:3] for row in told(event, DAY + timedelta(days=1))] == [("00:00", "05:00", 2)]
    first, last = day_bounds(date(2100, 3, 28), ROME)
    assert last - first == 23 * HOUR
    with acting_as(event.organizer):
        assert coverage_of(event, date(2100, 3, 28)).minutes_open == 8 * 60  # two people


def test_a_chart_is_drawn_to_scale(event):
    plan(event, hour(14), hour(18), 4, "scheduled", "offered")
    with acting_as(event.organizer):
        chart = drawn(coverage_of(event, DAY))

    [needed], [filled], [asked] = chart.needed, chart.filled, chart.asked
    assert (needed.x, needed.width, needed.y, needed.height) == ("40.0", "660.0", "20.0", "180.0")
    assert (filled.y, filled.height, asked.y, asked.height) == ("155.0", "45.0", "110.0", "45.0")
    assert [mark.text for mark in chart.hours] == ["14:00", "15:00", "16:00", "17:00", "18:00"]
    assert [mark.text for mark in chart.levels] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("asked", "today", "day"),
    [("", 1, 3), ("", 4, 5), ("", 9, 5), ("2100-03-03", 5, 3), ("2100-03-04", 5, 5), ("x", 5, 5)],
)
def test_the_day_is_the_one_asked_for_or_the_next(asked, today, day):
    days = [date(2100, 3, 3), date(2100, 3, 5)]

    assert chosen_day(days, asked, today=date(2100, 3, today)) == date(2100, 3, day)
    assert chosen_day([], asked, today=date(2100, 3, today)) is None


def page_of_coverage(event, query=""):
    return f"/admin/staffing/shift/{event.pk}/coverage/{query}"


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_page_names_gaps_and_leads_to_them(event, client):
    client.force_login(event.organizer)
    assert "No shift is planned yet." in words(client.get(page_of_coverage(event)))

    shift = plan(event, hour(14), hour(18), 3, "scheduled")
    page = words(client.get(page_of_coverage(event)))

    assert "2 places are open:" in page
    assert f"/admin/staffing/shift/{shift.pk}/" in page
    assert '<th scope="row">14:00–18:00</th>' in page
    assert f'href="{page_of_coverage(event)}">Plan shifts</a>' in words(
        client.get(f"/admin/events/event/{event.pk}/change/")
    )


def test_the_page_is_for_who_plans_there(event, client):
    client.force_login(EventFactory().organizer)

    assert client.get(page_of_coverage(event)).status_code == 403
    draft = EventFactory(status="draft")
    assert client.get(page_of_coverage(draft)).status_code == 404


def test_the_page_costs_the_same_for_one_and_three(event, client, django_assert_max_num_queries):
    client.force_login(event.organizer)
    for number in range(3):
        plan(event, hour(14 + number), hour(18), 2, "scheduled", "offered")
        with django_assert_max_num_queries(7):
            client.get(page_of_coverage(event))
