"""The calendar of the desk: what is on it for whom, what overlaps, and the links to it."""

from datetime import timedelta

import pytest
from django.test import Client

from events.models import EventFeed
from events.tests.factories import EventFactory, HallFactory
from fashionista.common.identity import acting_as
from fashionista.common.secret_links import make_link
from fashionista.common.testing import NOON, everything
from production.tests.factories import EventModelFactory, RehearsalScheduleFactory

CALENDAR = "/admin/calendar/"
DAY = NOON.date() + timedelta(days=30)  # of the shows the factories make


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def shown(user, **asked):
    """{(row, name): the names of what it clashes with} of a page."""
    answer = visitor(user).get(CALENDAR, {"day": DAY.isoformat()} | asked)
    assert answer.status_code == 200
    found = {}
    for week in answer.context["weeks"]:
        for cell in week:
            for entry in cell["entries"]:
                found[entry.row_name, entry.name] = {other.name for other in entry.clashes}
    return found


def names(found):
    return {name for _row, name in found}


@pytest.mark.parametrize("by", ["month", "week"])
def test_it_shows_ones_own_events_drafts_too_and_no_rivals(world, by):
    assert names(shown(world.olga, by=by)) == {"Draft A", "Show A"}
    assert names(shown(world.boris, by=by)) == {"Draft B", "Show B"}
    assert names(shown(world.tess, by=by)) == {"Show A"}
    assert {"Draft A", "Show A", "Draft B", "Show B"} <= names(shown(world.admin, by=by))


def test_times_are_those_on_the_wall_of_the_venue(world):
    with everything():
        world.venue_a.timezone = "Asia/Seoul"
        world.venue_a.save()

    page = visitor(world.olga).get(CALENDAR, {"day": DAY.isoformat()}).text

    assert f"{world.shown_a.start_date:%H:%M}" == "12:00"
    assert "<span>21:00</span>" in page


def test_two_events_in_one_house_clash_and_in_two_halls_do_not(world):
    clash = shown(world.olga)
    with everything():
        other = HallFactory(venue=world.venue_a)
        for event, hall in ((world.shown_a, world.hall_a), (world.draft_a, other)):
            event.hall = hall
            event.save()
    apart = shown(world.olga)

    assert set(map(frozenset, clash.values())) == {frozenset({"Draft A"}), frozenset({"Show A"})}
    assert set(map(frozenset, apart.values())) == {frozenset()}


def test_what_rivals_have_published_at_ones_venue_is_a_clash_and_their_drafts_are_secret(world):
    with everything():
        for title, status in (("Theirs", "published"), ("Their secret", "draft")):
            EventFactory(organizer=world.boris, venue=world.venue_a, title=title, status=status)

    assert shown(world.olga)[str(world.venue_a), "Show A"] == {"Draft A", "Theirs"}
    assert names(shown(world.olga)) == {"Draft A", "Show A"}
    assert names(shown(world.olga, of="venues")) == {"Draft A", "Show A", "Theirs"}


def test_a_model_at_two_shows_at_once_clashes_and_a_rehearsal_of_one_show_does_not(world):
    start = world.shown_a.start_date
    with everything():
        walk = EventModelFactory(event=world.shown_a)
        RehearsalScheduleFactory(
            event=world.shown_a, start_time=start, end_time=start + timedelta(hours=1)
        )
        one = shown(world.olga, of="people", by="week")
        EventModelFactory(event=world.draft_a, fashion_model=walk.fashion_model)
    two = shown(world.olga, of="people", by="week")

    name = walk.fashion_model.display_name
    assert one[name, "Show A"] == set()
    assert "Draft A" in two[name, "Show A"]
    assert "Show A" in two[name, "Draft A"]


def test_crew_is_shown_on_its_shifts_to_who_plans_them(world):
    asked = {"of": "people", "day": world.shift_a.start_time.date().isoformat()}

    assert ("Stan Canary", "Show A") in shown(world.hal, **asked)
    assert shown(world.tess, **asked) == {}
    assert ("Sue Canary", "Show B") in shown(world.boris, **asked)
    assert "Show A" not in names(shown(world.boris, **asked))


@pytest.mark.parametrize(
    "asked", [{"of": "x"}, {"by": "year"}, {"day": "soon"}, {"day": "1000-01-01"},
              {"day": "9999-12-31"}, {"day": "2100-12-31", "by": "week"}],
)  # fmt: skip
def test_what_is_unreadable_in_an_address_counts_as_not_said(world, asked):
    assert visitor(world.olga).get(CALENDAR, asked).status_code == 200


@pytest.mark.parametrize("of", ["events", "venues", "people"])
def test_it_asks_as_often_for_many(world, of, django_assert_max_num_queries):
    client = visitor(world.olga)
    asked = {"of": of, "day": DAY.isoformat()}
    client.get(CALENDAR, asked)
    with everything():
        for _ in range(3):
            event = EventFactory(organizer=world.olga, venue=world.venue_a)
            EventModelFactory(event=event)
            RehearsalScheduleFactory(
                event=event,
                start_time=event.start_date,
                end_time=event.start_date + timedelta(hours=1),
            )

    with django_assert_max_num_queries(16):
        client.get(CALENDAR, asked)


def test_a_link_opens_the_events_to_a_calendar_until_the_next_one(world):
    client = visitor(world.olga)
    made = client.post(f"{CALENDAR}link/").context["link"]
    calendar = Client().get(made).content.decode()
    client.post(f"{CALENDAR}link/")

    assert "SUMMARY:Draft A" in calendar
    assert "STATUS:TENTATIVE" in calendar
    assert "Draft B" not in calendar
    assert Client().get(made).status_code == 404


def test_a_link_that_is_ended_opens_nothing(world):
    with acting_as(world.olga):
        secret = make_link(EventFeed, world.olga, at=NOON)
    address = f"/calendar/{secret}.ics"
    before = Client().get(address).status_code
    visitor(world.olga).post(f"{CALENDAR}link/end/")

    assert (before, Client().get(address).status_code) == (200, 404)
    assert Client().get("/calendar/never.ics").status_code == 404


def test_who_has_lost_their_rights_reads_nothing_by_an_old_link(world):
    with acting_as(world.tess):
        secret = make_link(EventFeed, world.tess, at=NOON)
    with everything():
        world.team_tess.delete()

    assert "SUMMARY" not in Client().get(f"/calendar/{secret}.ics").content.decode()


def test_a_venue_has_a_feed_of_what_is_announced_there_with_its_place_on_the_map(world):
    with everything():
        world.venue_a.latitude, world.venue_a.longitude = "51.219448", "4.402464"
        world.venue_a.save()
        world.shown_a.hall = world.hall_a
        world.shown_a.save()

    calendar = Client().get(f"/venues/{world.venue_a.slug}/calendar.ics").content.decode()

    assert "SUMMARY:Show A" in calendar
    assert "Draft A" not in calendar
    assert "GEO:51.219448;4.402464" in calendar
    assert "LOCATION:Hall a\\, Old Mill" in calendar
    assert Client().get("/venues/nowhere/calendar.ics").status_code == 404
