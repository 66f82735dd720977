"""What the ticket box and the lists say of an event's tickets."""

from datetime import timedelta
from decimal import Decimal

import pytest

from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything
from ticketing.models import EventCapacity
from ticketing.offers import Summary, offers_of, offers_of_all, summary

from .factories import EventCapacityFactory, TicketTypeFactory
from .sale import bought, hold, show

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def offered(event, at=NOON):
    with acting_as(None):
        return [(offer.state, offer.left) for offer in offers_of(event, at=at)]


def summed(event, at=NOON):
    with acting_as(None):
        return summary(offers_of(event, at=at), event=event)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "on_sale"),
        ({"quantity": 13}, "on_sale"),
        ({"quantity": 12}, "few"),
        ({"quantity": 1}, "few"),
        ({"quantity": 0}, "sold_out"),
        ({"status": "sold_out"}, "sold_out"),
        ({"sale_start": NOON + HOUR}, "not_yet"),
        ({"sale_start": NOON}, "on_sale"),
        ({"sale_end": NOON}, "ended"),
        ({"sale_end": NOON + HOUR}, "on_sale"),
        ({"sale_start": NOON + HOUR, "quantity": 0}, "sold_out"),
        ({"sale_end": NOON, "quantity": 0}, "ended"),
    ],
)
def test_an_offer_says_how_things_stand(fields, state):
    event = EventFactory()
    kind = TicketTypeFactory(event=event, **{"quantity": 100} | fields)
    EventCapacityFactory(event=event)

    with acting_as(None):
        (offer,) = offers_of(event, at=NOON)

    assert (offer.state, offer.left) == (state, kind.quantity)
    assert offer.is_open == (state in ("on_sale", "few"))
    assert (offer.ticket_type, offer.opens_at) == (kind, kind.sale_start)
    with_fields = offer.with_fields("a field", "a price")
    assert (with_fields.field, with_fields.price_field) == ("a field", "a price")


def test_inactive_types_are_not_shown_and_the_others_in_their_order():
    event = EventFactory()
    TicketTypeFactory(event=event, status="inactive")
    for name, position in [("Beta", 1), ("Alpha", 1), ("Gamma", 0)]:
        TicketTypeFactory(event=event, name=name, position=position)

    with acting_as(None):
        names = [offer.ticket_type.name for offer in offers_of(event, at=NOON)]

    assert names == ["Gamma", "Alpha", "Beta"]


def test_what_is_held_and_sold_is_not_left():
    sale = show(20, 50)
    hold(sale.event, {sale.types[0]: 3})
    bought(sale.event, {sale.types[0]: 5})

    assert sorted(offered(sale.event)) == [("few", 12), ("on_sale", 50)]


def test_the_events_own_places_bound_every_type():
    sale = show(50, 50, capacity=10)
    hold(sale.event, {sale.types[0]: 4})

    assert offered(sale.event) == [("few", 6), ("few", 6)]
    assert summed(sale.event).places_left == 6

    hold(sale.event, {sale.types[1]: 6})
    assert offered(sale.event) == [("sold_out", 0), ("sold_out", 0)]


def test_an_event_without_limit_has_what_its_types_have():
    sale = show(50, 20, capacity=None)
    assert sorted(offered(sale.event)) == [("on_sale", 20), ("on_sale", 50)]
    assert summed(sale.event).places_left == 70

    with everything():
        EventCapacity.objects.all().delete()
    assert sorted(offered(sale.event)) == [("on_sale", 20), ("on_sale", 50)]
    assert summed(sale.event).places_left == 70


def test_an_event_that_is_over_sells_nothing():
    sale = show(50)

    assert offered(sale.event, at=sale.event.end_date) == [("ended", 50)]


def test_offers_of_all_asks_once_whatever_there_is(django_assert_num_queries):
    events = [show(10, 10).event, show(20).event, EventFactory()]

    with acting_as(None):
        list(EventCapacity.objects.all())  # the connection is told who acts
        with django_assert_num_queries(1):
            found = offers_of_all(events, at=NOON)
        assert offers_of_all([], at=NOON) == {}

    assert {key: len(offers) for key, offers in found.items()} == {
        event.pk: number for event, number in zip(events, [2, 1, 0], strict=True)
    }


def test_a_summary_names_the_least_price_of_what_can_be_had():
    event = EventFactory()
    TicketTypeFactory(event=event, price=Decimal("10.00"), status="sold_out")
    TicketTypeFactory(event=event, price=Decimal("35.50"), quantity=30)
    TicketTypeFactory(event=event, price=Decimal("60.00"), quantity=4)
    EventCapacityFactory(event=event)

    assert summed(event) == Summary(
        price_from=Decimal("35.50"), places_left=34, on_sale=True, sold_out=False
    )


def test_a_summary_of_what_cannot_be_had_any_more():
    event = EventFactory()
    TicketTypeFactory(event=event, price=Decimal("10.00"), status="sold_out")
    TicketTypeFactory(event=event, price=Decimal("8.00"), quantity=0)
    assert summed(event) == Summary(
        price_from=Decimal("8.00"), places_left=0, on_sale=False, sold_out=True
    )

    TicketTypeFactory(event=event, price=Decimal("9.00"), sale_end=NOON)
    assert summed(event) == Summary(
        price_from=Decimal("8.00"), places_left=0, on_sale=False, sold_out=False
    )


@pytest.mark.parametrize("status", ["draft", "postponed", "cancelled", "completed"])
def test_a_summary_of_an_event_that_is_not_published_says_nothing(status):
    sale = show(10, status=status)

    with acting_as(sale.event.organizer):
        offers = offers_of(sale.event, at=NOON)

    assert len(offers) == 1
    assert summary(offers, event=sale.event) == Summary()
    assert summary([], event=EventFactory()) == Summary()
