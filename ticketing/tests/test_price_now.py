"""Early prices, prices that buyers choose, and what types ask of an order."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.checkout import place_hold
from ticketing.exceptions import (
    CompanionsAlone,
    PriceHasChanged,
    PriceTooLow,
    TooFew,
    TooManyForOne,
)
from ticketing.models import Order, Payment
from ticketing.offers import offers_of, summary

from .factories import PriceStepFactory, TicketTypeFactory
from .sale import check_out, counters, race, show, states, stored

pytestmark = pytest.mark.django_db


def hold(sale, wanted, *, said=None, buyer=None, at=NOON):
    with acting_as(buyer):
        return place_hold(
            sale.event,
            wanted={kind.pk: number for kind, number in wanted.items()},
            order_id=uuid.uuid4(),
            buyer=buyer,
            at=at,
            said={kind.pk: Decimal(price) for kind, price in (said or {}).items()},
        )


def price(order):
    with everything():
        return [line.unit_price for line in order.lines.order_by("ticket_type_id")]


def the_offer(sale):
    with acting_as(None):
        return offers_of(sale.event, at=NOON)[0]


def test_an_early_price_holds_until_its_moment():
    sale = show(10, price=50)
    soon, gone = timezone.now() + timedelta(hours=1), timezone.now() - timedelta(hours=1)
    PriceStepFactory(ticket_type=sale.type, price=40, until=soon, first_places=None)
    PriceStepFactory(ticket_type=sale.type, price=30, until=gone, first_places=None)

    assert price(hold(sale, {sale.type: 1})) == [40]
    offer = the_offer(sale)
    assert (offer.price.amount, offer.price.until) == (40, soon)
    assert summary([offer], event=sale.event).price_from == 40


def test_an_early_price_is_for_the_first_places():
    sale = show(10, price=50)
    PriceStepFactory(ticket_type=sale.type, price=30, first_places=3)

    orders = [hold(sale, {sale.type: number}) for number in (2, 2, 1)]

    assert [price(order) for order in orders] == [[30], [50], [50]]
    assert the_offer(sale).price.amount == 50


def test_of_two_early_prices_the_lower_one_holds():
    sale = show(10, price=50)
    PriceStepFactory(ticket_type=sale.type, price=40, first_places=5)
    PriceStepFactory(ticket_type=sale.type, price=30, first_places=2)

    orders = [hold(sale, {sale.type: 2}) for _ in range(3)]

    assert [price(order) for order in orders] == [[30], [40], [50]]


def test_a_price_that_changed_since_the_page_opened_is_said_and_nothing_is_held():
    sale = show(10, price=50)
    PriceStepFactory(ticket_type=sale.type, price=30, first_places=1)
    hold(sale, {sale.type: 1}, said={sale.type: 30})

    with pytest.raises(PriceHasChanged):
        hold(sale, {sale.type: 1}, said={sale.type: 30})

    assert counters(sale.event) == [(1, 0), (1, 0)]


@pytest.mark.django_db(transaction=True)
def test_race_for_the_first_places():
    sale = show(100, price=50)
    PriceStepFactory(ticket_type=sale.type, price=30, first_places=5)

    outcomes = race(*[lambda: hold(sale, {sale.type: 1})] * 16)

    orders = [outcome for outcome in outcomes if isinstance(outcome, Order)]
    assert {type(outcome) for outcome in outcomes} <= {Order, PriceHasChanged}
    with everything():
        early = Order.objects.filter(total_amount=30).count()
    assert early == 5
    assert counters(sale.event) == [(len(orders), 0), (len(orders), 0)]
    assert_integrity()


def test_what_is_held_keeps_its_price_when_the_price_changes():
    sale = show(10, price=50)
    order = hold(sale, {sale.type: 2})
    with everything():
        type(sale.type).objects.filter(pk=sale.type.pk).update(price=70)

    payment = check_out(order)

    assert (payment.amount, price(order)) == (100, [50])


@pytest.mark.parametrize(("said", "paid"), [("5.00", 5), ("12.5", Decimal("12.50")), (None, 20)])
def test_a_buyer_may_choose_the_price(said, paid):
    sale = show(10, price=20)
    kind = TicketTypeFactory(event=sale.event, name="Solidarity", price=20, lowest_price=5)

    order = hold(sale, {kind: 2}, said={kind: said} if said else None)

    assert price(order) == [paid]
    assert stored(order).total_amount == 2 * paid


@pytest.mark.parametrize("said", ["4.99", "0", "-1", "100000", "1e9"])
def test_a_price_below_the_lowest_or_beyond_reason_is_refused(said):
    sale = show(10)
    kind = TicketTypeFactory(event=sale.event, name="Solidarity", price=20, lowest_price=5)

    with pytest.raises(PriceTooLow):
        hold(sale, {kind: 1}, said={kind: said})

    with everything():
        assert not Order.objects.exists()


def test_a_type_sold_in_pairs_is_not_sold_alone():
    sale = show(10)
    pair = TicketTypeFactory(event=sale.event, name="Pair", min_per_order=2)

    with pytest.raises(TooFew):
        hold(sale, {pair: 1})

    hold(sale, {pair: 2})


def test_a_companion_comes_with_whom_they_are_for():
    sale = show(10)
    bay = TicketTypeFactory(event=sale.event, name="Wheelchair bay", quantity=2)
    companion = TicketTypeFactory(
        event=sale.event, name="Companion", quantity=2, price=0, companion_of=bay
    )

    for wanted in ({companion: 1}, {companion: 2, bay: 1}, {companion: 1, sale.type: 1}):
        with pytest.raises(CompanionsAlone):
            hold(sale, wanted)
    order = hold(sale, {companion: 1, bay: 1})

    assert stored(order).total_amount == 25


def test_one_person_buys_so_many_over_all_orders():
    sale = show(10)
    kind = TicketTypeFactory(event=sale.event, name="First row", max_per_person=2)
    check_out(hold(sale, {kind: 1}), email="gwen@example.org")
    second = hold(sale, {kind: 2})

    with pytest.raises(TooManyForOne):
        check_out(second, email="Gwen@example.org")

    assert states(second) == ("pending", "pending", [])
    assert stored(second).buyer_email == ""
    assert check_out(second, email="ida@example.org").amount == 50


def test_what_one_person_let_go_is_not_counted():
    sale = show(10)
    kind = TicketTypeFactory(event=sale.event, name="First row", max_per_person=1)
    check_out(hold(sale, {kind: 1}))

    again = hold(sale, {kind: 1}, at=NOON + timedelta(minutes=30))

    assert check_out(again, at=NOON + timedelta(minutes=31)).amount == 25


def test_an_account_is_one_person_under_any_address():
    sale, ann = show(10), UserFactory()
    kind = TicketTypeFactory(event=sale.event, name="First row", max_per_person=1)
    check_out(hold(sale, {kind: 1}, buyer=ann), email="one@example.org")
    second = hold(sale, {kind: 1}, buyer=ann)

    with pytest.raises(TooManyForOne):
        check_out(second, email="two@example.org")


@pytest.mark.django_db(transaction=True)
def test_race_of_one_person_with_two_orders():
    sale = show(10)
    kind = TicketTypeFactory(event=sale.event, name="First row", max_per_person=1)
    orders = [hold(sale, {kind: 1}) for _ in range(4)]

    outcomes = race(*[lambda order=order: check_out(order) for order in orders])

    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["Payment", "TooManyForOne", "TooManyForOne", "TooManyForOne"]
    with everything():
        assert Payment.objects.count() == 1
