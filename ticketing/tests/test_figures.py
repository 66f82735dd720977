"""Sales in numbers: by the venue's days, of the event alone, before and after refunds."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON
from ticketing.figures import (
    Income,
    Sold,
    income_of,
    latest_orders,
    sold_by_day,
    tickets_between,
    without_gaps,
)
from ticketing.tests.factories import (
    OrderFactory,
    OrderLineFactory,
    PaymentFactory,
    RefundFactory,
    TicketTypeFactory,
)

pytestmark = pytest.mark.django_db


def buy(event, *, at, **quantities):
    """An order paid at a moment: so many of each price."""
    order = OrderFactory(event=event, paid=True, completed_at=at)
    for name, quantity in quantities.items():
        price = Decimal(name.removeprefix("of_"))
        kind = TicketTypeFactory(event=event, price=price)
        OrderLineFactory(order=order, ticket_type=kind, quantity=quantity)
    return order


def test_days_are_those_of_the_venue_and_orders_count_once():
    event = EventFactory()  # in Brussels, an hour ahead
    buy(event, at=datetime(2099, 11, 20, 22, 59, tzinfo=UTC), of_10=2, of_25=1)
    buy(event, at=datetime(2099, 11, 20, 23, 1, tzinfo=UTC), of_10=1)
    buy(EventFactory(organizer=event.organizer), at=NOON, of_10=5)
    OrderLineFactory(order=OrderFactory(event=event), quantity=4)  # held only

    with acting_as(event.organizer):
        days = sold_by_day(event)

    assert days == [
        Sold(date(2099, 11, 20), 3, Decimal(45)),
        Sold(date(2099, 11, 21), 1, Decimal(10)),
    ]


def test_who_does_not_see_orders_counts_nothing():
    event = EventFactory()
    buy(event, at=NOON, of_10=2)
    planner = EventTeamMemberFactory(event=event, permissions=["staff"]).user

    with acting_as(planner):
        assert (sold_by_day(event), latest_orders(event)) == ([], [])
        assert income_of(event) == Income(Decimal(0), Decimal(0))


def test_days_without_sales_are_told_too():
    days = [Sold(date(2099, 11, 1), 2, Decimal(20)), Sold(date(2099, 11, 4), 1, Decimal(5))]

    told = without_gaps(days, until=date(2099, 11, 5))

    assert [(each.day.day, each.tickets, each.income) for each in told] == [
        (1, 2, 20), (2, 0, 0), (3, 0, 0), (4, 1, 5), (5, 0, 0),
    ]  # fmt: skip


def test_a_long_sale_is_told_by_the_week():
    days = [Sold(date(2099, 1, 1), 2, Decimal(20)), Sold(date(2099, 1, 9), 1, Decimal(5))]

    told = without_gaps(days, until=date(2099, 5, 1))

    assert [(each.day, each.tickets, each.income) for each in told[:3]] == [
        (date(2099, 1, 1), 2, 20),
        (date(2099, 1, 8), 1, 5),
        (date(2099, 1, 15), 0, 0),
    ]
    assert sum(each.tickets for each in told) == 3
    assert told[-1].day == date(2099, 4, 30)


def test_tickets_between_two_days_count_the_last_of_them():
    days = [Sold(date(2099, 1, day), day) for day in (1, 2, 3)]

    assert tickets_between(days, date(2099, 1, 1), date(2099, 1, 3)) == 5


def test_income_is_what_was_received_less_what_went_back():
    event = EventFactory()
    for amount in (50, 25):
        order = OrderFactory(event=event, paid=True, total_amount=amount)
        payment = PaymentFactory(order=order, status="successful")
    RefundFactory(payment=payment, amount=5, status="pending")
    PaymentFactory(order=OrderFactory(event=event), status="failed")

    with acting_as(event.organizer):
        income = income_of(event)

    assert income == Income(received=Decimal(75), given_back=Decimal(5))
    assert income.kept == Decimal(70)


def test_the_latest_orders_come_first_and_those_that_ran_out_not_at_all():
    event = EventFactory()
    orders = [
        OrderFactory(event=event, created_at=NOON + timedelta(minutes=minute), **how)
        for minute, how in enumerate(
            [{}] * 3 + [{"paid": True}] * 4 + [{"status": "expired"}, {"status": "cancelled"}]
        )
    ]

    with acting_as(event.organizer):
        found = latest_orders(event)

    assert found == orders[6:0:-1]
