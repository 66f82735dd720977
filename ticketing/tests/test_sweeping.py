"""Holds that have run out go back on sale, and only these."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from fashionista.common.identity import acting_as
from fashionista.common.models import OutboxMessage
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing import tasks
from ticketing.models import Order, TicketType
from ticketing.sweeping import sweep_holds

from .sale import bought, counters, hold, race, show, states, stored

pytestmark = pytest.mark.django_db
TEN_MINUTES = timedelta(minutes=10)


def test_sweep_holds_lets_go_what_ran_out_and_keeps_the_rest():
    sale = show(20, 20, price=10)
    one, two = sale.types
    gone = [hold(sale.event, {one: 2}), hold(sale.event, {one: 1, two: 3})]
    kept = hold(sale.event, {two: 1}, at=NOON + timedelta(seconds=1))
    paid = bought(sale.event, {two: 2})
    at = NOON + TEN_MINUTES

    assert sweep_holds(at=at - timedelta(microseconds=1)) == 0
    assert sweep_holds(at=at) == 2
    assert sweep_holds(at=at) == 0

    assert [states(order) for order in gone] == [("expired", "pending", [])] * 2
    assert stored(gone[0]).updated_at == at
    assert states(kept) == ("pending", "pending", [])
    assert states(paid) == ("completed", "paid", ["successful"])
    assert counters(sale.event) == [(0, 0), (1, 2), (1, 2)]
    assert_integrity(at=at)


def test_a_hold_that_cannot_be_opened_does_not_keep_the_others_closed(caplog):
    broken, fine = show(5), show(5)
    stuck = hold(broken.event, {broken.type: 2})
    gone = hold(fine.event, {fine.type: 2}, at=NOON + timedelta(seconds=1))
    with everything():
        TicketType.objects.filter(pk=broken.type.pk).update(held=1)

    assert sweep_holds(at=NOON + 2 * TEN_MINUTES) == 1

    assert [stored(order).status for order in (stuck, gone)] == ["pending", "expired"]
    assert f"the hold of order {stuck.pk} could not be opened" in caplog.text


def test_the_places_of_a_swept_hold_are_for_others():
    sale = show(2)
    hold(sale.event, {sale.type: 2})
    sweep_holds(at=NOON + TEN_MINUTES)

    hold(sale.event, {sale.type: 2})

    assert counters(sale.event) == [(2, 0), (2, 0)]


def test_the_task_sweeps_by_the_clock_and_may_run_twice():
    sale = show(2)
    old = hold(sale.event, {sale.type: 1}, at=NOON - timedelta(days=40_000))
    fresh = hold(sale.event, {sale.type: 1})

    tasks.sweep_holds()
    tasks.sweep_holds()

    assert [stored(order).status for order in (old, fresh)] == ["expired", "pending"]
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_sweeps_at_once_give_each_place_back_once():
    sale = show(20)
    for _ in range(8):
        hold(sale.event, {sale.type: 2})

    outcomes = race(*[lambda: sweep_holds(at=NOON + TEN_MINUTES)] * 5)

    assert sum(outcomes) == 8
    assert counters(sale.event) == [(0, 0), (0, 0)]
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_a_hold_that_is_in_somebodys_hands_is_left_to_them():
    sale = show(20)
    busy, idle = hold(sale.event, {sale.type: 1}), hold(sale.event, {sale.type: 1})

    with acting_as("ticketing.sweep"), transaction.atomic():
        Order.objects.select_for_update().get(pk=busy.pk)
        assert race(lambda: sweep_holds(at=NOON + TEN_MINUTES)) == [1]
    connection.close()

    assert [stored(order).status for order in (busy, idle)] == ["pending", "expired"]
    assert sweep_holds(at=NOON + TEN_MINUTES) == 1
    with everything():
        assert set(Order.objects.values_list("status", flat=True)) == {"expired"}
