"""The desk's pages of staff: for whom plans it, one's own crew only, status by rules."""

import pytest

from events.tests.factories import EventFactory
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, page_of
from staffing.models import Shift, StaffAssignment, StaffMember, StaffRole
from staffing.tests.factories import (
    ShiftFactory,
    StaffAssignmentFactory,
    StaffMemberFactory,
    StaffRoleFactory,
)

ROLES = "/admin/staffing/staffrole/"
STAFF = "/admin/staffing/staffmember/"
SHIFTS = "/admin/staffing/shift/"
ASSIGNMENTS = "/admin/staffing/staffassignment/"


def names_on(client, path):
    page = client.get(path).content.decode()
    return {name for name in ("Stan", "Sue", "Nina", "Una", "Vic") if f"{name} Canary</a>" in page}


@pytest.mark.parametrize(
    ("name", "crew", "planned"),
    [
        ("olga", {"Stan", "Nina", "Una", "Vic"}, {"Stan", "Nina", "Una", "Vic"}),
        ("hal", {"Stan", "Nina", "Una", "Vic"}, {"Stan", "Nina", "Una", "Vic"}),
        ("boris", {"Sue"}, {"Sue"}),
        ("admin", {"Stan", "Sue", "Nina", "Una", "Vic"}, {"Stan", "Sue", "Nina", "Una", "Vic"}),
    ],
)
def test_who_plans_staff_sees_their_own_crew(world, client, name, crew, planned):
    client.force_login(getattr(world, name))

    assert names_on(client, STAFF) == crew
    assert names_on(client, ASSIGNMENTS) == planned


@pytest.mark.parametrize("name", ["tess", "rita", "stan", "ann"])
def test_these_pages_are_not_for_others(world, client, name):
    client.force_login(getattr(world, name))

    for path in (ROLES, STAFF, SHIFTS, ASSIGNMENTS, page_of(world.shift_a), page_of(world.door)):
        assert client.get(path, follow=True).status_code == 403


def test_a_rivals_crew_is_not_there(world, client):
    client.force_login(world.boris)

    for row in (world.staff_a, world.shift_a, world.assignment_a):
        assert client.get(page_of(row))["Location"] == "/admin/"
    for path, action, row in [
        (STAFF, "deactivate_staff", world.staff_a),
        (ASSIGNMENTS, "cancel_assignment", world.assignment_a),
    ]:
        client.post(path, {"action": action, "_selected_action": row.pk})

    assert (stored(world.staff_a).status, stored(world.assignment_a).status) == (
        "active", "scheduled",
    )  # fmt: skip


def test_actions_move_people_by_the_rules(world, client):
    client.force_login(world.hal)
    statuses = []

    for path, action, row in [
        (ASSIGNMENTS, "withdraw_offer", world.asked_a),
        (ASSIGNMENTS, "complete_assignment", world.assignment_a),
        (ASSIGNMENTS, "cancel_assignment", world.assignment_a),
        (ASSIGNMENTS, "cancel_assignment", world.assignment_a),
        (STAFF, "deactivate_staff", world.staff_a),
        (STAFF, "reactivate_staff", world.staff_a),
    ]:
        answer = client.post(path, {"action": action, "_selected_action": row.pk}, follow=True)
        page = answer.content.decode()
        refused = "This has moved on meanwhile" in page or "This shift has not begun" in page
        statuses.append((stored(row).status, refused))

    assert statuses == [
        ("withdrawn", False), ("scheduled", True), ("cancelled", False), ("cancelled", True),
        ("inactive", False), ("active", False),
    ]  # fmt: skip


def test_a_shift_is_planned_with_whom_it_is_offered_to(world, client):
    client.force_login(world.hal)

    page = client.get(f"{SHIFTS}add/")
    client.post(f"{SHIFTS}add/", filled_in(
        page, event=str(world.shown_a.pk), required_staff="2", assignments__TOTAL_FORMS="1",
        start_time_0="2099-12-21", start_time_1="10:00",
        end_time_0="2099-12-21", end_time_1="12:00",
        assignments__0__staff=str(world.staff_a.pk), assignments__0__role=str(world.door.pk),
        assignments__0__status="completed",
    ))  # fmt: skip

    with everything():
        new = Shift.objects.get(start_time__date="2099-12-21")
        (assignment,) = StaffAssignment.objects.filter(shift=new)
    assert (assignment.event_id, assignment.staff_id) == (world.shown_a.pk, world.staff_a.pk)
    assert (assignment.user_id, assignment.status) == (world.stan.pk, "offered")

    client.post(page_of(new), filled_in(client.get(page_of(new)), start_time_1="11:00"))
    assert stored(assignment).start_time == stored(new).start_time != new.start_time


def test_refusals_are_read_on_the_page_and_nothing_is_kept(world, client):
    client.force_login(world.hal)
    page = client.get(page_of(world.shift_a))
    more = {
        "assignments__TOTAL_FORMS": "4",
        "assignments__3__staff": str(world.nina_a.pk),
        "assignments__3__role": str(world.door.pk),
    }

    full = client.post(page_of(world.shift_a), filled_in(page, **more), follow=True)
    small = client.post(page_of(world.shift_a), filled_in(page, required_staff="1"), follow=True)

    assert "This shift is full." in full.content.decode()
    assert "More people are on this shift than that." in small.content.decode()
    with everything():
        assert StaffAssignment.objects.filter(shift=world.shift_a).count() == 3
    assert stored(world.shift_a).required_staff == 2


def test_a_shift_takes_no_staff_of_a_rival_and_no_end_before_its_start(world, client):
    client.force_login(world.hal)
    data = filled_in(client.get(page_of(world.shift_a)), assignments__TOTAL_FORMS="4")

    stolen = client.post(page_of(world.shift_a), data | {
        "assignments-3-staff": str(world.staff_b.pk), "assignments-3-role": str(world.door.pk),
    })  # fmt: skip
    backwards = client.post(page_of(world.shift_a), data | {"end_time_0": "2001-01-01"})

    assert "Select a valid choice." in stolen.content.decode()
    assert "A shift ends after it starts." in backwards.content.decode()
    with everything():
        assert StaffAssignment.objects.filter(shift=world.shift_a).count() == 3
    assert stored(world.shift_a).end_time == world.shift_a.end_time


def test_a_planner_changes_a_role_but_not_whose_staff_it_is(world, client):
    client.force_login(world.hal)

    page = client.get(page_of(world.staff_a))
    client.post(
        page_of(world.staff_a),
        filled_in(page, role=str(world.stage.pk), user=str(world.bob.pk), status="inactive"),
    )

    now = stored(world.staff_a)
    assert (now.role_id, now.user_id, now.status) == (world.stage.pk, world.stan.pk, "active")
    assert client.get(f"{STAFF}add/").status_code == 403


def test_the_platform_keeps_the_roles(world, client):
    client.force_login(world.olga)
    for path in (f"{ROLES}add/", f"{ROLES}{world.door.pk}/delete/"):
        assert client.get(path).status_code == 403
    client.post(page_of(world.door), {"name": "Door", "permissions": ["door", "media"]})
    assert stored(world.door).permissions == ["door"]

    client.force_login(world.admin)
    wrong = client.post(f"{ROLES}add/", {"name": "Photo", "permissions": ["everything"]})
    client.post(f"{ROLES}add/", {"name": "Photo", "permissions": ["media"]})
    client.post(f"{STAFF}add/", {
        "organizer": world.boris.pk, "user": world.ann.pk, "role": world.door.pk,
    })  # fmt: skip

    assert "Select a valid choice. everything is not one" in wrong.content.decode()
    with everything():
        assert StaffRole.objects.get(name="Photo").permissions == ["media"]
        assert StaffMember.objects.filter(user=world.ann, organizer=world.boris).exists()


def add_shift(olga):
    return ShiftFactory(event=EventFactory(organizer=olga))


@pytest.mark.parametrize(
    ("path", "number", "make"),
    [
        (ROLES, 7, lambda olga: StaffRoleFactory()),
        (STAFF, 10, lambda olga: StaffMemberFactory(organizer=olga)),
        (SHIFTS, 8, add_shift),
        (ASSIGNMENTS, 8, lambda olga: StaffAssignmentFactory(shift=add_shift(olga))),
    ],
)
def test_lists_cost_the_same_for_one_and_three(
    db, client, django_assert_num_queries, path, number, make
):
    olga = EventFactory().organizer
    client.force_login(olga)
    make(olga)

    with django_assert_num_queries(number):
        client.get(path)
    for _more in range(2):
        make(olga)
    with django_assert_num_queries(number):
        client.get(path)
