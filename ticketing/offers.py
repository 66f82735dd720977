"""What of an event can be bought right now, as the counters have it."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, F, OuterRef, Subquery, Sum, When

from events.models import Event

from .models import EventCapacity, EventSlot, TicketType, Voucher
from .pricing import Price, price_of

FEW = 12  # places: from here on a type says how many are left


@dataclass(frozen=True)
class Offer:
    """
    One line of the ticket box. `left` counts the event's capacity in; `field` is the form's.

    `event_left` is what the whole event has, None for no limit; `slots_left` what all its times to
    come have together, for a type that is for one of them.
    """

    ticket_type: TicketType
    price: Price
    state: str  # on_sale, few, sold_out, not_yet, ended, no_times
    left: int
    event_left: int | None
    slots_left: int | None = None
    field: object = None
    price_field: object = None

    @property
    def opens_at(self):
        return self.ticket_type.sale_start

    @property
    def is_open(self):
        return self.state in ("on_sale", "few")

    @property
    def can_be_waited_for(self):
        kind = self.ticket_type
        by_hand = kind.status != TicketType.Status.ACTIVE
        never = by_hand or kind.is_hidden or kind.companion_of_id or kind.needs_slot
        return self.state == "sold_out" and not never

    def with_fields(self, field, price_field):
        return replace(self, field=field, price_field=price_field)


@dataclass(frozen=True)
class Summary:
    """What a list says of an event. `price_from` is in major units of the event's currency."""

    price_from: Decimal | None = None
    one_price: bool = False
    places_left: int | None = None
    on_sale: bool = False
    sold_out: bool = False


def offers_of(event: Event, *, at: datetime, voucher: Voucher | None = None) -> list[Offer]:
    """The ticket box of one event, in its order, as somebody with this code sees it."""
    return offers_of_all([event], at=at, voucher=voucher)[event.pk]


def offers_of_all(events, *, at, voucher=None):
    """{event id: [Offer]} with one query, whatever the number of events and types."""
    by_event = {event.pk: event for event in events}
    found: dict[UUID, list[Offer]] = {key: [] for key in by_event}
    free = EventCapacity.objects.filter(pk=OuterRef("event")).values_list(
        F("quantity") - F("held") - F("sold")
    )
    times = EventSlot.objects.bookable(at).with_left().filter(event=OuterRef("event"))
    in_times = times.order_by().values("event").values_list(Sum("left"))
    types = (
        TicketType.objects.with_steps()
        .open_to(voucher)
        .filter(event__in=by_event)
        .exclude(status=TicketType.Status.INACTIVE)
        .annotate(
            event_left=Subquery(free),
            slots_left=Case(When(needs_slot=True, then=Subquery(in_times))),
        )
        .order_by("position", "name")
    )
    for ticket_type in types:
        event = by_event[ticket_type.event_id]
        found[event.pk].append(_offer(ticket_type, event, at, voucher))
    return found


def _offer(ticket_type, event: Event, at: datetime, voucher: Voucher | None) -> Offer:
    of_event, in_times = ticket_type.event_left, ticket_type.slots_left
    if ticket_type.needs_slot:
        of_event = None  # the times count in its stead
        left = min(ticket_type.left, in_times or 0)
    else:
        left = ticket_type.left if of_event is None else min(ticket_type.left, of_event)
    if voucher and voucher.ticket_type_id == ticket_type.pk:
        left += voucher.reserved
    if event.end_date <= at or (ticket_type.sale_end and ticket_type.sale_end <= at):
        state = "ended"
    elif ticket_type.needs_slot and in_times is None:
        state = "no_times"
    elif not left or ticket_type.waiting or ticket_type.status == TicketType.Status.SOLD_OUT:
        state = "sold_out"
    elif ticket_type.sale_start and ticket_type.sale_start > at:
        state = "not_yet"
    else:
        state = "few" if left <= FEW else "on_sale"
    ticket_type.event = event
    price = price_of(ticket_type, voucher=voucher)
    return Offer(ticket_type, price, state, left, of_event, in_times)


def summary(offers: list[Offer], *, event: Event) -> Summary:
    """The offers of one event in a line of a list."""
    offers = [offer for offer in offers if not offer.ticket_type.companion_of_id]
    if event.status != Event.Status.PUBLISHED or not offers:
        return Summary()
    live = [offer for offer in offers if offer.is_open]
    prices = [offer.price.amount for offer in live or offers]
    return Summary(
        price_from=min(prices),
        one_price=len(set(prices)) == 1,
        places_left=_places_left(offers, live),
        on_sale=bool(live),
        sold_out=all(offer.state == "sold_out" for offer in offers),
    )


def _places_left(offers, live):
    """Types share what is left in the house; those for a chosen time, what is left in the times."""
    left = 0
    for for_a_time in (False, True):
        shared = [each for each in offers if each.ticket_type.needs_slot == for_a_time]
        of_them = sum(offer.left for offer in live if offer in shared)
        most = _shared_limit(shared)
        left += of_them if most is None else min(of_them, most)
    return left


def _shared_limit(offers):
    limits = [
        offer.slots_left if offer.ticket_type.needs_slot else offer.event_left for offer in offers
    ]
    return next((limit for limit in limits if limit is not None), None)
