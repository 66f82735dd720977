"""The run of show and the line-up: whole for the team, their own for the cast, for nobody else."""

from datetime import timedelta

import pytest

from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.testing import NOON, everything
from fashionista.common.tests.pages import inline_code, page_of
from production.models import RunwaySegment
from production.timing import running_times, with_looks

from .factories import (
    EventModelFactory,
    LineupEntryFactory,
    RehearsalScheduleFactory,
    RunwaySegmentFactory,
    TechnicalRequirementFactory,
)

pytestmark = pytest.mark.django_db


def pages(event):
    return f"/production/{event.slug}/run-of-show/", f"/production/{event.slug}/line-up/"


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert inline_code(answer) == []
    return answer.content.decode()


def test_segments_follow_each_other_and_wait_for_what_is_planned():
    event = EventFactory.build(start_date=NOON)
    lengths = [600, 300, 300, 60]
    planned = [None, NOON + timedelta(seconds=900), None, NOON + timedelta(seconds=1440)]
    segments = [
        RunwaySegment(event=event, duration=duration, planned_start=start)
        for duration, start in zip(lengths, planned, strict=True)
    ]

    timed = list(running_times(segments, NOON))

    assert [(each.starts_at - NOON).total_seconds() for each in timed] == [0, 900, 1200, 1500]
    assert [each.seconds_late for each in timed] == [0, 0, 0, 60]


def test_a_change_is_tight_when_it_takes_longer_than_there_is():
    first = RunwaySegmentFactory(position=1, duration=120)
    second = RunwaySegmentFactory(event=first.event, position=2)
    worn = {"fashion_model": EventModelFactory(event=first.event).fashion_model, "walk": 50}
    for segment, position, number, fields in [
        (first, 1, 1, worn),
        (first, 2, 2, {}),
        (first, 3, 3, worn | {"change": 11}),
        (second, 1, 4, worn | {"change": 20}),
    ]:
        LineupEntryFactory(
            segment=segment, position=position, look_number=number, cadence=30, **fields
        )

    with everything():
        segments = first.event.segments.order_by("position").prefetch_related("entries")
        timed = with_looks(list(running_times(segments, NOON)))
        looks = [look for each in timed for look in each.looks]

    # On at 0, 60 and 120; off at 50 and 110.
    assert [(look.after, look.seconds_to_change, look.is_tight) for look in looks] == [
        (None, None, False), (None, None, False), (1, 10, True), (3, 10, True),
    ]  # fmt: skip


def test_the_team_reads_the_run_of_show_in_the_venues_time(client):
    event = EventFactory(start_date=NOON)  # 13:00 in Brussels
    RunwaySegmentFactory(event=event, name="Ebb", duration=560, position=1)
    RunwaySegmentFactory(
        event=event, name="Flood", duration=100, position=2,
        technical_requirements={"light": "Blue wash"},
    )  # fmt: skip
    TechnicalRequirementFactory(event=event, title="Smoke", requirements={"quantity": "2 cans"})
    RehearsalScheduleFactory(event=event, location="Attic", start_time=NOON - timedelta(hours=3))
    client.force_login(EventTeamMemberFactory(event=event, permissions=["production"]).user)

    page = read(client, pages(event)[0])

    for words in (
        "11:00 minutes in all.", "The runway is clear at 13:11.", "13:00:00", "13:09:20",
        "Blue wash", "Smoke", "2 cans", "Pending", "Attic", "10:00",
    ):  # fmt: skip
        assert words in page


def test_the_team_reads_every_look_with_its_time_and_what_is_tight(client):
    segment = RunwaySegmentFactory(event__start_date=NOON)
    walker = EventModelFactory(event=segment.event, fashion_model__display_name="Amara")
    for number in (1, 2):
        LineupEntryFactory(
            segment=segment, position=number, look_number=number, walk=10, notes="Mind the clasp.",
            fashion_model=walker.fashion_model, outfit_details={"pieces": ["cape", "hat"]},
        )  # fmt: skip
    LineupEntryFactory(segment=segment, position=3)
    client.force_login(segment.event.organizer)

    page = read(client, pages(segment.event)[1])

    for words in (
        "1 change is tight.", "Tight: 0:10 after look 1, needs 2:00", "13:00:20", "Amara",
        "cape, hat", "Mind the clasp.", "To be cast",
    ):  # fmt: skip
        assert words in page


def test_the_cast_reads_its_own_part(world, client):
    with everything():
        for name, title in [("look_a", "Cape A"), ("uncast_a", "Gown A")]:
            look = getattr(world, name)
            look.outfit_details = {"title": title}
            look.save()
    run, looks = pages(world.shown_a)
    found = {}

    for name in ("mona", "dora"):
        client.force_login(getattr(world, name))
        page, plan = read(client, looks), read(client, run)
        found[name] = "Cape A" in page, "Gown A" in page
        assert "Your looks, in order." in page
        assert "Dresser Canary" in page
        assert "Finale" in plan
        assert "Light Canary" not in plan
        assert "Smoke" not in plan

    assert found == {"mona": (True, False), "dora": (True, True)}


def test_these_pages_are_for_nobody_else(world, client):
    workshop = EventFactory(type="workshop")

    for path in pages(world.shown_a):
        assert client.get(path).status_code == 302
        for name, status in [
            ("olga", 200), ("admin", 200), ("mona", 200), ("boris", 404), ("mila", 404),
            ("tess", 404), ("ann", 404),
        ]:  # fmt: skip
            client.force_login(getattr(world, name))
            assert client.get(path).status_code == status
        client.logout()
    client.force_login(workshop.organizer)
    assert [client.get(path).status_code for path in pages(workshop)] == [404, 404]


def test_an_empty_show_says_so(client):
    event = EventFactory()
    client.force_login(event.organizer)
    run, looks = pages(event)

    assert "No segments yet" in read(client, run)
    assert "No looks yet" in read(client, looks)


def test_the_pages_cost_the_same_for_one_look_and_for_three(client, django_assert_num_queries):
    segment = RunwaySegmentFactory()
    client.force_login(segment.event.organizer)
    run, looks = pages(segment.event)

    for count in (1, 2):
        for _more in range(count):
            walks = EventModelFactory(event=segment.event)
            LineupEntryFactory(segment=segment, fashion_model=walks.fashion_model)
            RunwaySegmentFactory(event=segment.event)
            TechnicalRequirementFactory(event=segment.event, segment=segment)
            RehearsalScheduleFactory(event=segment.event)
        with django_assert_num_queries(6):
            client.get(run)
        with django_assert_num_queries(8):
            client.get(looks)


def test_the_events_page_leads_to_both(world, client):
    addresses = pages(world.shown_a)

    def linked(name):
        client.force_login(getattr(world, name))
        page = client.get(page_of(world.shown_a)).content.decode()
        return [f'href="{address}"' in page for address in addresses]

    assert linked("olga") == [True, True]
    assert linked("paul") == [False, False]  # programmes only
