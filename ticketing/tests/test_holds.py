"""A buyer's hold: sent twice, changed, made longer."""

import uuid
from datetime import timedelta

import pytest

from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.checkout import HOLD, extend_hold, place_hold, release_hold
from ticketing.exceptions import ExtendedAlready, HoldExpired, SoldOut
from ticketing.models import Order

from .sale import check_out, counters, hold, race, show, states, stored
from .visit import hold_by_http, words

pytestmark = pytest.mark.django_db


def choose(sale, wanted, *, order_id=None, instead_of=None, at=NOON):
    with acting_as(None):
        return place_hold(
            sale.event,
            wanted={kind.pk: number for kind, number in wanted.items()},
            order_id=order_id or uuid.uuid4(),
            buyer=None,
            at=at,
            instead_of=instead_of,
        )


def extend(order, *, at=NOON):
    with acting_as(None), order_in_scope(order.pk):
        return extend_hold(order, at=at)


def test_the_same_form_sent_twice_is_one_hold():
    sale, same = show(10), uuid.uuid4()

    once = choose(sale, {sale.type: 2}, order_id=same)
    again = choose(sale, {sale.type: 2}, order_id=same, at=NOON + timedelta(minutes=1))

    assert once.pk == again.pk == same
    assert counters(sale.event) == [(2, 0), (2, 0)]
    assert_integrity()


def test_the_same_form_after_its_hold_has_gone_is_a_new_hold():
    sale, same = show(10), uuid.uuid4()
    once = choose(sale, {sale.type: 2}, order_id=same)
    with acting_as(None), order_in_scope(same):
        release_hold(once, at=NOON)

    again = choose(sale, {sale.type: 2}, order_id=same)

    assert again.pk != same
    assert counters(sale.event) == [(2, 0), (2, 0)]


@pytest.mark.django_db(transaction=True)
def test_race_of_one_form_sent_many_times():
    sale, same = show(10), uuid.uuid4()

    outcomes = race(*[lambda: choose(sale, {sale.type: 2}, order_id=same)] * 8)

    assert {outcome.pk for outcome in outcomes} == {same}
    assert counters(sale.event) == [(2, 0), (2, 0)]
    assert_integrity()


def test_choosing_again_gives_back_what_was_held():
    sale = show(2, 5)
    one, two = sale.types
    before = choose(sale, {one: 2})

    after = choose(sale, {one: 1, two: 3}, instead_of=before)

    assert states(before)[0] == "cancelled"
    assert states(after)[0] == "pending"
    assert counters(sale.event) == [(1, 0), (3, 0), (4, 0)]
    assert_integrity()


def test_choosing_more_than_there_is_keeps_what_was_held():
    sale = show(2, 5)
    one, _two = sale.types
    before = choose(sale, {one: 2})

    with pytest.raises(SoldOut):
        choose(sale, {one: 3}, instead_of=before)

    assert states(before)[0] == "pending"
    assert counters(sale.event) == [(2, 0), (0, 0), (2, 0)]
    with everything():
        assert Order.objects.count() == 1


def test_the_last_place_of_the_event_may_be_exchanged():
    sale = show(5, 5, capacity=1)
    one, two = sale.types
    before = choose(sale, {one: 1})

    choose(sale, {two: 1}, instead_of=before)

    assert counters(sale.event) == [(0, 0), (1, 0), (1, 0)]


def test_what_is_being_paid_stays_beside_a_new_choice():
    sale = show(5)
    before = choose(sale, {sale.type: 2})
    check_out(before)

    choose(sale, {sale.type: 1}, instead_of=before)

    assert states(before)[0] == "pending"
    assert counters(sale.event) == [(3, 0), (3, 0)]


@pytest.mark.django_db(transaction=True)
def test_race_of_exchanges_in_both_directions_does_not_deadlock():
    sale = show(12, 12, capacity=20)
    one, two = sale.types
    held = [choose(sale, {(one, two)[n % 2]: 1}) for n in range(20)]

    outcomes = race(
        *[
            lambda n=n, order=order: choose(sale, {(two, one)[n % 2]: 1}, instead_of=order)
            for n, order in enumerate(held)
        ]
    )

    kinds = {type(outcome) for outcome in outcomes}
    assert kinds <= {Order, SoldOut}
    assert Order in kinds
    assert sum(number for number, _ in counters(sale.event)[:2]) == 20
    assert counters(sale.event)[2] == (20, 0)
    assert_integrity()


def test_a_hold_is_made_longer_once():
    order = hold((sale := show(5)).event, {sale.type: 1})

    extend(order, at=NOON + timedelta(minutes=9))

    assert stored(order).hold_expires_at == NOON + 2 * HOLD
    with pytest.raises(ExtendedAlready):
        extend(order, at=NOON + timedelta(minutes=15))
    assert stored(order).hold_expires_at == NOON + 2 * HOLD


def test_a_hold_that_has_run_out_is_not_made_longer():
    order = hold((sale := show(5)).event, {sale.type: 1})

    with pytest.raises(HoldExpired):
        extend(order, at=NOON + HOLD)

    assert stored(order).extended_at is None


def test_the_checkout_offers_ten_minutes_more_once(client):
    sale = show(5)
    order_url = hold_by_http(client, sale, 1)
    assert "Ten minutes more" in words(client.get(f"{order_url}checkout/"))

    answer = client.post(f"{order_url}extend/", follow=True)

    page = words(answer)
    assert "Your tickets are held for ten minutes more." in page
    assert "Ten minutes more" not in page
    again = words(client.post(f"{order_url}extend/", follow=True))
    assert "A hold can be made longer once, and this one was." in again


def test_a_stranger_makes_no_hold_longer(client):
    order = hold((sale := show(5)).event, {sale.type: 1})

    assert client.post(f"/orders/{order.pk}/extend/").status_code == 404

    assert stored(order).extended_at is None


def test_a_box_sent_twice_leads_to_one_checkout(client):
    sale = show(5)
    box = (
        f"/events/{sale.event.slug}/hold/",
        {
            f"qty-{sale.type.pk}": 2,
            "csrfmiddlewaretoken": "the token of this page",
        },
    )

    first, second = client.post(*box), client.post(*box)

    assert first.url == second.url
    assert counters(sale.event) == [(2, 0), (2, 0)]


def test_a_second_tab_changes_the_choice_of_the_first(client):
    sale = show(2)
    first, second = hold_by_http(client, sale, 2), hold_by_http(client, sale, 1)

    assert first != second
    assert counters(sale.event) == [(1, 0), (1, 0)]
    assert client.get(f"{first}checkout/", follow=True).redirect_chain == [(first, 302)]
    assert client.get(f"{second}checkout/").status_code == 200
