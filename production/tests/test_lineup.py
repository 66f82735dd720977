"""What of a line-up the public reads, and at what cost."""

import pytest
from django.template.loader import render_to_string

from fashionista.common.identity import acting_as
from fashionista.common.testing import everything
from production.lineup import Name, Walker, public_lineup

from .factories import (
    EventCollectionFactory,
    EventModelFactory,
    LineupEntryFactory,
    RunwaySegmentFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment():
    return RunwaySegmentFactory(
        name="Ebb", description="The tide goes out.", position=5, is_public=True
    )


def published(event, **fields):
    return EventCollectionFactory(event=event, collection__status="published", **fields).collection


def look(segment, collection, *, listed=True, **fields):
    walks = EventModelFactory(event=segment.event, fashion_model__is_listed=listed)
    return LineupEntryFactory(
        segment=segment, collection=collection, fashion_model=walks.fashion_model, **fields
    )


def shown(event, *, to=None):
    with acting_as(to):
        return public_lineup(event)


def test_looks_come_in_order_with_who_made_and_who_wears_them(segment):
    collection = published(segment.event, collection__name="Tide Lines")
    last = look(segment, collection, position=2, look_number=2)
    first = look(segment, collection, position=1, look_number=1, outfit_details={"title": "Cape"})
    opening = RunwaySegmentFactory(event=segment.event, position=1, is_public=True)
    LineupEntryFactory(segment=opening, collection=collection, position=1, look_number=3)

    lineup = shown(segment.event)

    made = Name(collection.designer.brand_name, collection.designer.slug)
    assert [each.name for each in lineup.segments] == ["Opening", "Ebb"]
    assert [each.number for each in lineup.looks] == [3, 1, 2]
    assert lineup.looks[1].outfit == {"title": "Cape"}
    assert lineup.collections == [(made, Name("Tide Lines", collection.slug))]
    assert lineup.models == [
        Walker(worn.fashion_model.display_name, worn.fashion_model.slug) for worn in (first, last)
    ]


def test_what_is_not_public_is_not_there_even_for_the_team(segment):
    hidden = RunwaySegmentFactory(event=segment.event)
    look(hidden, published(segment.event))

    assert shown(segment.event).segments == []
    assert shown(segment.event, to=segment.event.organizer).segments == []


def test_a_draft_and_who_is_not_listed_are_not_named(segment):
    draft = EventCollectionFactory(event=segment.event).collection
    look(segment, draft, listed=False, look_number=4)

    for person in (None, segment.event.organizer):
        (found,) = shown(segment.event, to=person).looks
        assert (found.number, found.designer, found.collection, found.model) == (
            4, None, None, None,
        )  # fmt: skip


def test_the_line_up_of_a_draft_event_is_nobodys(segment):
    look(segment, published(segment.event))
    with everything():
        segment.event.status = "draft"
        segment.event.save()

    assert shown(segment.event).segments == []
    assert len(shown(segment.event, to=segment.event.organizer).looks) == 1


def test_it_costs_two_statements_for_one_look_and_for_three(segment, django_assert_num_queries):
    for count in (1, 2):
        for _more in range(count):
            look(segment, published(segment.event))
        with acting_as(None), django_assert_num_queries(2):
            assert public_lineup(segment.event).looks


def test_the_fragment_shows_the_words_and_no_empty_heading(segment):
    nothing = render_to_string("production/_lineup.html", {"lineup": shown(segment.event)})
    look(
        segment, published(segment.event, collection__name="<b>Tide"), look_number=7,
        outfit_details={"title": "Storm cape", "materials": "Pleated wool"},
    )  # fmt: skip
    look(segment, EventCollectionFactory(event=segment.event).collection, look_number=8)

    page = render_to_string("production/_lineup.html", {"lineup": shown(segment.event)})

    assert nothing.strip() == ""
    for words in (
        "Ebb", "The tide goes out.", "<b>7</b>", "Storm cape", "Pleated wool", "Look 8",
        "&lt;b&gt;Tide", "Walking",
    ):  # fmt: skip
        assert words in page
