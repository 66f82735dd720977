"""Shifts are offered and answered; nobody is in two places, no shift has too many."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.tests.factories import UserFactory
from communications.models import Notification
from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, everything, stored
from fashionista.common.tests.races import race
from staffing.exceptions import (
    AlreadyWorks,
    NotBegun,
    OffTheBooks,
    OnItAlready,
    ShiftFull,
    ShiftOver,
    ShiftTaken,
)
from staffing.models import Shift, StaffAssignment
from staffing.rostering import (
    accept_offer,
    cancel_assignment,
    change_shift,
    complete_assignment,
    decline_offer,
    offer_shift,
    withdraw_offer,
)
from staffing.tests.factories import ShiftFactory, StaffAssignmentFactory, StaffMemberFactory

HOUR = timedelta(hours=1)


@pytest.fixture
def shift(db):
    return ShiftFactory(required_staff=2)


@pytest.fixture
def member(shift):
    return StaffMemberFactory(
        organizer=shift.event.organizer, user=UserFactory(full_name="Stan Stagedoor")
    )


def offer(shift, member, **options):
    organizer = shift.event.organizer
    with acting_as(organizer):
        return offer_shift(shift, member, by=organizer, at=NOON, **options)


def plan(rule, row, *rest, at=NOON):
    with everything():
        organizer = row.event.organizer
    with acting_as(organizer):
        return rule(row, *rest, by=organizer, at=at)


def answer(rule, assignment, at=NOON):
    with everything():
        person = assignment.user
    with acting_as(person):
        return rule(assignment, by=person, at=at)


def messages():
    with everything():
        notes = Notification.objects.select_related("user").order_by("created_at")
        return [(note.user, note.title) for note in notes]


def rows():
    with everything():
        return list(StaffAssignment.objects.order_by("slot").values_list("status", "slot"))


def test_an_offer_is_told_and_accepted_and_the_organizer_is_told(shift, member):
    made = offer(shift, member, notes="Black clothes.")
    accepted = answer(accept_offer, made, at=NOON + HOUR)

    now = stored(made)
    assert (now.user_id, now.role_id) == (member.user_id, member.role_id)
    assert (now.status, now.slot, now.offered_at, now.answered_at) == (
        "scheduled", 1, NOON, NOON + HOUR,
    )  # fmt: skip
    assert (accepted.status, now.notes) == ("scheduled", "Black clothes.")
    assert messages() == [
        (member.user, "A shift for you: Tue 22 December, 12:00"),
        (shift.event.organizer, "A shift is accepted: Tue 22 December, 12:00"),
    ]


def test_a_declined_place_is_free_again(shift, member):
    made = offer(shift, member)
    answer(decline_offer, made)
    again = offer(shift, member)

    assert (stored(made).status, again.slot) == ("declined", 1)
    assert [title for _, title in messages()] == [
        "A shift for you: Tue 22 December, 12:00",
        "A shift is declined: Tue 22 December, 12:00",
        "A shift for you: Tue 22 December, 12:00",
    ]


def test_planners_take_back_call_off_and_note_as_worked(shift, member):
    made = offer(shift, member)
    plan(withdraw_offer, made)
    asked_again = offer(shift, member)
    answer(accept_offer, asked_again)
    plan(cancel_assignment, asked_again)
    third = offer(shift, member)
    answer(accept_offer, third)
    plan(complete_assignment, third, at=shift.end_time)

    assert [stored(row).status for row in (made, asked_again, third)] == [
        "withdrawn", "cancelled", "completed",
    ]  # fmt: skip
    assert stored(third).closed_at == shift.end_time
    assert [title.partition(":")[0] for user, title in messages() if user == member.user] == [
        "A shift for you", "A shift less for you", "A shift for you", "A shift less for you",
        "A shift for you",
    ]  # fmt: skip


def test_offers_are_refused_with_nothing_written(shift, member):
    crew = [StaffMemberFactory(organizer=shift.event.organizer) for _ in range(2)]
    away = StaffMemberFactory(organizer=shift.event.organizer, status="inactive")
    offer(shift, member)
    before = messages()

    with pytest.raises(OnItAlready):
        offer(shift, member)
    with pytest.raises(OffTheBooks):
        offer(shift, away)
    organizer = shift.event.organizer
    with pytest.raises(ShiftOver), acting_as(organizer):
        offer_shift(shift, crew[0], by=organizer, at=shift.end_time)
    assert (rows(), messages()) == ([("offered", 1)], before)

    offer(shift, crew[0])
    with pytest.raises(ShiftFull):
        offer(shift, crew[1])
    assert rows() == [("offered", 1), ("offered", 2)]


def test_who_works_for_a_rival_then_is_refused_without_a_word_about_where(shift, member):
    rivals = StaffMemberFactory(user=member.user)
    elsewhere = ShiftFactory(
        event=EventFactory(organizer=rivals.organizer, title="Secret Show"),
        start_time=shift.start_time + HOUR,
        end_time=shift.end_time + HOUR,
    )
    answer(accept_offer, offer(elsewhere, rivals))

    with pytest.raises(AlreadyWorks) as refusal:
        offer(shift, member)

    assert refusal.value.sentence == "They already work 13:00–17:00 that day."
    assert rows() == [("scheduled", 1)]


def test_one_shift_may_begin_as_another_ends(shift, member):
    offer(shift, member)
    after = ShiftFactory(
        event=shift.event, start_time=shift.end_time, end_time=shift.end_time + HOUR
    )

    assert offer(after, member).status == "offered"


@pytest.mark.parametrize("rule", [accept_offer, decline_offer])
@pytest.mark.parametrize("before", ["scheduled", "declined", "withdrawn", "cancelled"])
def test_an_offer_is_answered_once(db, rule, before):
    assignment = StaffAssignmentFactory(status=before)

    with pytest.raises(NotFromHere):
        answer(rule, assignment)

    assert (stored(assignment).status, messages()) == (before, [])


@pytest.mark.parametrize(
    ("rule", "before"),
    [
        (withdraw_offer, "scheduled"), (withdraw_offer, "declined"),
        (cancel_assignment, "offered"), (cancel_assignment, "completed"),
        (complete_assignment, "offered"), (complete_assignment, "cancelled"),
    ],
)  # fmt: skip
def test_assignments_move_where_they_may_only(db, rule, before):
    assignment = StaffAssignmentFactory(status=before)

    with pytest.raises(NotFromHere):
        plan(rule, assignment, at=assignment.end_time)

    assert (stored(assignment).status, messages()) == (before, [])


def test_too_late_too_early_and_off_the_books(db):
    asked = StaffAssignmentFactory(status="offered")
    gone = StaffAssignmentFactory(status="offered", staff__status="inactive")
    theirs = StaffAssignmentFactory()

    with pytest.raises(ShiftOver):
        answer(accept_offer, asked, at=asked.end_time)
    with pytest.raises(OffTheBooks):
        answer(accept_offer, gone)
    with pytest.raises(NotBegun):
        plan(complete_assignment, theirs, at=NOON)

    assert [stored(row).status for row in (asked, gone, theirs)] == [
        "offered", "offered", "scheduled",
    ]  # fmt: skip


def test_nobody_answers_for_another(db):
    asked = StaffAssignmentFactory(status="offered")
    colleague = StaffAssignmentFactory().user

    for person in (colleague, asked.event.organizer, None):
        with (
            acting_as(person),
            pytest.raises((OffTheBooks, PermissionDenied, StaffAssignment.DoesNotExist)),
        ):
            accept_offer(asked, by=person, at=NOON)
    assert stored(asked).status == "offered"


def test_a_rival_offers_nothing(shift, member):
    rival = EventFactory().organizer

    with acting_as(rival), pytest.raises(Shift.DoesNotExist):
        offer_shift(shift, member, by=rival, at=NOON)
    assert rows() == []


def test_whoever_is_on_a_shift_moves_with_it_and_is_told(shift, member):
    made = offer(shift, member)
    plan(change_shift, shift, {"start_time": shift.start_time + HOUR, "notes": "Dock 2."})

    now = stored(made)
    assert now.start_time == shift.start_time + HOUR
    assert (stored(shift).revision, stored(shift).notes) == (1, "Dock 2.")
    assert messages()[-1] == (
        member.user, "Your shift has new times: Tue 22 December, 13:00",
    )  # fmt: skip


def test_other_words_about_a_shift_are_no_news(shift, member):
    offer(shift, member)
    plan(change_shift, shift, {"notes": "Soft shoes."})

    assert (stored(shift).revision, stored(shift).notes, len(messages())) == (0, "Soft shoes.", 1)


def test_a_shift_does_not_move_into_a_clash(shift, member):
    after = ShiftFactory(
        event=shift.event, start_time=shift.end_time, end_time=shift.end_time + HOUR
    )
    offer(shift, member)
    offer(after, member)

    with pytest.raises(AlreadyWorks, match="They already work 12:00–16:00"):
        plan(change_shift, after, {"start_time": after.start_time - HOUR})

    assert stored(after).start_time == after.start_time
    assert len(messages()) == 2


def test_a_shift_shrinks_to_those_on_it_and_no_further(shift, member):
    others = [StaffMemberFactory(organizer=shift.event.organizer) for _ in range(2)]
    first = offer(shift, others[0])
    offer(shift, member)
    plan(withdraw_offer, first)

    plan(change_shift, shift, {"required_staff": 1})
    assert sorted(rows()) == [("offered", 1), ("withdrawn", 1)]

    plan(change_shift, shift, {"required_staff": 2})
    offer(shift, others[1])
    with pytest.raises(ShiftTaken):
        plan(change_shift, shift, {"required_staff": 1})
    assert stored(shift).required_staff == 2


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_of_many():
    shift = ShiftFactory(required_staff=2)
    crew = [StaffMemberFactory(organizer=shift.event.organizer) for _ in range(6)]

    outcomes = race(*[lambda each=each: offer(shift, each) for each in crew])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "ShiftFull", "ShiftFull", "ShiftFull", "ShiftFull", "StaffAssignment", "StaffAssignment",
    ]  # fmt: skip
    assert rows() == [("offered", 1), ("offered", 2)]


@pytest.mark.django_db(transaction=True)
def test_two_houses_that_ask_at_once_get_one_person_once():
    person = UserFactory()
    asked = []
    for _house in range(2):
        shift = ShiftFactory()
        asked.append((shift, StaffMemberFactory(organizer=shift.event.organizer, user=person)))

    outcomes = race(*[lambda pair=pair: offer(*pair) for pair in asked])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "AlreadyWorks", "StaffAssignment",
    ]  # fmt: skip
    assert rows() == [("offered", 1)]
