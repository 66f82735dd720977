"""Who works when, and what that opens and closes at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.access import AtMyEvents
from events.models import Event
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, everything
from staffing.models import StaffAssignment, StaffMember, StaffRole
from staffing.permissions import can_plan_staff
from staffing.rostering import (
    cancel_assignment,
    deactivate_staff,
    reactivate_staff,
)
from staffing.tests.factories import (
    ShiftFactory,
    StaffAssignmentFactory,
    StaffMemberFactory,
    StaffRoleFactory,
)


def may(person, permission="door"):
    with acting_as(person):
        return Event.objects.filter(AtMyEvents("pk", permission)).exists()


def stored(row):
    with everything():
        return type(row).objects.get(pk=row.pk).status


@pytest.fixture
def assignment(db):
    return StaffAssignmentFactory(staff__role__permissions=["door"])


def test_an_assignment_opens_the_door_until_it_is_cancelled(assignment):
    stan, olga = assignment.staff.user, assignment.event.organizer
    assert may(stan)

    with acting_as(olga):
        assert cancel_assignment(assignment, by=olga, at=NOON).status == "cancelled"

    assert (stored(assignment), may(stan)) == ("cancelled", False)


def test_who_is_off_the_books_works_nowhere(assignment):
    member, olga = assignment.staff, assignment.event.organizer

    with acting_as(olga):
        assert deactivate_staff(member, by=olga, at=NOON).status == "inactive"
        assert (stored(member), may(member.user)) == ("inactive", False)
        assert reactivate_staff(member, by=olga, at=NOON).status == "active"

    assert (stored(member), may(member.user)) == ("active", True)


@pytest.mark.parametrize(
    ("rule", "before"), [(deactivate_staff, "inactive"), (reactivate_staff, "active")]
)
def test_staff_come_and_go_once(assignment, rule, before):
    olga = assignment.event.organizer
    with everything():
        StaffMember.objects.update(status=before)

    with acting_as(olga), pytest.raises(NotFromHere):
        rule(assignment.staff, by=olga, at=NOON)

    assert stored(assignment.staff) == before


def test_only_who_plans_staff_there_moves_anybody(assignment):
    seller = EventTeamMemberFactory(event=assignment.event, permissions=["sell"]).user
    rival = EventFactory().organizer

    for person in (assignment.staff.user, seller, rival, None):
        with acting_as(person):
            for rule, row in [
                (cancel_assignment, assignment),
                (deactivate_staff, assignment.staff),
            ]:
                with pytest.raises((PermissionDenied, type(row).DoesNotExist)):
                    rule(row, by=person, at=NOON)
    assert (stored(assignment), stored(assignment.staff)) == ("scheduled", "active")
    planner = EventTeamMemberFactory(
        event=None, organizer=assignment.event.organizer, permissions=["staff"]
    ).user
    with acting_as(planner):
        cancel_assignment(assignment, by=planner, at=NOON)
        deactivate_staff(assignment.staff, by=planner, at=NOON)

    assert (stored(assignment), stored(assignment.staff)) == ("cancelled", "inactive")


@pytest.mark.parametrize(("hours", "open_yet"), [(-13, False), (-11, True), (1, True)])
def test_a_door_stays_open_for_twelve_hours_after_the_shift(db, hours, open_yet):
    now = timezone.now()  # the policy asks the database's clock
    shift = ShiftFactory(
        start_time=now - timedelta(hours=20), end_time=now + timedelta(hours=hours)
    )
    assignment = StaffAssignmentFactory(shift=shift, staff__role__permissions=["door"])

    assert may(assignment.staff.user) == open_yet


@pytest.mark.parametrize(
    ("permission", "opens"),
    [("door", True), ("production", True), ("media", True), ("sell", False), ("finance", False)],
)
def test_a_role_opens_what_a_shift_can_need_and_never_more(db, permission, opens):
    assignment = StaffAssignmentFactory(staff__role__permissions=[permission])

    assert may(assignment.staff.user, permission) == opens
    assert not may(assignment.staff.user, "door" if permission != "door" else "production")


def test_a_shift_opens_its_own_event_only(assignment):
    other = EventFactory(organizer=assignment.event.organizer)

    with acting_as(assignment.staff.user):
        doors = Event.objects.filter(AtMyEvents("pk", "door"))
        assert list(doors) == [assignment.event]
        assert other not in doors


def test_who_plans_staff(assignment):
    olga = assignment.event.organizer
    planner = EventTeamMemberFactory(event=assignment.event, permissions=["staff"]).user
    seller = EventTeamMemberFactory(event=assignment.event, permissions=["sell"]).user

    answers = []
    for person in (olga, planner, seller, assignment.staff.user):
        with acting_as(person):
            answers.append(can_plan_staff(person))

    assert answers == [True, True, False, False]


def test_a_role_takes_permissions_that_exist_only(db):
    for wrong in (["dor"], "door", {"door": True}, 7):
        with acting_as(None), pytest.raises(ValidationError, match="A list of permissions out of"):
            StaffRole(name="Door", permissions=wrong).clean_fields()
    StaffRole(name="Door", permissions=["door", "media"]).clean_fields()


def test_the_database_keeps_rosters_straight(assignment):
    other = ShiftFactory(event=EventFactory(organizer=assignment.event.organizer))

    with pytest.raises(IntegrityError, match="staff_assignments_once_a_shift"):
        with transaction.atomic():
            StaffAssignmentFactory(shift=assignment.shift, staff=assignment.staff)
    with pytest.raises(IntegrityError, match="staff_assignments_one_a_slot"):
        with transaction.atomic():
            StaffAssignmentFactory(shift=assignment.shift)
    with pytest.raises(IntegrityError, match="staff_assignments_within_the_shift"):
        with transaction.atomic():
            StaffAssignmentFactory(shift=assignment.shift, slot=2)
    with pytest.raises(IntegrityError, match="staff_assignments_agrees_on_event"):
        with transaction.atomic():
            StaffAssignmentFactory(shift=assignment.shift, event=other.event, status="cancelled")
    with pytest.raises(IntegrityError, match="staff_once_an_organizer"), transaction.atomic():
        StaffMemberFactory(organizer=assignment.staff.organizer, user=assignment.staff.user)
    with everything():
        StaffAssignment.objects.update(status="cancelled", closed_at=NOON)
        StaffAssignmentFactory(shift=assignment.shift, staff=assignment.staff)

        assert StaffAssignment.objects.count() == 2


def test_rows_are_told_apart_without_names(assignment):
    role = StaffRoleFactory(name="Dresser")

    assert str(role) == "Dresser"
    assert str(assignment.staff) == f"staff {str(assignment.staff.pk)[:8]}"
    assert str(assignment) == f"assignment {str(assignment.pk)[:8]}"
    assert str(assignment.shift) == "22 Dec 11:00 – 15:00"
