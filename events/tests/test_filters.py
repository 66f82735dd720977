"""The filters of the public list."""

from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from events.filters import EventFilter
from events.models import Event
from events.tests.factories import (
    EventCategoryFactory,
    EventFactory,
    EventTagAssignmentFactory,
    OrganizerProfileFactory,
    VenueFactory,
)
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything

pytestmark = pytest.mark.django_db
CITIES = ["Antwerp", "Milan"]


@pytest.fixture
def season():
    """A show and a workshop in Antwerp, a week apart, and three days of exhibition in Milan."""
    antwerp, milan = VenueFactory(city="Antwerp"), VenueFactory(city="Milan")
    couture = EventCategoryFactory(slug="couture")
    bridal = EventCategoryFactory(slug="bridal", parent=couture)
    show = EventFactory(title="show", venue=antwerp, start_date=NOON, category=couture)
    EventTagAssignmentFactory(event=show, tag__slug="linen")
    EventFactory(
        title="workshop", venue=antwerp, type="workshop", start_date=NOON + timedelta(days=7)
    )
    EventFactory(
        title="exhibition",
        venue=milan,
        type="exhibition",
        start_date=NOON + timedelta(days=2),
        end_date=NOON + timedelta(days=4),
        category=bridal,
    )


def found(**query):
    with acting_as(None):
        filtered = EventFilter(QueryDict(urlencode(query, doseq=True)), at=NOON - timedelta(days=9))
        titles = filtered.found().values_list("event__title", flat=True)
        return list(titles), dict(filtered.errors)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["show", "exhibition", "workshop"]),
        ({"type": ["workshop"]}, ["workshop"]),
        ({"type": ["workshop", "exhibition"]}, ["exhibition", "workshop"]),
        ({"city": ["Milan"]}, ["exhibition"]),
        ({"city": CITIES}, ["show", "exhibition", "workshop"]),
        ({"city": ["Antwerp"], "type": ["workshop"]}, ["workshop"]),
        ({"city": ["Milan"], "type": ["workshop"]}, []),
        ({"date_from": "2099-11-23"}, ["exhibition", "workshop"]),
        ({"date_from": "2099-11-26"}, ["exhibition", "workshop"]),  # its last day
        ({"date_from": "2099-11-27"}, ["workshop"]),
        ({"date_to": "2099-11-22"}, ["show"]),
        ({"date_to": "2099-11-24"}, ["show", "exhibition"]),  # its first day
        ({"date_from": "2099-11-25", "date_to": "2099-11-25"}, ["exhibition"]),
        ({"date_from": "2099-11-28", "date_to": "2099-11-27"}, []),
        ({"date_from": "", "date_to": "", "utm": "x"}, ["show", "exhibition", "workshop"]),
        ({"q": "exhibition"}, ["exhibition"]),
        ({"q": "milan", "type": ["workshop"]}, []),
        ({"category": ["couture"]}, ["show", "exhibition"]),  # the narrower ones too
        ({"category": ["bridal"]}, ["exhibition"]),
        ({"tag": ["linen"]}, ["show"]),
        ({"when": "past"}, []),
        ({"sort": "new"}, ["exhibition", "workshop", "show"]),
    ],
)
def test_a_filter_finds_what_fits_and_nothing_else(season, query, titles):
    assert found(**query) == (titles, {})


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"type": ["party"]}, "Select a valid choice. party is not one of the available choices."),
        ({"city": ["Atlantis"]}, "Select a valid choice. Atlantis is not one of the available"),
        ({"date_from": "tomorrow"}, "Enter a valid date."),
        ({"date_to": "2099-02-30"}, "Enter a valid date."),
        ({"date_to": "10000-01-01"}, "Enter a valid date."),
    ],
)
def test_a_value_that_makes_no_sense_is_said_and_filters_nothing(season, query, words):
    titles, errors = found(**query)

    assert titles == ["show", "exhibition", "workshop"]
    ((field, (error,)),) = errors.items()
    assert field in query
    assert words in error


def test_listed_hides_drafts_from_their_organizer_too():
    draft = EventFactory(title="Draft", status="draft")
    for status in ("published", "postponed", "cancelled", "completed"):
        EventFactory(title=status, status=status)

    with acting_as(draft.organizer):
        assert Event.objects.filter(pk=draft.pk).exists()
        listed = set(Event.objects.listed().values_list("title", flat=True))

    assert listed == {"published", "postponed", "cancelled", "completed"}


def test_upcoming_are_those_that_are_not_over():
    event = EventFactory()

    with everything():
        upcoming = [
            Event.objects.upcoming(event.end_date + timedelta(seconds=late)).count()
            for late in (-1, 0)
        ]

    assert upcoming == [1, 0]


def test_an_event_carries_its_organizers_public_name():
    event = EventFactory()
    OrganizerProfileFactory(user=event.organizer, public_name="House of Tide", legal_name="Secret")
    EventFactory(title="of nobody known")

    with acting_as(None):
        names = dict(Event.objects.with_organizer_name().values_list("title", "organizer_name"))

    assert names == {"Spring Show": "House of Tide", "of nobody known": None}


def test_a_venue_knows_its_clock():
    tokyo = VenueFactory(timezone="Asia/Tokyo", name="Hall", city="Tokyo")

    assert datetime(2099, 1, 1, tzinfo=tokyo.zone).utcoffset() == timedelta(hours=9)
    assert (str(tokyo), tokyo.zone) == ("Hall, Tokyo", ZoneInfo("Asia/Tokyo"))


def test_each_choice_says_what_it_would_find_beside_the_others(season):
    with acting_as(None):
        chosen = EventFilter(QueryDict("type=workshop&city=Milan"), at=NOON - timedelta(days=9))
        facets = {
            field.name: {option.data["value"]: n for option, n in options}
            for field, options in chosen.facets()
        }

    assert facets == {
        "type": {"fashion_show": 0, "exhibition": 1, "workshop": 0},
        "city": {"Antwerp": 1, "Milan": 0},
        "price": {"free": 0, "paid": 0},
        "available": {"1": 0},
    }


def test_what_is_over_is_found_among_the_past(season):
    with acting_as(None):
        chosen = EventFilter(QueryDict("when=past&price=paid"), at=NOON + timedelta(days=5))
        titles = list(chosen.found().values_list("event__title", flat=True))
        facets = [field.name for field, _options in chosen.facets()]

    assert titles == ["exhibition", "show"]
    assert facets == ["type", "city", "category", "tag"]  # nothing of a sale that is over
