"""Who may do what at which event: owners, teams, whoever works a shift, and nobody else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events import permissions
from events.access import PERMISSIONS, AtMyEvents
from events.models import Event, EventTeamMember
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import everything

QUESTIONS = ["can_enter_admin", "can_view_events", "can_edit_programme", "owns_events"]


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("admin", [True, True, True, True]),
        ("olga", [True, True, True, True]),
        ("tess", [True, True, False, False]),  # sells
        ("rita", [True, True, False, False]),  # refunds
        ("hal", [True, True, False, False]),  # plans staff
        ("ann", [False, False, False, False]),
        ("stan", [False, False, False, False]),  # at the door, not in the office
        ("rex", [False, False, False, False]),  # was an organizer
        ("ivan", [False, False, False, False]),  # an admin no more
        ("pat", [False, False, False, False]),  # not confirmed
    ],
)
def test_what_opens_to_whom(world, name, answers):
    person = getattr(world, name)

    with acting_as(person):
        found = [getattr(permissions, question)(person) for question in QUESTIONS]

    assert found == answers


def test_a_programmer_of_a_team_edits_and_owns_nothing(world):
    member = EventTeamMemberFactory(event=world.shown_a, permissions=["programme"])

    with acting_as(member.user):
        found = [getattr(permissions, question)(member.user) for question in QUESTIONS]

    assert found == [True, True, True, False]


def test_team_permissions_are_read_once_a_request(world, django_assert_num_queries):
    with acting_as(world.tess), django_assert_num_queries(1):
        assert permissions.may_somewhere(world.tess, "sell", "refund")
        assert not permissions.may_somewhere(world.tess, "refund", "finance")
    with acting_as(world.olga), django_assert_num_queries(0):
        assert permissions.may_somewhere(world.olga, "finance")


def titles(person, permission):
    with acting_as(person):
        mine = Event.objects.filter(AtMyEvents("pk", permission)).order_by("title")
        return [event.title for event in mine]


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_owners_may_everything_at_their_own_and_nothing_elsewhere(world, permission):
    assert titles(world.olga, permission) == ["Draft A", "Show A"]
    assert titles(world.boris, permission) == ["Draft B", "Show B"]
    for name in ("ann", "admin", "rex", "tim", "pat", "ivan"):
        assert titles(getattr(world, name), permission) == []
    assert titles(None, permission) == []


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_colleagues_may_what_their_row_says_where_it_says_and_always_look(world, permission):
    everywhere, one_event = ["Draft A", "Show A"], ["Show A"]

    def expected(own, where, besides=()):
        return sorted([*(where if permission in ("view", *own.split()) else []), *besides])

    assert titles(world.tess, permission) == expected("sell", one_event)
    assert titles(world.rita, permission) == expected("refund", one_event)
    assert titles(world.hal, permission) == expected("staff", everywhere)
    assert titles(world.faye, permission) == expected("finance marketing", everywhere)
    assert titles(world.paul, permission) == expected("programme", everywhere, ["Show P"])


def test_a_team_follows_its_organizer_out(world):
    assert titles(world.tess, "sell") == ["Show A"]

    with everything():
        type(world.olga).objects.filter(pk=world.olga.pk).update(status="inactive")

    assert titles(world.tess, "sell") == []
    assert titles(world.olga, "view") == []


def test_a_permission_nobody_knows_is_an_error_at_once():
    with pytest.raises(LookupError, match="dor"):
        AtMyEvents("pk", "dor")


@pytest.mark.django_db
def test_the_database_knows_the_permissions_too():
    event = EventFactory()

    with pytest.raises(IntegrityError, match="event_team_permissions_known"):
        with transaction.atomic():
            EventTeamMemberFactory(event=event, permissions=["sell", "dor"])
    with pytest.raises(IntegrityError, match="event_team_not_the_owner"), transaction.atomic():
        EventTeamMemberFactory(event=event, user=event.organizer)
    member = EventTeamMemberFactory(event=event)
    with pytest.raises(IntegrityError, match="event_team_once"), transaction.atomic():
        EventTeamMemberFactory(event=event, user=member.user)

    with everything():
        assert EventTeamMember.objects.filter(event=event).count() == 1
    assert str(member) == f"team member {str(member.user_id)[:8]}"


@pytest.mark.django_db
def test_a_team_row_for_all_events_counts_for_those_to_come():
    first = EventFactory()
    member = EventTeamMemberFactory(event=None, organizer=first.organizer, permissions=["sell"])
    second = EventFactory(organizer=first.organizer, start_date=first.start_date + timedelta(1))

    with acting_as(member.user):
        mine = Event.objects.filter(AtMyEvents("pk", "sell")).order_by("start_date")
        assert list(mine) == [first, second]
