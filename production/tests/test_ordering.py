"""Segments and looks change places; what a show needs is confirmed and done."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, everything, stored
from production.exceptions import AlreadyFirst
from production.models import LineupEntry, TechnicalRequirement
from production.ordering import move_earlier
from production.preparing import complete_requirement, confirm_requirement, reopen_requirement

from .factories import LineupEntryFactory, RunwaySegmentFactory, TechnicalRequirementFactory

pytestmark = pytest.mark.django_db
RULES = {
    "confirm": confirm_requirement, "complete": complete_requirement, "reopen": reopen_requirement,
}  # fmt: skip


@pytest.fixture
def looks():
    segment = RunwaySegmentFactory(position=5)
    return [
        LineupEntryFactory(segment=segment, position=position, look_number=number)
        for position, number in [(1, 7), (4, 8), (9, 9)]
    ]


def order(looks):
    with everything():
        connection.check_constraints()
        rows = LineupEntry.objects.filter(segment=looks[0].segment).order_by("position")
        return list(rows.values_list("position", "look_number"))


def test_a_look_moves_before_the_one_it_followed(looks):
    olga = looks[0].event.organizer

    with acting_as(olga):
        move_earlier(looks[2], by=olga, at=NOON)

    assert order(looks) == [(1, 7), (4, 9), (9, 8)]


def test_the_first_stays_first(looks):
    olga = looks[0].event.organizer

    with acting_as(olga), pytest.raises(AlreadyFirst, match="comes first already"):
        move_earlier(looks[0], by=olga, at=NOON)

    assert order(looks) == [(1, 7), (4, 8), (9, 9)]


def test_a_segment_moves_with_its_looks(looks):
    second = looks[0].segment
    first = RunwaySegmentFactory(event=second.event, position=4)
    RunwaySegmentFactory(position=4)  # of another event
    olga = second.event.organizer

    with acting_as(olga):
        move_earlier(second, by=olga, at=NOON)

    assert stored(second).position < stored(first).position


def test_only_who_produces_the_show_moves_its_looks(looks):
    event = looks[0].event
    producer = EventTeamMemberFactory(event=event, permissions=["production"]).user
    seller = EventTeamMemberFactory(event=event, permissions=["sell"]).user

    for person in (seller, EventFactory().organizer, None):
        with acting_as(person), pytest.raises(PermissionDenied):
            move_earlier(looks[1], by=person, at=NOON)
    assert order(looks) == [(1, 7), (4, 8), (9, 9)]

    with acting_as(producer):
        move_earlier(looks[1], by=producer, at=NOON)
    assert order(looks) == [(1, 8), (4, 7), (9, 9)]


@pytest.mark.parametrize(
    ("rules", "status", "stamps"),
    [
        (["confirm"], "confirmed", (NOON, None)),
        (["confirm", "complete"], "completed", (NOON, NOON)),
        (["confirm", "reopen"], "pending", (None, None)),
    ],
)
def test_a_need_is_confirmed_and_then_done(rules, status, stamps):
    need = TechnicalRequirementFactory()
    olga = need.event.organizer

    with acting_as(olga):
        for rule in rules:
            RULES[rule](need, by=olga, at=NOON)

    now = stored(need)
    assert (now.status, (now.confirmed_at, now.completed_at)) == (status, stamps)


@pytest.mark.parametrize(
    ("before", "rule"), [([], "complete"), ([], "reopen"), (["confirm", "complete"], "reopen")]
)
def test_a_need_goes_one_step_after_the_other(before, rule):
    need = TechnicalRequirementFactory()
    olga = need.event.organizer
    with acting_as(olga):
        for earlier in before:
            RULES[earlier](need, by=olga, at=NOON)
        status = need.status

        with pytest.raises(NotFromHere):
            RULES[rule](need, by=olga, at=NOON)

    assert stored(need).status == status


def test_only_who_produces_the_show_confirms(world):
    for person in (world.tess, world.dora, world.boris, None):
        with acting_as(person), pytest.raises(TechnicalRequirement.DoesNotExist):
            confirm_requirement(world.smoke_a, by=person, at=NOON)

    assert stored(world.smoke_a).status == "pending"
