"""Tickets for a chosen time: each time has its places, and nobody oversells them."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from events.models import Event
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing import places
from ticketing.capacity import set_capacity
from ticketing.checkout import place_hold, release_hold
from ticketing.exceptions import (
    CapacityTooSmall,
    ChooseTime,
    NobodyWaits,
    NotATime,
    SoldOut,
    TimesAreKept,
)
from ticketing.models import EventSlot, Order, Ticket, TicketType
from ticketing.refunding import refund
from ticketing.sweeping import sweep_holds
from ticketing.vouchers import keep_places
from ticketing.waiting import join

from .factories import EventSlotFactory, TicketTypeFactory, VoucherFactory
from .sale import (
    bought,
    check_out,
    counters,
    hold,
    news_of,
    ordered,
    race,
    show,
    slot_counters,
    states,
    stored,
    tell,
    tickets_of,
    while_uncommitted,
    with_times,
)

pytestmark = pytest.mark.django_db
LATE = NOON + timedelta(minutes=11)


def exchange(sale, wanted, *, slot, instead_of):
    with acting_as(None):
        return place_hold(
            sale.event,
            wanted={kind.pk: number for kind, number in wanted.items()},
            order_id=uuid.uuid4(),
            buyer=None,
            at=NOON,
            slot_id=slot.pk,
            instead_of=instead_of,
        )


def test_a_time_has_places_of_its_own_from_the_hold_to_the_ticket():
    sale = with_times(10, 10)
    first, second = sale.times

    order = bought(sale.event, {sale.type: 3}, slot=second)

    assert counters(sale.event) == [(0, 3), (0, 0)]  # the whole event counts them nowhere
    assert slot_counters(sale.event) == [(0, 0), (0, 3)]
    assert {ticket.slot_id for ticket in tickets_of(order)} == {second.pk}
    hold(sale.event, {sale.type: 2}, slot=first)
    assert slot_counters(sale.event) == [(2, 0), (0, 3)]
    assert_integrity()


def test_a_full_time_is_sold_out_and_the_next_is_not():
    sale = with_times(2, 10)
    first, second = sale.times
    hold(sale.event, {sale.type: 2}, slot=first)

    with pytest.raises(SoldOut):
        hold(sale.event, {sale.type: 1}, slot=first)
    hold(sale.event, {sale.type: 1}, slot=second)

    assert slot_counters(sale.event) == [(2, 0), (1, 0)]
    with everything():
        assert Order.objects.count() == 2


def test_many_times_let_in_more_than_the_house_holds_at_once():
    sale = with_times(8, 8, 8, capacity=8)

    for slot in sale.times:
        bought(sale.event, {sale.type: 6}, slot=slot)
        bought(sale.event, {sale.type: 2}, slot=slot)

    assert slot_counters(sale.event) == [(0, 8)] * 3
    assert counters(sale.event) == [(0, 24), (0, 0)]
    assert_integrity()


def test_a_time_lets_in_no_more_than_the_house():
    sale = with_times(10, capacity=3)
    [slot] = sale.times
    hold(sale.event, {sale.type: 3}, slot=slot)

    with pytest.raises(SoldOut):
        hold(sale.event, {sale.type: 1}, slot=slot)
    with acting_as("ticketing.payment"), pytest.raises(SoldOut), transaction.atomic():
        places.sell(sale.event.pk, {(sale.type.pk, slot.pk): 1})

    assert slot_counters(sale.event) == [(3, 0)]
    assert_integrity()


def test_what_is_for_no_time_counts_in_the_event_beside_it():
    sale = with_times(10, capacity=20)
    catalogue = TicketTypeFactory(event=sale.event, name="Catalogue", quantity=5)
    [slot] = sale.times

    order = bought(sale.event, {sale.type: 2, catalogue: 1}, slot=slot)

    with everything():
        kinds = dict(TicketType.objects.values_list("name", "sold"))
        lines = dict(order.lines.values_list("name", "slot"))
    assert kinds == {"Type 1": 2, "Catalogue": 1}
    assert lines == {"Type 1": slot.pk, "Catalogue": None}
    assert counters(sale.event)[-1] == (0, 1)
    assert slot_counters(sale.event) == [(0, 2)]
    assert_integrity()


def test_a_companion_comes_at_the_time_of_whom_they_go_with():
    sale = with_times(3)
    companion = TicketTypeFactory(event=sale.event, companion_of=sale.type, price=0)
    [slot] = sale.times

    order = bought(sale.event, {sale.type: 1, companion: 1}, slot=slot)

    assert {ticket.slot_id for ticket in tickets_of(order)} == {slot.pk}
    assert slot_counters(sale.event) == [(0, 2)]
    with pytest.raises(SoldOut):
        hold(sale.event, {sale.type: 1, companion: 1}, slot=slot)


def test_a_time_is_needed_and_one_of_this_event():
    sale, others = with_times(5), with_times(5)

    with pytest.raises(ChooseTime):
        hold(sale.event, {sale.type: 1})
    for forged in (others.times[0], EventSlotFactory.build(event=sale.event)):
        with pytest.raises(NotATime):
            hold(sale.event, {sale.type: 1}, slot=forged)

    assert slot_counters(sale.event) + slot_counters(others.event) == [(0, 0), (0, 0)]
    with everything():
        assert not Order.objects.exists()


def test_a_time_said_for_what_is_for_none_is_not_taken():
    sale = show(5)
    slot = EventSlotFactory(event=sale.event)

    order = hold(sale.event, {sale.type: 1}, slot=slot)

    assert counters(sale.event) == [(1, 0), (1, 0)]
    assert slot_counters(sale.event) == [(0, 0)]
    with everything():
        assert order.lines.get().slot_id is None


@pytest.mark.parametrize(
    ("kind", "begun", "over"),
    [("exhibition", "sold", NotATime), ("workshop", NotATime, NotATime)],
)
def test_a_time_is_sold_until_it_begins_and_at_exhibitions_until_it_ends(kind, begun, over):
    sale, now = with_times(5, type=kind), timezone.now()
    with everything():
        Event.objects.filter(pk=sale.event.pk).update(start_date=now - timedelta(days=1))
    hour = timedelta(hours=1)
    running = EventSlotFactory(event=sale.event, starts_at=now - hour, ends_at=now + hour)
    gone = EventSlotFactory(event=sale.event, starts_at=now - 2 * hour, ends_at=now - hour)

    def outcome(slot):
        try:
            hold(sale.event, {sale.type: 1}, slot=slot)
        except NotATime:
            return NotATime
        return "sold"

    assert [outcome(running), outcome(gone)] == [begun, over]


@pytest.mark.django_db(transaction=True)
def test_race_of_fifty_for_a_time_with_ten_places():
    sale = with_times(10, 10, places=1000, capacity=1000)
    slot = sale.times[0]

    outcomes = race(*[lambda: hold(sale.event, {sale.type: 1}, slot=slot)] * 50)

    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"Order": 10, "SoldOut": 40}
    assert slot_counters(sale.event) == [(10, 0), (0, 0)]
    assert counters(sale.event) == [(10, 0), (0, 0)]
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_race_of_exchanges_between_two_times_does_not_deadlock():
    sale = with_times(12, 12, capacity=12)
    slots = sale.times
    held = [hold(sale.event, {sale.type: 1}, slot=slots[n % 2]) for n in range(20)]

    outcomes = race(
        *[
            lambda n=n, order=order: exchange(
                sale, {sale.type: 1}, slot=slots[1 - n % 2], instead_of=order
            )
            for n, order in enumerate(held)
        ]
    )

    assert {type(outcome) for outcome in outcomes} <= {Order, SoldOut}
    assert sum(taken for taken, _sold in slot_counters(sale.event)) == 20
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_the_house_made_smaller_while_somebody_takes_a_time():
    """Whoever waits for the capacity's row is told what it holds by then."""
    sale = with_times(10, capacity=10)
    [slot] = sale.times
    hold(sale.event, {sale.type: 4}, slot=slot)

    def smaller():
        with everything():
            Event.objects.filter(pk=sale.event.pk).update(capacity=5)
        sale.event.capacity = 5
        with acting_as(sale.event.organizer):
            set_capacity(sale.event)

    outcome = while_uncommitted(smaller, lambda: hold(sale.event, {sale.type: 2}, slot=slot))

    assert isinstance(outcome, SoldOut)
    assert slot_counters(sale.event) == [(4, 0)]
    assert_integrity()


def test_the_house_is_made_no_smaller_than_a_time_has_taken():
    sale = with_times(10, capacity=10)
    hold(sale.event, {sale.type: 4}, slot=sale.times[0])
    sale.event.capacity = 3

    with acting_as(sale.event.organizer), pytest.raises(CapacityTooSmall):
        set_capacity(sale.event)

    with everything():
        assert sale.event.event_capacity.quantity == 10


def test_a_hold_is_exchanged_for_another_time():
    sale = with_times(2, 2)
    first, second = sale.times
    before = hold(sale.event, {sale.type: 2}, slot=first)

    exchange(sale, {sale.type: 1}, slot=second, instead_of=before)

    assert states(before)[0] == "cancelled"
    assert slot_counters(sale.event) == [(0, 0), (1, 0)]
    assert counters(sale.event) == [(1, 0), (0, 0)]
    assert_integrity()


def test_one_more_of_a_full_time_keeps_what_was_held_of_it():
    sale = with_times(2)
    [slot] = sale.times
    before = hold(sale.event, {sale.type: 2}, slot=slot)

    exchange(sale, {sale.type: 1}, slot=slot, instead_of=before)
    after = hold(sale.event, {sale.type: 1}, slot=slot)
    with pytest.raises(SoldOut):
        exchange(sale, {sale.type: 2}, slot=slot, instead_of=after)

    assert states(after)[0] == "pending"
    assert slot_counters(sale.event) == [(2, 0)]


@pytest.mark.parametrize("end", ["run out", "released"])
def test_a_hold_that_ends_opens_its_time(end):
    sale = with_times(2)
    order = hold(sale.event, {sale.type: 2}, slot=sale.times[0])

    if end == "run out":
        assert sweep_holds(at=LATE) == 1
    else:
        with acting_as(None):
            release_hold(order, at=NOON)

    assert slot_counters(sale.event) == [(0, 0)]
    assert counters(sale.event) == [(0, 0), (0, 0)]
    assert_integrity()


@pytest.mark.parametrize(("taken", "ends"), [(1, "completed"), (2, "refunded")])
def test_a_payment_after_the_hold_has_gone_takes_what_is_left_of_its_time(taken, ends):
    sale = with_times(3, 10)
    slot = sale.times[0]
    order, payment = ordered(sale.event, {sale.type: 2}, slot=slot)
    sweep_holds(at=LATE)
    hold(sale.event, {sale.type: taken}, slot=slot, at=LATE)

    tell(news_of(payment), at=LATE)

    assert states(order)[0] == ("completed" if ends == "completed" else "expired")
    sold = 2 if ends == "completed" else 0
    assert slot_counters(sale.event) == [(taken, sold), (0, 0)]
    assert len(tickets_of(order)) == sold
    assert_integrity(at=LATE)


def test_what_is_refunded_opens_its_time():
    sale = with_times(3)
    order = bought(sale.event, {sale.type: 3}, slot=sale.times[0])
    one = tickets_of(order)[0]

    with acting_as(sale.event.organizer):
        refund(order, tickets=[one], by=sale.event.organizer, at=NOON)

    assert slot_counters(sale.event) == [(0, 2)]
    assert counters(sale.event) == [(0, 2), (0, 0)]
    assert_integrity()


def test_a_free_ticket_for_a_time_is_complete_at_once():
    sale = with_times(3)
    with everything():
        TicketType.objects.update(price=0)

    order = hold(sale.event, {sale.type: 2}, slot=sale.times[0])
    assert check_out(order) is None

    assert slot_counters(sale.event) == [(0, 2)]
    assert_integrity()


def test_for_a_full_time_nobody_waits_and_no_code_keeps_places():
    sale = with_times(1)
    hold(sale.event, {sale.type: 1}, slot=sale.times[0])
    organizer = sale.event.organizer

    with acting_as(None), pytest.raises(NobodyWaits):
        join(
            sale.type, name="Wim", email="wim@mail.example", party=1, user=None, language="en-gb",
            at=NOON,
        )  # fmt: skip
    with acting_as(organizer), pytest.raises(TimesAreKept):
        keep_places(
            VoucherFactory(event=sale.event, ticket_type=sale.type), 3, by=organizer, at=NOON
        )

    assert counters(sale.event) == [(1, 0), (0, 0)]


def test_places_kept_before_a_type_is_for_a_time_are_taken_for_none():
    sale = with_times(5)
    voucher = VoucherFactory(event=sale.event, ticket_type=sale.type, code="KEPT-1")
    with everything():
        TicketType.objects.update(needs_slot=False)
    with acting_as(sale.event.organizer):
        keep_places(stored(voucher), 2, by=sale.event.organizer, at=NOON)
    with everything():
        TicketType.objects.update(needs_slot=True)

    with acting_as(None):
        order = place_hold(
            sale.event, wanted={sale.type.pk: 1}, order_id=uuid.uuid4(), buyer=None, at=NOON,
            code="KEPT-1", slot_id=sale.times[0].pk,
        )  # fmt: skip
    tell(news_of(check_out(order)))

    assert counters(sale.event) == [(2, 1), (2, 0)]
    assert slot_counters(sale.event) == [(0, 1)]
    assert_integrity()


def test_steps_lock_types_then_slots_by_key_and_the_event_last():
    sale = with_times(9, 9, capacity=50)
    type_key = sale.type.pk
    other = TicketTypeFactory(event=sale.event, name="Other")
    names = {type_key: "type", other.pk: "type", sale.event.pk: "event"}
    names |= {slot.pk: "slot" for slot in sale.times}
    locked = []

    def note(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            locked.extend((names[key], key) for key in params if key in names)
        return execute(sql, params, many, context)

    wanted = {(kind, slot.pk): 1 for slot in sale.times[::-1] for kind in (other.pk, type_key)}

    with connection.execute_wrapper(note), acting_as("ticketing.payment"), transaction.atomic():
        places.hold(sale.event.pk, wanted)

    assert [name for name, _key in locked][:4] == ["type", "type", "slot", "slot"]
    keys = [key for _name, key in locked]
    assert keys[:2] == sorted([type_key, other.pk])
    assert keys[2:4] == sorted(slot.pk for slot in sale.times)
    assert sale.event.pk in keys[4:]
    with everything():
        assert EventSlot.objects.filter(held=2).count() == 2
        assert not Ticket.objects.exists()
