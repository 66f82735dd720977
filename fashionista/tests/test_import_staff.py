"""Staff from a file: accounts by admins, invitations by organizers, changes of who is there."""

import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from accounts.tests.factories import UserFactory
from communications.models import Notification
from events.tests.factories import EventFactory, EventTeamMemberFactory, OrganizerProfileFactory
from fashionista.common.errors import DomainError
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from fashionista.importing.exceptions import RowsRefused
from staffing.joining import accept
from staffing.models import StaffInvitation, StaffMember
from staffing.tests.factories import (
    ShiftFactory,
    StaffAssignmentFactory,
    StaffMemberFactory,
    StaffRoleFactory,
)

from .test_importing import imported, looked_through, undone

pytestmark = pytest.mark.django_db
HEAD = "email,role,status\n"


@pytest.fixture
def olga():
    return OrganizerProfileFactory().user


@pytest.fixture
def door():
    return StaffRoleFactory(name="Door")


def staff(olga, text, by=None):
    return looked_through(HEAD + text, "staff", by or olga, olga)


def books():
    with everything():
        rows = StaffMember.objects.select_related("user", "role")
        return {row.user.email: (row.role.name, row.status) for row in rows}


def asked():
    """Address and role of the open invitations."""
    with everything():
        rows = StaffInvitation.objects.open(NOON).select_related("role")
        return {row.email: row.role.name for row in rows}


def joined(person):
    """This person follows the link they were sent."""
    drain_outbox()
    body = next(each.body for each in mail.outbox if each.to == [person.email])
    secret = re.search(r"/staff/join/([^/]+)/", body)[1]
    with acting_as(person):
        return accept(secret, by=person, at=NOON)


def test_admins_put_staff_on_the_books(olga):
    ada, dora, dirk = UserFactory(user_type="admin"), UserFactory(), UserFactory()
    StaffRoleFactory(name="Door")
    text = f"email,role,status\n{dora.email},door,\n{dirk.email.upper()},Door,inactive\n"

    row = imported(looked_through(text, "staff", ada, olga), ada)

    with everything():
        members = {(each.user, each.organizer, each.status) for each in StaffMember.objects.all()}
    assert members == {(dora, olga, "active"), (dirk, olga, "inactive")}
    undone(row, ada)
    with everything():
        assert not StaffMember.objects.exists()


def test_faults_of_staff(olga):
    ada, assignment = UserFactory(user_type="admin"), StaffAssignmentFactory()
    with everything():
        house, person = assignment.staff.organizer, assignment.user
    OrganizerProfileFactory(user=house)
    text = (
        "email,role,status\n"
        "nobody@example.org,Juggler,\n"
        f"{person.email},{assignment.role.name},asleep\n"
    )

    row = looked_through(text, "staff", ada, house)

    assert row.faults["2"] == {
        "email": ["Nobody has an account with this address."],
        "role": ["There is no role called “Juggler”."],
    }
    assert row.faults["3"] == {
        "status": ["“asleep” is none of: active, inactive."],
        "email": ["Whoever has this address is on these books already."],
    }


def test_whoever_is_not_on_the_books_is_asked_and_whoever_is_changes(olga, door):
    StaffRoleFactory(name="Stage")
    dora = UserFactory(email="dora@doors.example")
    dirk = StaffMemberFactory(organizer=olga, role=door, user__email="dirk@doors.example").user
    StaffMemberFactory(organizer=olga, role=door, user__email="same@doors.example")
    text = (
        f"Dora@doors.example,door,\n{dirk.email},Stage,inactive\nsame@doors.example,Door,\n"
        "nobody@doors.example,Stage,active\n"
    )

    row = staff(olga, text)
    with everything():
        assert not StaffInvitation.objects.exists()
        assert not Notification.objects.exists()
        row.refresh_from_db()
    assert (row.faults, row.content["outcomes"]) == ({}, {
        "2": "will be asked by mail", "3": "changes on the books", "4": "stays as it is",
        "5": "will be asked by mail",
    })  # fmt: skip
    done = imported(row, olga)

    assert books() == {dirk.email: ("Stage", "inactive"), "same@doors.example": ("Door", "active")}
    assert asked() == {"Dora@doors.example": "Door", "nobody@doors.example": "Stage"}
    drain_outbox()
    assert [each.to for each in mail.outbox] == [["Dora@doors.example"], ["nobody@doors.example"]]
    undone(done, olga)
    assert books() == {dirk.email: ("Door", "active"), "same@doors.example": ("Door", "active")}
    assert asked() == {}
    assert dora.email not in books()
    assert_integrity()


def test_faults_of_who_is_asked(olga, door):
    imported(staff(olga, "dora@doors.example,Door,\n"), olga)
    text = (
        "DORA@doors.example,Door,\nnew@doors.example,Door,inactive\nNEW@doors.example,Door,\n"
        "no address,Juggler,\n"
    )

    row = staff(olga, text)

    assert row.faults == {
        "2": {"email": ["This address has an open invitation already."]},
        "3": {"status": ["Whoever is asked to join is active."]},
        "4": {"email": ["Row 3 says the same."]},
        "5": {
            "email": ["Enter a valid email address."],
            "role": ["There is no role called “Juggler”."],
        },
    }


def test_one_row_that_is_refused_sends_no_mail(olga, door):
    row = staff(olga, "dora@doors.example,Door,\ndirk@doors.example,Door,\n")
    StaffMemberFactory(organizer=olga, user__email="gone@doors.example")
    with everything():
        type(door).objects.filter(pk=door.pk).update(name="Gate")

    with pytest.raises(RowsRefused):
        imported(row, olga)

    with everything():
        assert not Notification.objects.exists()
        assert not StaffInvitation.objects.exists()


def test_undoing_takes_off_who_has_joined_and_not_who_has_shifts(olga, door):
    dora, dirk = UserFactory(email="dora@doors.example"), UserFactory(email="dirk@doors.example")
    row = imported(staff(olga, f"{dora.email},Door,\n{dirk.email},Door,\n"), olga)
    joined(dora)
    member = joined(dirk)
    shift = ShiftFactory(event=EventFactory(organizer=olga))
    assignment = StaffAssignmentFactory(shift=shift, staff=member)

    with pytest.raises(DomainError) as refused:
        undone(row, olga)

    assert refused.value.sentence == (
        "Row 3 cannot be taken back, so nothing was: They have joined and have shifts. Take them"
        " off the books instead."
    )
    assert set(books()) == {dora.email, dirk.email}
    with everything():
        assignment.delete()
    undone(row, olga)
    assert books() == {}


def test_who_has_changed_again_is_not_set_back(olga, door):
    member = StaffMemberFactory(organizer=olga, role=StaffRoleFactory(name="Stage"))
    row = imported(staff(olga, f"{member.user.email},Door,\n"), olga)
    with everything():
        StaffMember.objects.update(role=StaffRoleFactory(name="Gate"))

    with pytest.raises(DomainError, match="Their role or status has changed again meanwhile"):
        undone(row, olga)

    assert books() == {member.user.email: ("Gate", "active")}


def test_only_who_plans_staff_for_all_events_imports_it(olga, door):
    everywhere = {"event": None, "organizer": olga}
    planner = EventTeamMemberFactory(**everywhere, permissions=["staff"]).user
    seller = EventTeamMemberFactory(**everywhere, permissions=["sell"]).user
    text = "dora@doors.example,Door,\n"

    imported(staff(olga, text, planner), planner)

    assert asked() == {"dora@doors.example": "Door"}
    for by in (seller, OrganizerProfileFactory().user):
        with pytest.raises(PermissionDenied):
            staff(olga, text, by)
    assert asked() == {"dora@doors.example": "Door"}


@pytest.mark.parametrize("number", [1, 10])
def test_statements_for_each_invitation_are_few(number, olga, door, django_assert_max_num_queries):
    text = "".join(f"crew-{n}@doors.example,Door,\n" for n in range(number))

    with django_assert_max_num_queries(12 + 20 * number):
        staff(olga, text)
