"""What of an event can be bought right now, as the counters have it."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from events.models import Event

from .models import EventCapacity, TicketType

FEW = 12  # places: from here on a type says how many are left


@dataclass(frozen=True)
class Offer:
    """
    One line of the ticket box. `left` counts the event's capacity in; `field` is the form's.

    `event_left` is what the whole event has, None for no limit.
    """

    ticket_type: TicketType
    state: str  # on_sale, few, sold_out, not_yet, ended
    left: int
    event_left: int | None
    field: object = None

    @property
    def opens_at(self):
        return self.ticket_type.sale_start

    @property
    def is_open(self):
        return self.state in ("on_sale", "few")

    def with_field(self, field):
        return replace(self, field=field)


@dataclass(frozen=True)
class Summary:
    """What a list says of an event. `price_from` is in major units of the event's currency."""

    price_from: Decimal | None = None
    one_price: bool = False
    places_left: int | None = None
    on_sale: bool = False
    sold_out: bool = False


def offers_of(event: Event, *, at: datetime) -> list[Offer]:
    """The ticket box of one event, in its order."""
    return offers_of_all([event], at=at)[event.pk]


def offers_of_all(events, *, at):
    """{event id: [Offer]} with one query, whatever the number of events and types."""
    by_event = {event.pk: event for event in events}
    found: dict[UUID, list[Offer]] = {key: [] for key in by_event}
    free = EventCapacity.objects.filter(pk=OuterRef("event")).values_list(
        F("quantity") - F("held") - F("sold")
    )
    types = (
        TicketType.objects.filter(event__in=by_event)
        .exclude(status=TicketType.Status.INACTIVE)
        .annotate(event_left=Subquery(free))
        .order_by("position", "name")
    )
    for ticket_type in types:
        event = by_event[ticket_type.event_id]
        found[event.pk].append(_offer(ticket_type, event, at))
    return found


def _offer(ticket_type, event: Event, at: datetime) -> Offer:
    left = ticket_type.left
    if ticket_type.event_left is not None:
        left = min(left, ticket_type.event_left)
    if event.end_date <= at or (ticket_type.sale_end and ticket_type.sale_end <= at):
        state = "ended"
    elif not left or ticket_type.status == TicketType.Status.SOLD_OUT:
        state = "sold_out"
    elif ticket_type.sale_start and ticket_type.sale_start > at:
        state = "not_yet"
    else:
        state = "few" if left <= FEW else "on_sale"
    return Offer(ticket_type, state, left, ticket_type.event_left)


def summary(offers: list[Offer], *, event: Event) -> Summary:
    """The offers of one event in a line of a list."""
    if event.status != Event.Status.PUBLISHED or not offers:
        return Summary()
    live = [offer for offer in offers if offer.is_open]
    prices = [offer.ticket_type.price for offer in live or offers]
    left, of_event = sum(offer.left for offer in live), offers[0].event_left
    return Summary(
        price_from=min(prices),
        one_price=len(set(prices)) == 1,
        places_left=left if of_event is None else min(left, of_event),
        on_sale=bool(live),
        sold_out=all(offer.state == "sold_out" for offer in offers),
    )
