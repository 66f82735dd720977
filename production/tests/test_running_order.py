"""Segments, looks, needs and rehearsals: what holds for them, in words."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything
from production.models import (
    LineupEntry,
    RehearsalSchedule,
    RunwaySegment,
    TechnicalRequirement,
)

from .factories import (
    EventCollectionFactory,
    EventModelFactory,
    LineupEntryFactory,
    RehearsalScheduleFactory,
    RunwaySegmentFactory,
    TechnicalRequirementFactory,
)

pytestmark = pytest.mark.django_db


def refused(row):
    with everything(), pytest.raises(ValidationError) as problem:
        row.full_clean()
    return problem.value.messages


def test_only_fashion_shows_have_segments():
    workshop = EventFactory(type="workshop")

    assert refused(RunwaySegment(event=workshop, name="Opening", duration=60, position=1)) == [
        "Only fashion shows have segments."
    ]


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (0, "Ensure this value is greater than or equal to 1."),
        (14_401, "Ensure this value is less than or equal to 14400."),
    ],
)
def test_a_segment_lasts_from_a_second_to_four_hours(duration, words):
    segment = RunwaySegmentFactory()
    segment.duration = duration

    assert refused(segment) == [words]


def test_a_place_in_the_running_order_is_taken_once():
    first = RunwaySegmentFactory(position=1)
    RunwaySegmentFactory(position=1)

    twin = RunwaySegment(event=first.event, name="Twin", duration=60, position=1)

    assert refused(twin) == ["This place in the running order is taken."]


def test_two_segments_change_places_in_one_transaction():
    first = RunwaySegmentFactory(position=1)
    second = RunwaySegmentFactory(event=first.event, position=2)

    with everything():
        for segment, position in ((first, 2), (second, 1)):
            RunwaySegment.objects.filter(pk=segment.pk).update(position=position)
        connection.check_constraints()

        ordered = list(first.event.segments.order_by("position"))
    assert ordered == [second, first]


def test_a_look_is_of_what_its_event_shows():
    segment = RunwaySegmentFactory()
    elsewhere, walker = EventCollectionFactory(), EventModelFactory()

    look = LineupEntry(
        segment=segment, collection=elsewhere.collection, fashion_model=walker.fashion_model,
        position=1, look_number=1,
    )  # fmt: skip

    assert refused(look) == ["Add this to what the event shows first."] * 2


def test_a_look_takes_its_segments_event_and_a_number_of_its_own():
    first = LineupEntryFactory(look_number=7)
    look = LineupEntry(segment=first.segment, collection=first.collection, position=9)

    look.look_number = 7
    taken = refused(look)
    look.look_number = 8
    with everything():
        look.full_clean()

    assert taken == ["This event has a look of that number already."]
    assert look.event_id == first.event_id
    assert str(look) == "look 8"
    assert look.fashion_model is None  # to be cast


@pytest.mark.parametrize(
    ("outfit", "fits"),
    [
        ({}, True),
        ({"title": "Tide skirt", "pieces": ["skirt", "bodice"], "alt": "Cobalt skirt"}, True),
        ({"title": 7}, False),
        ({"colour": "red"}, False),
        ({"pieces": "skirt"}, False),
        ({"pieces": [""]}, False),
        (["skirt"], False),
    ],
)
def test_an_outfit_has_a_shape(outfit, fits):
    look = LineupEntryFactory()
    look.outfit_details = outfit

    if fits:
        with everything():
            look.full_clean()
        assert look.title == outfit.get("title", "")
    else:
        assert refused(look)


def test_what_belongs_to_a_segment_is_at_its_event():
    other = RunwaySegmentFactory()
    rows = [TechnicalRequirementFactory(), RehearsalScheduleFactory()]

    for row in rows:
        row.segment = other
        assert refused(row) == ["This is a segment of another event."]


def test_a_need_is_on_the_list_once():
    need = TechnicalRequirementFactory(title="Smoke")
    TechnicalRequirementFactory(title="Smoke")

    twin = TechnicalRequirement(event=need.event, category="lighting", title="SMOKE")

    assert refused(twin) == ["This is on the event's list already."]
    assert str(need) == "Smoke"


def test_a_place_holds_one_rehearsal_at_a_time():
    run = RehearsalScheduleFactory(location="Hall")
    hour = timedelta(hours=1)

    def another(start, location="hall", **fields):
        return RehearsalSchedule(
            event=run.event, start_time=start, end_time=start + hour, location=location, **fields
        )

    assert refused(another(NOON + hour / 2)) == ["Another rehearsal is at this place at that time."]
    with everything():
        another(NOON + hour).full_clean()
        another(NOON, location="Attic").full_clean()


def test_a_segment_is_rehearsed_at_one_place_at_a_time():
    segment = RunwaySegmentFactory()
    run = RehearsalScheduleFactory(event=segment.event, segment=segment)

    twin = RehearsalSchedule(
        event=run.event, segment=segment, location="Elsewhere",
        start_time=run.start_time, end_time=run.end_time,
    )  # fmt: skip

    assert refused(twin) == ["This segment is rehearsed at that time already."]


def test_a_rehearsal_ends_after_it_starts():
    run = RehearsalScheduleFactory()
    run.end_time = run.start_time

    assert "A rehearsal ends after it starts." in refused(run)


def test_an_event_goes_with_its_running_order():
    look = LineupEntryFactory(segment__event__status="draft")
    with everything():
        look.fashion_model = EventModelFactory(event=look.event).fashion_model
        look.save()

    with acting_as(look.event.organizer):
        look.event.delete()
        connection.check_constraints()

    with everything():
        assert not LineupEntry.objects.exists()


def test_the_cast_knows_its_part_before_the_public_does(world):
    seen = {}
    for name in ("mona", "dora", "mila", "ann"):
        with acting_as(getattr(world, name)):
            ours = LineupEntry.objects.filter(event=world.shown_a)
            runs = RehearsalSchedule.objects.filter(event=world.shown_a)
            seen[name] = set(ours.values_list("look_number", flat=True)), runs.count()

    assert seen == {"mona": ({1, 2}, 2), "dora": ({1, 2, 3}, 2), "mila": ({1}, 0), "ann": ({1}, 0)}


def test_a_model_of_one_segment_does_not_see_the_rehearsals_of_another():
    segment = RunwaySegmentFactory()
    walker = EventModelFactory(event=segment.event).fashion_model
    LineupEntryFactory(segment=segment, fashion_model=walker)
    other = RunwaySegmentFactory(event=segment.event)
    for place in (segment, other, None):
        RehearsalScheduleFactory(event=segment.event, segment=place)

    with acting_as(walker.user):
        seen = set(RehearsalSchedule.objects.values_list("segment", flat=True))

    assert seen == {segment.pk, None}
