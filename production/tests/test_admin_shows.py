"""The desk's pages of a show: its segments, looks, needs and rehearsals."""

import pytest
from django.db import connection

from events.tests.factories import EventFactory
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, page_of
from production.models import LineupEntry, RunwaySegment
from production.tests.factories import (
    EventCollectionFactory,
    LineupEntryFactory,
    RehearsalScheduleFactory,
    RunwaySegmentFactory,
    TechnicalRequirementFactory,
)

SEGMENTS, LOOKS, NEEDS, REHEARSALS = PAGES = [
    f"/admin/production/{kind}/"
    for kind in ("runwaysegment", "lineupentry", "technicalrequirement", "rehearsalschedule")
]


@pytest.mark.parametrize("path", PAGES)
def test_a_show_is_run_by_who_produces_it(world, client, path):
    own, rivals = {
        SEGMENTS: ("opening_a", "opening_b"), LOOKS: ("look_a", "look_b"),
        NEEDS: ("smoke_a", "smoke_b"), REHEARSALS: ("run_a", "run_b"),
    }[path]  # fmt: skip
    own, rivals = getattr(world, own), getattr(world, rivals)
    found = {}

    for name in ("olga", "admin"):
        client.force_login(getattr(world, name))
        page = client.get(path).content.decode()
        found[name] = page_of(own) in page, page_of(rivals) in page
        assert client.get(page_of(own)).status_code == 200
    for name in ("tess", "mona", "dora", "ann"):
        client.force_login(getattr(world, name))
        assert client.get(path, follow=True).status_code == 403

    assert found == {"olga": (True, False), "admin": (True, True)}


def test_a_segment_is_planned_with_its_looks(db, client):
    event = EventFactory()
    collection = EventCollectionFactory(event=event).collection
    client.force_login(event.organizer)

    page = client.get(f"{SEGMENTS}add/")
    client.post(f"{SEGMENTS}add/", filled_in(
        page, event=str(event.pk), name="Ebb", position="1", duration="560",
        technical_requirements_light="Blue wash", entries__TOTAL_FORMS="1",
        entries__0__position="1", entries__0__look_number="7",
        entries__0__collection=str(collection.pk),
    ))  # fmt: skip

    with everything():
        segment = RunwaySegment.objects.get(event=event)
        look = LineupEntry.objects.get(event=event)
    assert (segment.name, segment.duration, segment.is_public) == ("Ebb", 560, False)
    assert segment.technical_requirements == {"light": "Blue wash"}
    assert (look.segment_id, look.look_number, look.collection_id, look.fashion_model) == (
        segment.pk, 7, collection.pk, None,
    )  # fmt: skip


def test_an_outfit_is_typed_piece_by_piece(db, client):
    look = LineupEntryFactory(outfit_details={"title": "Cape", "pieces": ["cape", "hat"]})
    client.force_login(look.event.organizer)

    page = client.get(page_of(look))
    client.post(page_of(look), filled_in(
        page, outfit_details_pieces="storm cape\n\n hat \ngloves", notes="Mind the clasp."
    ))  # fmt: skip

    assert ">\ncape\nhat</textarea>" in page.content.decode()
    now = stored(look)
    assert now.outfit_details == {"title": "Cape", "pieces": ["storm cape", "hat", "gloves"]}
    assert now.notes == "Mind the clasp."


def test_what_the_event_does_not_show_is_refused_in_words(db, client):
    look = LineupEntryFactory()
    other = EventCollectionFactory(event__organizer=look.event.organizer).collection
    client.force_login(look.event.organizer)

    page = client.get(page_of(look))
    answer = client.post(page_of(look), filled_in(page, collection=str(other.pk)))

    assert "Add this to what the event shows first." in answer.content.decode()
    assert stored(look).collection_id == look.collection_id


def test_looks_move_and_needs_are_confirmed_by_rules(db, client):
    first = LineupEntryFactory(position=1)
    second = LineupEntryFactory(segment=first.segment, position=2)
    need = TechnicalRequirementFactory(event=first.event)
    client.force_login(first.event.organizer)

    for action, path, row in [
        ("move_earlier", LOOKS, second), ("move_earlier", LOOKS, second),
        ("confirm_requirement", NEEDS, need),
    ]:  # fmt: skip
        answer = client.post(path, {"action": action, "_selected_action": row.pk}, follow=True)
        if action == "move_earlier":
            refused = "This comes first already." in answer.content.decode()

    assert refused
    assert (stored(first).position, stored(second).position) == (2, 1)
    assert stored(need).status == "confirmed"


def test_two_rehearsals_at_a_place_are_refused_in_words(db, client):
    run = RehearsalScheduleFactory(location="Hall")
    other = RehearsalScheduleFactory(event=run.event, location="Attic")
    client.force_login(run.event.organizer)

    page = client.get(page_of(other))
    answer = client.post(page_of(other), filled_in(page, location="HALL"))

    assert "Another rehearsal is at this place at that time." in answer.content.decode()
    assert stored(other).location == "Attic"


@pytest.mark.parametrize(
    ("path", "factory"),
    [
        (SEGMENTS, RunwaySegmentFactory),
        (LOOKS, LineupEntryFactory),
        (NEEDS, TechnicalRequirementFactory),
        (REHEARSALS, RehearsalScheduleFactory),
    ],
)
def test_the_lists_cost_the_same_for_one_and_three(
    db, client, django_assert_num_queries, path, factory
):
    olga = EventFactory().organizer
    of_olga = "segment__event__organizer" if path == LOOKS else "event__organizer"
    client.force_login(olga)
    factory(**{of_olga: olga})

    with django_assert_num_queries(8):
        client.get(path)
    for _more in range(2):
        factory(**{of_olga: olga})
    with django_assert_num_queries(8):
        client.get(path)


def test_looks_change_places_and_two_never_have_the_same(db, client):
    segment = RunwaySegmentFactory()
    looks = [LineupEntryFactory(segment=segment, position=n, look_number=n) for n in (1, 2, 3)]
    client.force_login(segment.event.organizer)
    page = client.get(page_of(segment))

    said = client.post(page_of(segment), filled_in(page, entries__0__position="2"))
    assert "Two looks have the same place in the line-up." in said.content.decode()
    assert [stored(look).position for look in looks] == [1, 2, 3]
    client.post(page_of(segment), filled_in(
        page, entries__0__position="2", entries__1__position="3", entries__2__position="1"
    ))  # fmt: skip

    connection.check_constraints()
    assert [stored(look).position for look in looks] == [2, 3, 1]
