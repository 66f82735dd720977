"""New dates: all that is planned for an event moves with it, or none of it does."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.utils.html import strip_tags

from communications.models import Notification
from events.models import Event
from events.moving import Distance, EndsTooEarly, SameDates, move_event
from events.publishing import IsOver, NoSeller, postpone_event
from events.tests.factories import EventFactory, EventScheduleFactory, OrganizerProfileFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything, stored
from production.tests.factories import RehearsalScheduleFactory, RunwaySegmentFactory
from staffing.exceptions import CrewIsElsewhere
from staffing.tests.factories import ShiftFactory, StaffAssignmentFactory, StaffMemberFactory
from ticketing.exceptions import OutsideTheEvent, SaleEndsFirst
from ticketing.tests.factories import (
    EventSlotFactory,
    OrderFactory,
    PriceStepFactory,
    RefundPolicyFactory,
    TicketFactory,
    TicketTypeFactory,
)

pytestmark = pytest.mark.django_db
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
TELL = ("ticketing.tell_dates", "ticketing.tell_new_date")
WORDS = {"summary": "Two words.", "description": "More words."}


@pytest.fixture
def event():
    event = EventFactory(**WORDS)
    OrganizerProfileFactory(user=event.organizer)
    return event


def moved(event, by=WEEK, *, person=None, end=None, at=NOON):
    person = person or event.organizer
    with acting_as(person):
        start = event.start_date + by
        return move_event(event, start=start, end=end, by=person, at=at)


def mails(event):
    """{address: mail} to who holds tickets of an event."""
    drain_outbox(*TELL)
    with everything():
        told = [note for note in Notification.objects.all() if note.title.endswith(event.title)]
    assert len({note.address for note in told}) == len(told)
    return {note.address: note for note in told}


@pytest.mark.parametrize("by", [WEEK, -WEEK, HOUR, -HOUR])
def test_everything_moves_as_far_as_the_event(event, by):
    entry = EventScheduleFactory(event=event)
    seat = TicketTypeFactory(event=event, sale_start=NOON, sale_end=event.start_date)
    step = PriceStepFactory(ticket_type=seat, until=NOON + WEEK)
    slots = [
        EventSlotFactory(event=event, starts_at=event.start_date + n * HOUR, sold=n)
        for n in range(3)
    ]
    shift = ShiftFactory(event=event)
    rehearsals = [
        RehearsalScheduleFactory(event=event, location="Hall", start_time=NOON + n * HOUR)
        for n in (9, 10, 11)
    ]
    segment = RunwaySegmentFactory(event=event, planned_start=event.start_date)
    other = EventScheduleFactory()

    now = moved(event, by)

    assert (now.start_date, now.end_date) == (event.start_date + by, event.end_date + by)
    assert (stored(event).start_date, stored(event).status) == (event.start_date + by, "published")
    assert stored(entry).start_time == entry.start_time + by
    assert stored(entry).end_time == entry.end_time + by
    assert (stored(seat).sale_start, stored(seat).sale_end) == (NOON, seat.sale_end + by)
    assert stored(step).until == NOON + WEEK
    for slot in slots:
        assert (stored(slot).starts_at, stored(slot).sold) == (slot.starts_at + by, slot.sold)
        assert stored(slot).ends_at == slot.ends_at + by
    assert (stored(shift).start_time, stored(shift).revision) == (shift.start_time + by, 1)
    assert [stored(each).start_time for each in rehearsals] == [
        each.start_time + by for each in rehearsals
    ]
    assert stored(segment).planned_start == event.start_date + by
    assert stored(other).start_time == other.start_time


def test_a_new_end_is_the_events_own(event):
    entry = EventScheduleFactory(event=event)
    end = event.end_date + WEEK + HOUR

    moved(event, end=end)

    assert stored(event).end_date == end
    assert stored(entry).end_time == event.end_date + WEEK


@pytest.mark.parametrize(
    ("by", "end", "refusal"),
    [
        (timedelta(0), None, SameDates),
        (WEEK, timedelta(days=6), EndsTooEarly),
        (timedelta(days=-60), None, IsOver),
    ],
)
def test_dates_that_make_no_sense_are_refused(event, by, end, refusal):
    with pytest.raises(refusal):
        moved(event, by, end=end and event.start_date + end)

    assert stored(event).start_date == event.start_date


@pytest.mark.parametrize("status", ["cancelled", "completed"])
def test_what_is_over_or_called_off_stays(status):
    event = EventFactory(status=status)

    with pytest.raises(NotFromHere):
        moved(event)

    assert stored(event).start_date == event.start_date


def test_a_postponed_event_is_published_with_its_dates():
    event = EventFactory(status="postponed", **WORDS)

    with pytest.raises(NoSeller):
        moved(event)
    assert stored(event).start_date == event.start_date
    OrganizerProfileFactory(user=event.organizer)
    moved(event)

    assert (stored(event).status, stored(event).start_date) == (
        "published", event.start_date + WEEK,
    )  # fmt: skip


def test_one_person_on_shifts_that_follow_each_other_moves_with_them(event):
    member = StaffMemberFactory(organizer=event.organizer)
    shifts = [
        ShiftFactory(
            event=event,
            start_time=event.start_date + n * HOUR,
            end_time=event.start_date + (n + 1) * HOUR,
        )
        for n in range(3)
    ]
    on = [StaffAssignmentFactory(shift=shift, staff=member) for shift in shifts]

    moved(event, HOUR)

    assert [stored(each).start_time for each in on] == [each.start_time + HOUR for each in on]
    with everything():
        told = [note.title for note in Notification.objects.filter(user=member.user)]
    assert sorted(told) == [
        f"Your shift has new times: Tue 22 December, {hour}:00" for hour in (14, 15, 16)
    ]


def test_a_crew_that_is_elsewhere_is_named_and_nothing_moves(event):
    entry = EventScheduleFactory(event=event)
    seat = TicketTypeFactory(event=event, sale_end=event.start_date)
    shift = ShiftFactory(event=event)
    member = StaffMemberFactory(organizer=event.organizer, user__full_name="Ines Lund")
    assignment = StaffAssignmentFactory(shift=shift, staff=member)
    elsewhere = EventFactory(start_date=event.start_date + WEEK, title="Rival gala")
    rivals = StaffMemberFactory(organizer=elsewhere.organizer, user=member.user)
    StaffAssignmentFactory(shift=ShiftFactory(event=elsewhere), staff=rivals)

    with pytest.raises(CrewIsElsewhere) as refused:
        moved(event)

    assert refused.value.sentence == (
        "Nothing has moved, because some of the crew are taken at the new times."
        " Ines Lund works on 29 December 2099, 12:00–16:00."
    )
    assert stored(event).start_date == event.start_date
    for row, name in ((entry, "start_time"), (shift, "start_time"), (assignment, "start_time"),
                      (seat, "sale_end")):  # fmt: skip
        assert getattr(stored(row), name) == getattr(row, name)
    assert mails(event) == {}


def test_a_sale_cannot_close_before_it_opens(event):
    TicketTypeFactory(event=event, sale_start=NOON + 2 * WEEK, sale_end=NOON + 3 * WEEK)

    with pytest.raises(SaleEndsFirst):
        moved(event, -WEEK)

    assert stored(event).start_date == event.start_date


def test_a_time_outside_the_new_hours_stops_all(event):
    slot = EventSlotFactory(event=event)

    with pytest.raises(OutsideTheEvent):
        moved(event, end=event.start_date + WEEK + timedelta(minutes=30))

    assert stored(event).start_date == event.start_date
    assert stored(slot).starts_at == slot.starts_at


def test_only_who_may_change_all_of_it_moves_an_event(world):
    before = world.shown_a.start_date

    for person in (world.boris, world.paul, world.tess, world.hal, world.stan, world.ann):
        with pytest.raises((PermissionDenied, Event.DoesNotExist, DatabaseError)):
            moved(world.shown_a, person=person)
    assert stored(world.shown_a).start_date == before
    moved(world.shown_a, person=world.admin)

    assert stored(world.shown_a).start_date == before + WEEK
    assert_integrity()


def sold_to(event, address, **more):
    seat = TicketTypeFactory(event=event, name=f"For {address}")
    order = OrderFactory(event=event, paid=True, buyer_email=address, **more)
    TicketFactory(order=order, ticket_type=seat)
    return order


def test_each_order_is_told_once_in_its_language(event):
    sold_to(event, "ann@example.org")
    sold_to(event, "bea@example.org", language="it")
    OrderFactory(event=event, buyer_email="held@example.org")
    sold_to(EventFactory(organizer=event.organizer), "else@example.org")

    moved(event)

    told = mails(event)
    assert sorted(told) == ["ann@example.org", "bea@example.org"]
    note = told["ann@example.org"]
    assert note.title == "New date: Spring Show"
    assert "Tue 29 December 2099, 13:00" in note.content
    assert "Tickets can be returned" not in note.content
    assert [kind for kind, _said in note.attachments] == ["ticketing.pdf", "ticketing.calendar"]
    assert "29 dicembre 2099, 13:00" in told["bea@example.org"].content


def test_a_policy_takes_tickets_back_until_so_long_before_the_new_date(event):
    RefundPolicyFactory(event=event, hours=24, fee_fixed=Decimal(3))
    sold_to(event, "ann@example.org")

    moved(event)

    note = mails(event)["ann@example.org"]
    promise = "Tickets can be returned until Mon 28 Dec 2099, 13:00. €3.00 of each are kept."
    assert promise in note.content
    assert promise in " ".join(strip_tags(note.content_html).split())


def test_who_holds_tickets_learns_that_there_is_no_date_yet(event):
    sold_to(event, "ann@example.org")
    TicketTypeFactory(event=event)

    with acting_as(event.organizer):
        postpone_event(event, by=event.organizer, at=NOON)

    assert [note.title for note in mails(event).values()] == ["Postponed: Spring Show"]


def test_a_draft_moves_and_nobody_is_told():
    event = EventFactory(status="draft")

    moved(event)

    assert stored(event).start_date == event.start_date + WEEK
    assert mails(event) == {}


def test_a_night_whose_clock_changes_makes_nothing_of_nothing():
    event = EventFactory(status="draft")
    start = NOON.replace(year=2026, month=3, day=22, hour=1, minute=30)  # 02:30 in Brussels

    distance = Distance.between(start, start + WEEK, zone=event.zone)
    first, last = distance.stretch(start, start + timedelta(minutes=45))

    assert last - first == timedelta(minutes=45)
