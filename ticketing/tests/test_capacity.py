"""An event lets in what its pages promise, and no more than its venue holds."""

import pytest

from events.publishing import publish_event
from events.signals import capacity_changed
from events.tests.factories import (
    EventFactory,
    EventRestrictionFactory,
    OrganizerProfileFactory,
    VenueFactory,
)
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything
from ticketing.capacity import set_capacity
from ticketing.exceptions import CapacityTooSmall
from ticketing.models import EventCapacity

from .factories import TicketTypeFactory
from .sale import bought, counters, hold, race, show

pytestmark = pytest.mark.django_db


def capacities():
    with everything():
        return list(EventCapacity.objects.values_list("event", "quantity"))


@pytest.mark.parametrize(("of_event", "of_venue"), [(100, 80), (80, 100), (80, 80)])
def test_set_capacity_makes_the_row_with_the_lesser_number(of_event, of_venue):
    event = EventFactory(capacity=of_event, venue=VenueFactory(capacity=of_venue))
    TicketTypeFactory(event=event)

    with acting_as(event.organizer):
        set_capacity(event)

    assert capacities() == [(event.pk, 80)]


def test_a_capacity_restriction_counts_and_others_do_not():
    event = EventFactory(capacity=100, venue=VenueFactory(capacity=90))
    TicketTypeFactory(event=event)
    limit = EventRestrictionFactory(event=event, type="capacity", capacity=70)
    EventRestrictionFactory(event=event, type="age", minimum_age=18)
    EventRestrictionFactory(type="capacity", capacity=3)  # another event's
    found = []

    for capacity in (70, 60, 95):
        limit.capacity = capacity
        with everything():
            limit.save()
        with acting_as(event.organizer):
            set_capacity(event)
        found += capacities()

    assert found == [(event.pk, 70), (event.pk, 60), (event.pk, 90)]


def test_a_restriction_below_what_is_taken_is_refused():
    sale = show(50, capacity=100)
    bought(sale.event, {sale.type: 3})
    EventRestrictionFactory(event=sale.event, type="capacity", capacity=2)

    with acting_as(sale.event.organizer), pytest.raises(CapacityTooSmall):
        set_capacity(sale.event)

    assert capacities() == [(sale.event.pk, 100)]


def test_an_event_without_ticket_types_counts_nothing():
    event = EventFactory()

    with acting_as(event.organizer):
        set_capacity(event)

    assert capacities() == []


def test_set_capacity_follows_the_event_and_keeps_what_is_taken():
    sale = show(50, capacity=100)
    hold(sale.event, {sale.type: 2})
    bought(sale.event, {sale.type: 3})

    for quantity in (200, 5):
        sale.event.capacity = quantity
        with acting_as(sale.event.organizer):
            capacity_changed.send(sender=type(sale.event), event=sale.event)
        assert capacities() == [(sale.event.pk, quantity)]

    assert counters(sale.event)[-1] == (2, 3)


def test_publishing_counts_anew_what_the_house_changed_meanwhile():
    event = EventFactory(status="draft", capacity=100, summary="Two", description="words")
    OrganizerProfileFactory(user=event.organizer)
    TicketTypeFactory(event=event)
    with acting_as(event.organizer):
        set_capacity(event)
    event.venue.capacity = 70
    with everything():
        event.venue.save()

    with acting_as(event.organizer):
        publish_event(event, by=event.organizer, at=NOON)

    assert capacities() == [(event.pk, 70)]


def test_set_capacity_below_what_is_taken_is_refused_and_changes_nothing():
    sale = show(50, capacity=100)
    hold(sale.event, {sale.type: 2})
    bought(sale.event, {sale.type: 3})
    sale.event.capacity = 4

    with acting_as(sale.event.organizer), pytest.raises(CapacityTooSmall):
        set_capacity(sale.event)

    assert capacities() == [(sale.event.pk, 100)]
    assert counters(sale.event)[-1] == (2, 3)


@pytest.mark.django_db(transaction=True)
def test_lowered_while_people_buy_it_is_never_below_what_is_taken():
    sale = show(50, capacity=100)
    sale.event.capacity = 6

    def lower():
        with acting_as(sale.event.organizer):
            set_capacity(sale.event)

    outcomes = race(lower, *[lambda: hold(sale.event, {sale.type: 1})] * 10)

    held, sold = counters(sale.event)[-1]
    ((_event, quantity),) = capacities()
    lowered = not isinstance(outcomes[0], CapacityTooSmall)
    assert (quantity, sold) == (6 if lowered else 100, 0)
    assert held == (6 if lowered else 10)
