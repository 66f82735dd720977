"""The day itself: who comes and goes, who does not, and the hours that come of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, VenueFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.models import Export
from fashionista.common.testing import NOON, everything, stored
from fashionista.common.tests.races import race
from staffing.attendance import check_in, check_out, mark_no_show, undo
from staffing.board import Standing, board_of, today_of
from staffing.exceptions import (
    AlreadyWorks,
    IsHere,
    NotMissing,
    ShiftFull,
    ShiftOver,
    TooEarly,
    TooLateToUndo,
)
from staffing.hours import hours_table
from staffing.models import StaffAssignment
from staffing.rostering import accept_offer, cancel_assignment, complete_assignment, offer_shift
from staffing.tests.factories import ShiftFactory, StaffAssignmentFactory, StaffMemberFactory

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def shift(db):
    event = EventFactory(
        venue=VenueFactory(timezone="Europe/Rome"),
        start_date=NOON + 24 * HOUR,
        end_date=NOON + 28 * HOUR,
    )
    return ShiftFactory(
        event=event, name="Doors", start_time=event.start_date, end_time=event.end_date
    )


@pytest.fixture
def row(shift):
    return work(shift, "Fay Fitting")


def work(shift, name, **fields):
    member = StaffMemberFactory(
        organizer=shift.event.organizer, user=UserFactory(full_name=name), role__name=f"R {name}"
    )
    return StaffAssignmentFactory(shift=shift, staff=member, **fields)


def tap(rule, row, at):
    with everything():
        organizer = row.event.organizer
    with acting_as(organizer):
        return rule(row, by=organizer, at=at)


def noted(row):
    now = stored(row)
    return now.status, now.checked_in_at, now.checked_out_at


def test_somebody_comes_and_goes_and_has_worked(row):
    came, went = row.start_time - 5 * MINUTE, row.end_time + 20 * MINUTE
    tap(check_in, row, came)
    assert noted(row) == ("scheduled", came, None)
    tap(check_out, row, went)

    assert noted(row) == ("completed", came, went)
    now = stored(row)
    assert (now.closed_at, now.planned_minutes, now.actual_minutes) == (went, 240, 265)


def test_nobody_comes_too_early_twice_or_after_the_end(row):
    with pytest.raises(TooEarly):
        tap(check_in, row, row.start_time - 2 * HOUR - MINUTE)
    with pytest.raises(ShiftOver):
        tap(check_in, row, row.end_time)
    with pytest.raises(NotFromHere):
        tap(check_out, row, row.start_time)
    tap(check_in, row, row.start_time)
    with pytest.raises(NotFromHere):
        tap(check_in, row, row.start_time + MINUTE)

    assert noted(row) == ("scheduled", row.start_time, None)


def test_who_does_not_come_is_missing_after_half_an_hour_and_their_place_is_free(row, shift):
    with pytest.raises(NotMissing):
        tap(mark_no_show, row, row.start_time + 29 * MINUTE)
    late = row.start_time + 30 * MINUTE
    tap(mark_no_show, row, late)
    assert (stored(row).status, stored(row).closed_at) == ("no_show", late)

    member, organizer = StaffMemberFactory(organizer=shift.event.organizer), shift.event.organizer
    with acting_as(organizer):
        instead = offer_shift(shift, member, by=organizer, at=late)

    assert instead.slot == row.slot
    with pytest.raises(ShiftFull):
        tap(undo, row, late + MINUTE)
    assert stored(row).status == "no_show"


def test_who_is_here_is_not_missing_nor_called_off(row):
    tap(check_in, row, row.start_time)

    with pytest.raises(NotFromHere):
        tap(mark_no_show, row, row.start_time + HOUR)
    with pytest.raises(IsHere):
        tap(cancel_assignment, row, row.start_time + HOUR)
    tap(complete_assignment, row, row.start_time + HOUR)

    assert noted(row) == ("completed", row.start_time, row.start_time + HOUR)


def test_slips_are_undone_step_by_step_for_a_while(row):
    start = row.start_time
    with pytest.raises(NotFromHere):
        tap(undo, row, start)
    tap(check_in, row, start)
    tap(check_out, row, start + MINUTE)
    tap(undo, row, start + 2 * MINUTE)
    assert noted(row) == ("scheduled", start, None)
    tap(undo, row, start + 3 * MINUTE)
    assert noted(row) == ("scheduled", None, None)
    tap(check_in, row, start + 4 * MINUTE)
    with pytest.raises(TooLateToUndo):
        tap(undo, row, start + 20 * MINUTE)

    assert noted(row) == ("scheduled", start + 4 * MINUTE, None)
    assert stored(row).closed_at is None


def test_undoing_a_no_show_asks_whether_they_work_elsewhere_by_now(row):
    late = row.start_time + HOUR
    tap(mark_no_show, row, late)
    elsewhere = ShiftFactory(start_time=row.start_time, end_time=row.end_time)
    rivals = StaffMemberFactory(organizer=elsewhere.event.organizer, user=row.user)
    StaffAssignmentFactory(shift=elsewhere, staff=rivals)

    with pytest.raises(AlreadyWorks):
        tap(undo, row, late + MINUTE)


@pytest.mark.parametrize("status", ["completed", "no_show"])
def test_what_is_over_is_not_accepted_anew(shift, status):
    row = work(shift, "Fay Fitting", status=status)

    with everything():
        person = row.user
    with acting_as(person), pytest.raises(NotFromHere):
        accept_offer(row, by=person, at=NOON)
    assert stored(row).status == status


def test_neither_they_themselves_nor_a_rival_notes_it(row):
    with everything():
        people = [row.user, EventFactory().organizer]

    for person in people:
        with acting_as(person), pytest.raises(StaffAssignment.DoesNotExist):
            check_in(row, by=person, at=row.start_time)
    assert noted(row) == ("scheduled", None, None)


@pytest.mark.django_db(transaction=True)
def test_of_two_taps_at_once_one_counts():
    shift = ShiftFactory(start_time=NOON, end_time=NOON + HOUR)
    row = work(shift, "Fay Fitting")

    outcomes = race(lambda: tap(check_in, row, NOON), lambda: tap(mark_no_show, row, NOON + HOUR))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "NotFromHere", "StaffAssignment",
    ]  # fmt: skip


def board(shift, at):
    event = shift.event
    with acting_as(event.organizer):
        found = board_of(event, today_of(event, at), at=at)
        return found, {
            str(standing): [entry.assignment.staff.user.full_name for entry in entries]
            for standing, entries in found.groups
        }


def test_the_late_and_the_missing_are_on_top(shift):
    with everything():
        shift.required_staff = 9
        shift.save()
    start = shift.start_time
    work(shift, "Mia Missing", slot=1)
    here = {"status": "scheduled", "checked_in_at": start}
    work(shift, "Hal Here", slot=2, **here)
    done = {"checked_in_at": start, "checked_out_at": start + 10 * MINUTE}
    work(shift, "Dee Done", slot=3, status="completed", **done)
    work(shift, "Ada Absent", slot=4, status="no_show")
    work(shift, "Ole Offered", slot=5, status="offered")
    work(shift, "Cal Cancelled", slot=6, status="cancelled")
    later = ShiftFactory(
        event=shift.event, start_time=start + 45 * MINUTE, end_time=start + 2 * HOUR
    )
    work(later, "Nell Next")
    soon = ShiftFactory(event=shift.event, start_time=start + 20 * MINUTE, end_time=later.end_time)
    work(soon, "Lou Late")

    found, groups = board(shift, start + 40 * MINUTE)

    assert list(groups.items()) == [
        ("missing", ["Mia Missing"]), ("late", ["Lou Late"]), ("here", ["Hal Here"]),
        ("next", ["Nell Next"]), ("done", ["Dee Done", "Ada Absent"]),
    ]  # fmt: skip
    assert (found.here, found.unanswered) == (1, 1)
    assert (found.planned_minutes, found.actual_minutes) == (4 * 240 + 75 + 100, 10)
    assert [entry.minutes_late for entry in found.entries] == [40, 20, 0, 0, 0, 0]


def test_a_night_shift_keeps_its_day_until_it_is_over(shift):
    night = ShiftFactory(event=shift.event, start_time=NOON + 34 * HOUR, end_time=NOON + 40 * HOUR)
    work(night, "Nat Night")

    assert board(shift, NOON + 39 * HOUR)[1] == {Standing.MISSING: ["Nat Night"]}
    assert board(shift, NOON + 43 * HOUR)[1] == {}


def test_hours_are_planned_and_actual_with_a_sum(shift):
    start = shift.start_time
    with everything():
        shift.required_staff = 2
        shift.save()
    work(shift, "=Fay", status="completed", checked_in_at=start, checked_out_at=start + HOUR)
    work(shift, "Gil", slot=2, status="no_show")
    with acting_as(shift.event.organizer):
        rows = StaffAssignment.objects.select_related("staff__user", "role", "shift")
        lines = list(hours_table(rows.order_by("slot"), shift.event.venue.zone))

    assert lines[1:] == [
        ["=Fay", "R =Fay", "Doors", "completed", "2099-11-23 13:00", "2099-11-23 17:00", 240,
         "2099-11-23 13:00", "2099-11-23 14:00", 60],
        ["Gil", "R Gil", "Doors", "did not come", "2099-11-23 13:00", "2099-11-23 17:00", 240,
         "", "", ""],
        ["In all", "", "", "", "", "", 480, "", "", 60],
    ]  # fmt: skip


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def now(shift):
    """The same on the real clock, which the page reads."""
    at = timezone.now()
    with everything():
        shift.start_time, shift.end_time = at - 40 * MINUTE, at + 3 * HOUR
        shift.save()
    return at


def test_the_page_takes_taps_and_gives_the_hours(shift, client, now):
    row = work(shift, "Mia Missing")
    event = shift.event
    client.force_login(event.organizer)
    page = f"/admin/staffing/shift/{event.pk}/day/"
    assert "Missing <span" in words(client.get(page))

    came = words(client.post(page, {"in": row.pk}, follow=True))
    assert "Mia Missing has come." in came
    assert "1 at work now" in came
    assert "Mia Missing: This has moved on" in words(
        client.post(page, {"missed": row.pk}, follow=True)
    )
    client.post(page, {"out": row.pk})
    assert stored(row).status == "completed"
    assert "that is undone" in words(client.post(page, {"undo": row.pk}, follow=True))
    assert stored(row).status == "scheduled"

    file = client.post(page, {"hours": "day"})
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert "Mia Missing" in file.content.decode()
    with everything():
        export = Export.objects.get()
    assert (export.what, export.rows, export.person_id) == (
        "staff_assignments", 1, event.organizer_id,
    )  # fmt: skip


def test_the_page_is_for_who_plans_there(row, client, now):
    page = f"/admin/staffing/shift/{row.event_id}/day/"
    rival = EventFactory().organizer
    theirs = f"/admin/staffing/shift/{EventFactory(organizer=rival).pk}/day/"

    client.force_login(rival)
    assert client.get(page).status_code == 403
    assert client.post(theirs, {"in": row.pk}).status_code == 404
    assert noted(row) == ("scheduled", None, None)


def test_the_page_costs_the_same_for_one_and_three(
    shift, client, now, django_assert_max_num_queries
):
    client.force_login(shift.event.organizer)
    with everything():
        shift.required_staff = 3
        shift.save()
    for slot in (1, 2, 3):
        work(shift, f"Fay {slot}", slot=slot)
        with django_assert_max_num_queries(8):
            client.get(f"/admin/staffing/shift/{shift.event.pk}/day/")
