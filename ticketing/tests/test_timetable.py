"""The times of an event at the desk: many in one go, and one by one."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from events.tests.factories import (
    EventFactory,
    EventRestrictionFactory,
    EventTeamMemberFactory,
    VenueFactory,
)
from fashionista.common.identity import acting_as
from fashionista.common.testing import everything
from ticketing.exceptions import MoreThanTheHouse, NoTimes, TimesThere, TooManyTimes
from ticketing.models import EventSlot, TicketType
from ticketing.timetable import Plan, add_times, times_of
from ticketing.vouchers import keep_places

from .factories import EventCapacityFactory, EventSlotFactory, TicketTypeFactory, VoucherFactory
from .sale import hold, race, slot_counters, stored, with_times
from .test_admin_forms import save as save_type
from .visit import visitor, words

pytestmark = pytest.mark.django_db
MONDAY = date(2099, 6, 1)
LIST = "/admin/ticketing/eventslot/"


def week(**fields):
    """An exhibition in Brussels from Monday ten o'clock, six days and eight hours long."""
    venue = VenueFactory(timezone="Europe/Brussels", capacity=60)
    start = datetime.combine(MONDAY, time(10), venue.zone)
    end = start + timedelta(days=6, hours=8)
    return EventFactory(
        type="exhibition", venue=venue, start_date=start, end_date=end, capacity=60, **fields
    )


def plan(**changes):
    wanted = {
        "first_day": MONDAY,
        "last_day": MONDAY + timedelta(days=6),
        "weekdays": {0, 2},
        "first_time": time(10),
        "last_time": time(11, 30),
        "every": 30,
        "length": 45,
        "quantity": 40,
    }
    return Plan(**wanted | changes)


def made(event):
    with everything():
        return list(EventSlot.objects.filter(event=event).order_by("starts_at"))


def test_times_are_made_every_so_often_on_these_days_by_the_venues_clock():
    event = week()

    with acting_as(event.organizer):
        add_times(event, plan(name="Group"))

    slots = made(event)
    begins = [slot.starts_at.astimezone(event.venue.zone) for slot in slots]
    assert [f"{each:%a %H:%M}" for each in begins] == [
        "Mon 10:00", "Mon 10:30", "Mon 11:00", "Mon 11:30",
        "Wed 10:00", "Wed 10:30", "Wed 11:00", "Wed 11:30",
    ]  # fmt: skip
    assert {slot.ends_at - slot.starts_at for slot in slots} == {timedelta(minutes=45)}
    assert {(slot.quantity, slot.held, slot.sold, slot.name) for slot in slots} == {
        (40, 0, 0, "Group")
    }


def test_what_is_outside_the_event_is_left_out():
    event = week()
    early_and_late = plan(
        first_day=MONDAY - timedelta(days=400),
        last_day=MONDAY + timedelta(days=400),
        weekdays=set(range(7)),
        first_time=time(0),
        last_time=time(23, 59),
        every=60,
        length=60,
    )

    times = times_of(early_and_late, event)

    assert (times[0][0], times[-1][1]) == (event.start_date, event.end_date)
    assert len(times) == 6 * 24 + 8


def test_an_hour_that_a_clock_has_twice_or_skips_is_one_time():
    venue = VenueFactory(timezone="Europe/Brussels")
    start = datetime(2027, 3, 27, 12, tzinfo=UTC)
    event = EventFactory(venue=venue, start_date=start, end_date=start + timedelta(days=2))

    times = times_of(
        plan(
            first_day=date(2027, 3, 28), last_day=date(2027, 3, 28), weekdays={6},
            first_time=time(1), last_time=time(4), every=60, length=30,
        ),
        event,
    )  # fmt: skip

    assert [f"{begin:%H:%M}" for begin, _end in times] == ["00:00", "01:00", "02:00"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"weekdays": {0}, "first_day": MONDAY + timedelta(days=1)}, NoTimes),
        ({"length": 60 * 24 * 7}, NoTimes),
        ({"weekdays": set(range(7)), "first_time": time(0), "last_time": time(23), "every": 5},
         TooManyTimes),
        ({"quantity": 61}, MoreThanTheHouse),
        ({"quantity": 31}, MoreThanTheHouse),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_makes_none(changes, refusal):
    event = week()
    if changes.get("quantity") == 31:
        EventRestrictionFactory(event=event, type="capacity", capacity=30)

    with acting_as(event.organizer), pytest.raises(refusal):
        add_times(event, plan(**changes))

    assert made(event) == []


def test_times_that_are_there_already_make_none():
    event = week()
    EventSlotFactory(event=event, starts_at=event.start_date + timedelta(minutes=30))

    with acting_as(event.organizer), pytest.raises(TimesThere):
        add_times(event, plan())

    assert len(made(event)) == 1
    with acting_as(event.organizer):
        add_times(event, plan(name="Second hall"))
    assert len(made(event)) == 9


@pytest.mark.django_db(transaction=True)
def test_the_same_plan_sent_twice_is_made_once():
    event = week()

    def send():
        with acting_as(event.organizer):
            return add_times(event, plan())

    outcomes = race(send, send)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["TimesThere", "list"]
    assert len(made(event)) == 8


def many(event, **changes):
    told = {
        "first_day": "2099-06-01", "last_day": "2099-06-07", "weekdays": [0, 2],
        "first_time": "10:00", "last_time": "11:30", "every": 30, "length": 45, "quantity": 40,
        "name": "",
    }  # fmt: skip
    return f"{LIST}many/{event.pk}/", told | changes


def test_the_desk_says_how_many_there_would_be_then_makes_them():
    event = week()
    client = visitor(event.organizer)
    assert words(client.get(f"/admin/events/event/{event.pk}/change/")).count("Add times") == 1

    asked = client.post(*many(event))
    said = "8 times : the first begins 1 Jun 2099, 10:00, the last 3 Jun 2099, 11:30."
    assert said in words(asked)
    assert made(event) == []
    changed = client.post(*many(event, every=15, confirm="1", expected="8"))
    assert "14 times : the first begins" in words(changed)
    assert made(event) == []
    done = client.post(*many(event, confirm="1", expected="8"), follow=True)

    assert "8 times were made." in words(done)
    assert len(made(event)) == 8
    assert "1 Jun 2099, 10:00" in words(done)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"weekdays": []}, "Tick at least one day."),
        ({"last_day": "2099-05-01"}, "The last day is not before the first."),
        ({"last_time": "09:00"}, "The last time is not before the first."),
        ({"every": 1}, "greater than or equal to 5"),
        ({"quantity": 0}, "greater than or equal to 1"),
        ({"quantity": 61, "confirm": "1", "expected": "8"}, "more than the event lets in at once."),
        ({"first_day": "2100-01-01", "last_day": "2100-01-09"}, "Nothing falls on these days"),
        ({"weekdays": ["9"]}, "Select a valid choice."),
        ({"first_time": "25:00"}, "Enter a valid time."),
    ],
)
def test_a_plan_filled_in_wrong_is_told(changes, says):
    event = week()

    answer = visitor(event.organizer).post(*many(event, **changes))

    assert answer.status_code == 422
    assert says in words(answer)
    assert made(event) == []


def test_times_of_others_are_not_for_rivals_nor_for_who_does_not_sell():
    event = week()
    rival, keeper = week().organizer, EventTeamMemberFactory(event=event, permissions=["door"]).user

    told = many(event, confirm="1", expected="8")
    answers = [visitor(who).post(*told) for who in (rival, keeper)]

    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    assert made(event) == []
    seller = EventTeamMemberFactory(event=event, permissions=["sell", "view"]).user
    assert visitor(seller).post(*many(event, confirm="1", expected="8")).status_code == 302
    assert len(made(event)) == 8


def slot_form(slot, **changes):
    start, end = (
        moment.astimezone(slot.event.venue.zone) for moment in (slot.starts_at, slot.ends_at)
    )
    told = {
        "event": slot.event_id, "name": slot.name, "quantity": slot.quantity,
        "starts_at_0": f"{start:%Y-%m-%d}", "starts_at_1": f"{start:%H:%M}",
        "ends_at_0": f"{end:%Y-%m-%d}", "ends_at_1": f"{end:%H:%M}",
    }  # fmt: skip
    return told | changes


def save(client, slot, **changes):
    return client.post(f"{LIST}{slot.pk}/change/", slot_form(slot, **changes))


def test_a_time_is_changed_and_never_its_counters():
    event = week()
    slot = EventSlotFactory(event=event, quantity=20)

    answer = save(visitor(event.organizer), slot, quantity=30, name="Group A", sold=9, held=9)

    assert answer.status_code == 302, words(answer)
    slot = stored(slot)
    assert (slot.quantity, slot.name, slot.held, slot.sold) == (30, "Group A", 0, 0)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"quantity": 61}, "That is more than the event lets in at once."),
        ({"quantity": 0}, "greater than or equal to 1"),
        ({"ends_at_1": "09:00"}, "A time lies within the days and hours of its event."),
        ({"starts_at_0": "2099-05-31"}, "A time lies within the days and hours of its event."),
        ({"starts_at_1": "12:00", "ends_at_1": "13:00"}, "This event has such a time already."),
    ],
)
def test_a_time_filled_in_wrong_is_told_and_not_saved(changes, says):
    event = week()
    slot = EventSlotFactory(event=event, quantity=20)
    EventSlotFactory(event=event, starts_at=event.start_date + timedelta(hours=2))

    answer = save(visitor(event.organizer), slot, **changes)

    assert (answer.status_code, stored(slot).quantity) == (200, 20)
    assert says in words(answer)


def test_a_time_with_tickets_stays_and_keeps_its_places():
    sale = with_times(10, 10)
    slot = sale.times[0]
    hold(sale.event, {sale.type: 4}, slot=slot)
    client = visitor(sale.event.organizer)

    later = save(client, slot, starts_at_1="12:15")
    fewer = save(client, slot, quantity=3)
    client.post(f"{LIST}{slot.pk}/delete/", {"post": "yes"})
    client.post(f"{LIST}{sale.times[1].pk}/delete/", {"post": "yes"})

    assert "There are tickets for this time, so it stays." in words(later)
    assert "More places than that are held or sold already." in words(fewer)
    assert slot_counters(sale.event) == [(4, 0)]


def test_the_desk_lists_ones_own_times_by_the_venues_clock_and_what_is_left():
    sale, _others = with_times(10), with_times(5, title="Another show")
    hold(sale.event, {sale.type: 4}, slot=sale.times[0])

    page = words(visitor(sale.event.organizer).get(LIST))

    start = sale.times[0].starts_at.astimezone(sale.event.venue.zone)
    assert f"{start.day} {start:%b %Y, %H:%M} {sale.event} - 10 4 0 6" in page
    assert "Another show" not in page


def test_the_list_asks_as_much_for_many_times_as_for_one(django_assert_max_num_queries):
    event = week()
    client = visitor(event.organizer)
    EventSlotFactory(event=event)
    client.get(LIST)
    with django_assert_max_num_queries(20) as one:
        client.get(LIST)
    for hour in (1, 2):
        EventSlotFactory(event=event, starts_at=event.start_date + timedelta(hours=hour))

    with django_assert_max_num_queries(20) as three:
        client.get(LIST)

    assert len(three) == len(one)


def test_the_desk_says_that_a_type_is_for_a_chosen_time():
    kind = TicketTypeFactory(event=week())
    EventCapacityFactory(event=kind.event)

    answer = save_type(visitor(kind.event.organizer), kind, needs_slot="on")

    assert answer.status_code == 302
    assert stored(kind).needs_slot


def test_a_type_that_is_waited_or_kept_for_is_for_no_time():
    event = week()
    EventCapacityFactory(event=event)
    waited = TicketTypeFactory(event=event, name="Waited", quantity=0, waiting=1)
    kept = TicketTypeFactory(event=event, name="Kept")
    with acting_as(event.organizer):
        voucher = VoucherFactory(event=event, ticket_type=kept)
        keep_places(voucher, 2, by=event.organizer, at=event.start_date)
    client = visitor(event.organizer)

    answers = [words(save_type(client, kind, needs_slot="on")) for kind in (waited, kept)]

    assert "People wait for these tickets, so this cannot change." in answers[0]
    assert "Places of tickets for a chosen time cannot be kept for a code." in answers[1]
    with everything():
        assert not TicketType.objects.filter(needs_slot=True).exists()
