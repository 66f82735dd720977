"""The counters: nothing is oversold or lost, however many ask at the same moment."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing import places
from ticketing.checkout import release_hold
from ticketing.exceptions import SoldOut
from ticketing.models import EventCapacity, Order, TicketType
from ticketing.sweeping import sweep_holds

from .factories import TicketTypeFactory
from .sale import check_out, counters, hold, news_of, ordered, race, show, states, tell, tickets_of

ABSENT = TicketTypeFactory.build


def seller(step, event, wanted):
    """One step with the counters, as the rules take it."""
    with acting_as("ticketing.payment"), transaction.atomic():
        step(event.pk, {(kind.pk, None): number for kind, number in wanted.items()})


@pytest.mark.django_db
def test_places_go_from_held_to_sold_and_back_to_the_sale():
    sale = show(10, 10)
    one, two = sale.types

    seller(places.hold, sale.event, {one: 3, two: 2})
    assert counters(sale.event) == [(3, 0), (2, 0), (5, 0)]
    seller(places.settle, sale.event, {one: 1, two: 2})
    assert counters(sale.event) == [(2, 1), (0, 2), (2, 3)]
    seller(places.release, sale.event, {one: 2})
    assert counters(sale.event) == [(0, 1), (0, 2), (0, 3)]
    seller(places.sell, sale.event, {one: 9})
    assert counters(sale.event) == [(0, 10), (0, 2), (0, 12)]


@pytest.mark.django_db
@pytest.mark.parametrize("step", [places.hold, places.sell])
def test_what_a_type_or_the_event_has_not_left_is_not_taken(step):
    sale = show(10, 10, capacity=12)
    one, two = sale.types
    seller(places.hold, sale.event, {one: 4})
    seller(places.sell, sale.event, {one: 4})

    for wanted in ({one: 3}, {two: 5}, {two: 4, one: 3}, {one: 2, two: 3}):
        with pytest.raises(SoldOut):
            seller(step, sale.event, wanted)

    assert counters(sale.event) == [(4, 4), (0, 0), (4, 4)]


@pytest.mark.django_db
@pytest.mark.parametrize("step", [places.release, places.settle])
def test_giving_back_or_selling_what_is_no_row_is_a_bug_and_loud(step):
    sale = show(10)
    seller(places.hold, sale.event, {sale.type: 1})

    with pytest.raises(TicketType.DoesNotExist):
        seller(step, sale.event, {sale.type: 1, ABSENT(event=sale.event): 1})
    with everything():
        EventCapacity.objects.all().delete()
    with pytest.raises(EventCapacity.DoesNotExist):
        seller(step, sale.event, {sale.type: 1})

    assert counters(sale.event) == [(1, 0)]


@pytest.mark.django_db
def test_an_event_without_a_capacity_row_is_a_bug_and_not_sold_out():
    sale = show(10)
    with everything():
        EventCapacity.objects.all().delete()

    with pytest.raises(EventCapacity.DoesNotExist):
        seller(places.hold, sale.event, {sale.type: 1})

    assert counters(sale.event) == [(0, 0)]


@pytest.mark.django_db
def test_steps_lock_types_by_key_and_the_event_last():
    sale = show(10, 10, 10)
    first, second, third = sale.types
    names = {first.pk: 1, second.pk: 2, third.pk: 3, sale.event.pk: "event"}
    locked = []

    def note(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            locked.extend(names[key] for key in params if key in names)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        seller(places.hold, sale.event, {third: 1, first: 1, second: 1})
        seller(places.settle, sale.event, {third: 1, second: 1})
        seller(places.release, sale.event, {first: 1})
        seller(places.sell, sale.event, {second: 1, first: 1})

    assert locked == [1, 2, 3, "event", 2, 3, "event", 1, "event", 1, 2, "event"]


@pytest.mark.django_db(transaction=True)
def test_race_for_the_last_places_of_a_type():
    sale = show(5, capacity=100)

    outcomes = race(*[lambda: hold(sale.event, {sale.type: 1})] * 20)

    assert tallied(outcomes) == {"Order": 5, "SoldOut": 15}
    assert counters(sale.event) == [(5, 0), (5, 0)]
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_race_for_the_last_places_of_an_event_over_two_types():
    sale = show(100, 100, capacity=7)
    one, two = sale.types

    outcomes = race(*[lambda: hold(sale.event, {one: 1}), lambda: hold(sale.event, {two: 1})] * 10)

    assert tallied(outcomes) == {"Order": 7, "SoldOut": 13}
    (held_one, _), (held_two, _), of_event = counters(sale.event)
    assert (held_one + held_two, of_event) == (7, (7, 0))
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_buyers_who_name_types_in_opposite_order_do_not_deadlock():
    sale = show(100, 100, capacity=200)
    one, two = sale.types
    orders = [{one: 1, two: 2}, {two: 2, one: 1}]

    outcomes = race(*[lambda n=n: hold(sale.event, orders[n % 2]) for n in range(20)])

    assert tallied(outcomes) == {"Order": 20}
    assert counters(sale.event) == [(20, 0), (40, 0), (60, 0)]


@pytest.mark.django_db(transaction=True)
def test_holds_payments_releases_and_sweeps_interleaved_lose_no_place():
    """Eight people buy, give back and let run out, while the sweep goes round."""
    sale = show(7, 7, capacity=10)
    one, two = sale.types

    def visit(seed):
        dice, done = random.Random(seed), Counter()
        for _ in range(6):
            wanted = dice.choice([{one: 1}, {two: 1}, {one: 1, two: 1}, {two: 2}])
            long_ago = dice.random() < 0.3
            try:
                order = hold(sale.event, wanted, at=NOON - timedelta(hours=1) * long_ago)
            except SoldOut:
                done["sold out"] += 1
                continue
            end = "run out" if long_ago else dice.choice(["paid", "released"])
            if end == "paid":
                tell(news_of(check_out(order)))
            elif end == "released":
                with acting_as(None), order_in_scope(order.pk):
                    release_hold(order, at=NOON)
            done[end] += 1
            connections.close_all()
        return done

    def sweep():
        return Counter(swept=sum(sweep_holds(at=NOON) for _ in range(20)))

    outcomes = race(*[lambda seed=seed: visit(seed) for seed in range(8)], sweep)
    sweep_holds(at=NOON)

    assert {type(outcome) for outcome in outcomes} == {Counter}
    done = sum(outcomes, Counter())
    assert min(done["paid"], done["released"], done["run out"], done["sold out"]) > 0
    with everything():
        ends = Counter(Order.objects.values_list("status", flat=True))
    assert ends == {
        "completed": done["paid"],
        "cancelled": done["released"],
        "expired": done["run out"],
    }
    assert sum(held for held, _sold in counters(sale.event)) == 0
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_paid_and_swept_at_the_same_moment_is_sold_once_and_never_lost():
    """Whoever comes first: the payment finds the hold, or the places it has just let go."""
    sale = show(20, capacity=20)
    made = [ordered(sale.event, {sale.type: 2}) for _ in range(4)]
    late = NOON + timedelta(minutes=11)

    outcomes = race(
        *[lambda payment=payment: tell(news_of(payment), at=late) for _order, payment in made],
        *[lambda: sweep_holds(at=late)] * 3,
    )

    assert outcomes[:4] == [True] * 4
    assert [states(order) for order, _payment in made] == [
        ("completed", "paid", ["successful"])
    ] * 4
    assert [len(tickets_of(order)) for order, _payment in made] == [2] * 4
    assert counters(sale.event) == [(0, 8), (0, 8)]
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_paid_and_released_at_the_same_moment_ends_in_one_of_both():
    sale = show(20, capacity=20)
    order, payment = ordered(sale.event, {sale.type: 2})

    def release():
        with acting_as(None), order_in_scope(order.pk):
            release_hold(order, at=NOON)

    race(lambda: tell(news_of(payment)), release)

    # Released first, the places were free still, and the money came: sold all the same.
    assert states(order) == ("completed", "paid", ["successful"])
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert_integrity()


def tallied(outcomes):
    return Counter(type(outcome).__name__ for outcome in outcomes)
