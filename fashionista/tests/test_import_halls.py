"""Halls from a file: of one's own venues, by their name."""

import pytest

from events.models import Hall
from events.tests.factories import (
    EventFactory,
    EventTeamMemberFactory,
    HallFactory,
    OrganizerProfileFactory,
    VenueFactory,
)
from fashionista.common.errors import DomainError
from fashionista.common.testing import everything
from fashionista.importing.exceptions import RowsRefused

from .test_importing import imported, looked_through, undone

pytestmark = pytest.mark.django_db
HEAD = "venue,name,capacity\n"


@pytest.fixture
def olga():
    return OrganizerProfileFactory().user


@pytest.fixture
def mill(olga):
    return VenueFactory(owner=olga, name="Filanda", city="Como")


def halls(by, text):
    return looked_through(HEAD + text, "halls", by)


def found():
    with everything():
        rows = Hall.objects.order_by("name").select_related("venue")
        return [(str(row.venue), row.name, row.capacity) for row in rows]


def test_halls_are_imported_and_undone(olga, mill):
    VenueFactory(owner=olga, name="Filanda", city="Lecco")
    VenueFactory(owner=olga, name="Opera", city="Lecco")
    text = '"filanda, COMO",Sala dei Telai,120\nOpera,Foyer,80\n'

    row = imported(halls(olga, text), olga)

    assert found() == [("Opera, Lecco", "Foyer", 80), ("Filanda, Como", "Sala dei Telai", 120)]
    undone(row, olga)
    assert found() == []


def test_faults_of_halls(olga, mill):
    HallFactory(venue=mill, name="Foyer")
    VenueFactory(owner=olga, name="Opera", city="Lecco")
    VenueFactory(owner=olga, name="Opera", city="Como")
    text = (
        "Filanda,FOYER,80\nFilanda,Sala,0\nOpera,Sala,10\nFilanda,sala,10\nNowhere,Sala,10\n"
        ",,\nFilanda,,10\n"
    )

    row = halls(olga, text)

    assert row.faults == {
        "2": {"name": ["This venue has a hall of that name already."]},
        "3": {"capacity": ["Ensure this value is greater than or equal to 1."]},
        "4": {"venue": ["Several venues are called “Opera”: add the city."]},
        "5": {"name": ["Row 3 says the same."]},
        "6": {"venue": ["You have no venue called “Nowhere”."]},
        "8": {"name": ["This field is required."]},
    }
    with pytest.raises(RowsRefused):
        imported(row, olga)


def test_who_makes_the_programme_of_all_events_imports_and_others_find_no_venue(olga, mill):
    def colleague(event=None, **told):
        return EventTeamMemberFactory(event=event, organizer=olga, **told).user

    planner = colleague(permissions=["programme"])
    of_one = colleague(EventFactory(organizer=olga), permissions=["programme"])

    for by in (of_one, OrganizerProfileFactory().user):
        row = halls(by, "Filanda,Foyer,80\n")
        assert row.faults == {"2": {"venue": ["You have no venue called “Filanda”."]}}
    imported(halls(planner, "Filanda,Foyer,80\n"), planner)

    assert found() == [("Filanda, Como", "Foyer", 80)]


def test_a_hall_that_an_event_is_in_stays(olga, mill):
    row = imported(halls(olga, "Filanda,Foyer,80\n"), olga)
    with everything():
        EventFactory(organizer=olga, venue=mill, hall=Hall.objects.get())

    with pytest.raises(DomainError, match="Row 2 cannot be taken back"):
        undone(row, olga)

    assert len(found()) == 1


@pytest.mark.parametrize("number", [1, 10])
def test_statements_for_each_hall_are_few(number, olga, mill, django_assert_max_num_queries):
    text = "".join(f"Filanda,Hall {n},80\n" for n in range(number))

    with django_assert_max_num_queries(10 + 8 * number):
        halls(olga, text)
