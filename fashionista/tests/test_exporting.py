"""Lists at the desk as files: whose rows, which columns, no formulas, and who took them."""

import csv
from io import StringIO

import pytest
from django.contrib import admin
from django.test import Client

from accounts.tests.factories import OrganizerFactory
from events.models import Venue
from events.tests.factories import EventFactory, VenueFactory
from fashionista.common.identity import acting_as
from fashionista.common.models import Export
from fashionista.common.testing import everything

pytestmark = pytest.mark.django_db

EVENTS = "/admin/events/event/"
VENUES = "/admin/events/venue/"


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def export(user, path, *rows, everything_found=False):
    form = {"action": "export_csv", "_selected_action": [row.pk for row in rows]}
    if everything_found:
        form["select_across"] = "1"
    return visitor(user).post(path, form)


def content(answer):
    return b"".join(answer.streaming_content)


def table(answer):
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(content(answer).decode().removeprefix("\ufeff"))))


def taken(person):
    with acting_as(person):
        rows = Export.objects.filter(person=person).order_by("created_at")
        return [(row.what, row.rows, row.looked_for) for row in rows]


def test_the_chosen_rows_with_the_columns_of_the_list():
    event = EventFactory(title="Tide Lines", status="draft", capacity=80)
    EventFactory(organizer=event.organizer, title="Not chosen")

    answer = export(event.organizer, EVENTS, event)

    assert table(answer) == [
        ["Title", "Status", "Type", "Starts", "Venue", "Capacity"],
        ["Tide Lines", "draft", "Fashion show", "22 Dec 2099, 13:00", "Old Mill, Antwerp", "80"],
    ]
    assert 'filename="event-' in answer["Content-Disposition"]
    assert taken(event.organizer) == [("events", 1, "")]


def test_all_that_a_search_finds_also_beyond_the_page():
    olga = OrganizerFactory()
    EventFactory.create_batch(60, organizer=olga, title="Found")
    lost = EventFactory(organizer=olga, title="Lost")

    answer = export(olga, f"{EVENTS}?q=Found", lost, everything_found=True)

    assert [row[0] for row in table(answer)[1:]] == ["Found"] * 60
    assert taken(olga) == [("events", 60, "q=Found")]


def test_what_people_wrote_becomes_no_formula():
    venue = VenueFactory(owner=OrganizerFactory(), name="=SUM(A1:A9)", city="@home", capacity=7)

    rows = table(export(venue.owner, VENUES, venue))

    assert rows[1][:4] == ["'=SUM(A1:A9)", "'@home", "Belgium", "7"]


def test_a_rivals_rows_are_not_in_it(world):
    chosen = [world.draft_a, world.draft_b, world.shown_b]

    for everything_found in (False, True):
        answer = export(world.olga, EVENTS, *chosen, everything_found=everything_found)
        titles = [row[0] for row in table(answer)[1:]]
        assert "Draft A" in titles
        assert not {"Draft B", "Show B"} & set(titles)
    export(world.tess, VENUES.replace("venue", "eventteammember"), world.team_tess)
    assert taken(world.tess) == []


def test_everybody_sees_their_own_exports_and_admins_all(world):
    def seen(user):
        with acting_as(user):
            return Export.objects.count()

    before = seen(world.admin)
    export(world.olga, EVENTS, world.draft_a)

    assert (seen(world.olga), seen(world.boris), seen(world.ann)) == (2, 1, 0)
    assert seen(world.admin) == before + 1
    page = visitor(world.admin).get("/admin/common/export/")
    assert page.status_code == 200
    assert visitor(world.olga).get("/admin/common/export/").status_code == 403


def test_every_list_of_the_desk_can_be_taken_away(world):
    with everything():
        assert Venue.objects.exists()
    client = visitor(world.admin)
    for page in admin.site._registry.values():
        path = f"/admin/{page.opts.app_label}/{page.opts.model_name}/"
        with acting_as(world.admin):
            rows = [str(row.pk) for row in page.model._default_manager.all()[:2]]
        if rows:
            answer = client.post(path, {"action": "export_csv", "_selected_action": rows})
            assert len(table(answer)) == len(rows) + 1, path


def test_a_file_costs_the_same_for_one_and_three_rows(django_assert_num_queries):
    olga = OrganizerFactory()
    client = visitor(olga)
    for number in (1, 3):
        rows = EventFactory.create_batch(number, organizer=olga)
        form = {"action": "export_csv", "_selected_action": [row.pk for row in rows]}
        with django_assert_num_queries(7):
            client.post(EVENTS, form)
