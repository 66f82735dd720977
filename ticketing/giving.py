"""Tickets an organizer gives away: to the house's guests, the press, a colleague."""

from collections import Counter
from uuid import UUID

from django.db import transaction

from events.models import Event
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.languages import language_in_use

from . import places
from .checkout import HOLD
from .exceptions import ChooseTime, NotOnSale, SoldOut, TooMany
from .letting_go import to_open
from .models import EventCapacity, EventSlot, Order, OrderLine, TicketType
from .payments import complete

MOST = 50  # in one go


@transaction.atomic
def give_tickets(ticket_type, *, order_id, number, name, email, slot=None, note="", by, at):
    """
    Give `number` tickets of a type to somebody, for nothing. Returns the order; the mail follows.

    The caller picks the id, as for `checkout.place_hold`, and has asked whether `by` may sell at
    the event. The places are taken where all others are. Hidden types can be given, and types whose
    sale has not begun or is over: windows, limits and waiting lists are for buyers. Raises TooMany,
    NotOnSale where the event is not published or is over, ChooseTime where a time is needed and
    this is none of the event's to come, and SoldOut.
    """
    _ask(ticket_type, number, slot, at)
    with acting_as(None), order_in_scope(order_id), acting_as("ticketing.checkout"):
        order, line = _written(ticket_type, order_id, number, name, email, slot, note, at)
        places.hold(order.event_id, to_open([line]))
    return complete(order, at=at)


class Giveaway:
    """
    Tickets of one event given to many, in one transaction of the caller's.

    The places are taken together by `take_places`, last, so that buyers wait for that only and not
    for all the orders before it.
    """

    def __init__(self, event):
        self.event = event
        self.places: Counter[tuple] = Counter()  # by type and slot
        self.taken: Counter[UUID] = Counter()  # by what counts them
        counted = [
            *TicketType.objects.filter(event=event),
            *EventSlot.objects.filter(event=event).with_left(),
            *EventCapacity.objects.filter(event=event),
        ]
        self.left = {row.pk: row.left for row in counted}  # None: as many as one likes

    @transaction.atomic
    def give(self, ticket_type, *, order_id, number, name, email, slot=None, note="", by, at):
        """As `give_tickets`, without the places. SoldOut is by what was left when it began."""
        _ask(ticket_type, number, slot, at)
        slot_id = slot.pk if slot and _needs_time(ticket_type) else None
        counters = (ticket_type.pk, slot_id or self.event.pk)
        for key in counters:
            if (left := self.left.get(key)) is not None and self.taken[key] + number > left:
                raise SoldOut
        with acting_as(None), order_in_scope(order_id), acting_as("ticketing.checkout"):
            order, _line = _written(ticket_type, order_id, number, name, email, slot, note, at)
        complete(order, at=at, counted=True)
        self.taken.update(dict.fromkeys(counters, number))
        self.places[ticket_type.pk, slot_id] += number
        return order

    @transaction.atomic
    def take_places(self):
        """Raises SoldOut where others were faster: then nothing of it may be kept."""
        with acting_as("ticketing.payment"):
            places.sell(self.event.pk, self.places)


def _ask(ticket_type, number, slot, at):
    event = ticket_type.event
    if not 1 <= number <= MOST:
        raise TooMany
    if event.status != Event.Status.PUBLISHED or event.end_date <= at:
        raise NotOnSale
    if _needs_time(ticket_type) and not _has(event, slot, at):
        raise ChooseTime


def _written(ticket_type, order_id, number, name, email, slot, note, at):
    """The order and its line, for callers that act as the checkout with the order in scope."""
    event = ticket_type.event
    order = Order.objects.create(
        id=order_id,
        event=event,
        total_amount=0,
        currency=event.currency,
        buyer_name=name,
        buyer_email=email,
        notes=note,
        language=language_in_use(),
        hold_expires_at=at + HOLD,
        created_at=at,
        updated_at=at,
    )
    line = OrderLine.objects.create(
        order=order,
        event=event,
        ticket_type=ticket_type,
        slot=slot if _needs_time(ticket_type) else None,
        name=ticket_type.name,
        quantity=number,
        unit_price=0,
        vat_rate=ticket_type.vat_rate,
    )
    return order, line


def _needs_time(kind):
    return kind.needs_slot or bool(kind.companion_of_id and kind.companion_of.needs_slot)


def _has(event, slot, at):
    return isinstance(slot, EventSlot) and slot.event_id == event.pk and slot.ends_at > at
