"""
Taking and giving back places: the only code that writes the counters.

Everywhere in the same order, types by key and the event's capacity last, so that no two
transactions wait for each other. Each step is one conditional UPDATE under a CHECK, without a
join: PostgreSQL asks the condition again after waiting for another buyer.
"""

from django.db.models import F, Q

from .exceptions import PriceHasChanged, SoldOut
from .models import EventCapacity, TicketType


def hold(event_id, places, *, instead_of=None, within=None):
    """
    Hold `places` ({ticket type id: number}), all or none. Raises SoldOut.

    What the same buyer held before, `instead_of`, counts as free for them, and goes back to the
    sale as far as it is not wanted any more. Where a price is for the first places of a type only,
    `within` says for how many, and PriceHasChanged that others were faster.
    """
    _take(event_id, places, "held", given_back=instead_of or {}, within=within or {})


def keep(event_id, places):
    """Count places as held for a code, or (below nothing) open them again. Raises SoldOut."""
    _take(event_id, places, "held")


def sell(event_id, places):
    """Sell places nobody held, all or none. Raises SoldOut."""
    _take(event_id, places, "sold")


def release(event_id, places):
    """Give held places back to the sale."""
    for type_id, number in _in_order(places):
        _write(TicketType, type_id, held=F("held") - number)
    _write(EventCapacity, event_id, held=F("held") - sum(places.values()))


def settle(event_id, places):
    """Turn held places into sold ones."""
    for type_id, number in _in_order(places):
        _write(TicketType, type_id, held=F("held") - number, sold=F("sold") + number)
    number = sum(places.values())
    _write(EventCapacity, event_id, held=F("held") - number, sold=F("sold") + number)


def take_back(event_id, places):
    """Open sold places to others again."""
    for type_id, number in _in_order(places):
        _write(TicketType, type_id, sold=F("sold") - number)
    _write(EventCapacity, event_id, sold=F("sold") - sum(places.values()))


def _take(event_id, places, counter, given_back=None, within=None):
    taken, back, within = F("held") + F("sold"), given_back or {}, within or {}
    more = {key: places.get(key, 0) - back.get(key, 0) for key in {*places, *back}}
    for type_id, number in _in_order(more):
        roomy = TicketType.objects.filter(pk=type_id, quantity__gte=taken + number)
        if (first := within.get(type_id)) is not None:
            early = roomy.annotate(taken=taken).filter(taken__lte=first - number)
            if not early.update(**{counter: F(counter) + number}):
                raise PriceHasChanged if roomy.exists() else SoldOut
        elif not roomy.update(**{counter: F(counter) + number}):
            raise SoldOut
    number = sum(more.values())
    free = EventCapacity.objects.filter(
        Q(quantity__isnull=True) | Q(quantity__gte=taken + number), pk=event_id
    )
    if not free.update(**{counter: F(counter) + number}):
        EventCapacity.objects.get(pk=event_id)  # none at all is a bug, not a full house
        raise SoldOut


def _write(model, key, **changes):
    """An update that found no row was hidden by a policy, and must not pass for done."""
    if not model.objects.filter(pk=key).update(**changes):
        raise model.DoesNotExist(f"{model._meta.db_table} {key}: no row to count on")


def _in_order(places):
    return sorted(places.items())
