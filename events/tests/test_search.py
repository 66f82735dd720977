"""What visitors type, and what it finds."""

import pytest

from events.models import Event, EventListing
from events.search import wanted
from events.tests.factories import EventFactory, VenueFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    mill = VenueFactory(name="Copper Mill Hall", city="London")
    EventFactory(title="Tide Lines", summary="Satin on a tidal floor", venue=mill)
    EventFactory(title="Vêtements d’Été", summary="Linen and silk", venue=VenueFactory(city="Köln"))
    EventFactory(title="한지의 밤", description="Paper worn as velvet", venue=mill)
    EventFactory(title="Secret satin", status="draft", venue=mill)


def found(text):
    with acting_as(None):
        search = wanted(text)
        if search is None:
            return None
        rows = EventListing.objects.filter(words__document=search.query)
        return set(rows.values_list("event__title", flat=True))


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("satin", {"Tide Lines"}),
        ("SATIN", {"Tide Lines"}),
        ("sat", {"Tide Lines"}),  # its beginning
        ("satni", {"Tide Lines"}),  # two letters changed about
        ("sattin", {"Tide Lines"}),
        ("velvit", {"한지의 밤"}),
        ("slik", {"Vêtements d’Été"}),
        ("vetements", {"Vêtements d’Été"}),
        ("Été", {"Vêtements d’Été"}),
        ("koln", {"Vêtements d’Été"}),
        ("한지의", {"한지의 밤"}),
        ("copper mill", {"Tide Lines", "한지의 밤"}),
        ("copper satin", {"Tide Lines"}),
        ("tide-lines", {"Tide Lines"}),
        ("linen satin", set()),
        ("zzzzzzzz", set()),
        ("zz", set()),
        ("secret", set()),
        ("", None),
        ("   ", None),
        ("👗", None),
        ("' & | ! ( ) <-> :* \\", None),
        ("satin & !tide", {"Tide Lines"}),  # plain words, no operators
        ("satin'; DROP TABLE events; --", set()),
        ("satin " * 2000, {"Tide Lines"}),
        ("%_", None),
    ],
)
def test_a_search_finds_what_was_meant(season, text, titles):
    assert found(text) == titles


@pytest.mark.parametrize(
    ("text", "read_as"), [("satin", ""), ("sati", ""), ("satni tide", "satin tide"), ("qqqqqq", "")]
)
def test_a_search_says_what_it_was_read_as(season, text, read_as):
    with acting_as(None):
        assert wanted(text).read_as == read_as


def test_a_word_that_was_taken_back_is_not_suggested():
    event = EventFactory(title="Confidential")
    with everything():
        Event.objects.filter(pk=event.pk).update(title="Announced")

    with acting_as(None):
        assert wanted("confidentiel").read_as == ""
        assert wanted("anounced").read_as == "announced"
