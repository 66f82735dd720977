"""
Taking and giving back places: the only code that writes the counters.

Which places they are is said as {(ticket type id, slot id): number}, the slot None where none was
chosen. Every place counts in its type; one of a slot counts in the slot, any other in the whole
event. Everywhere in the same order, types by key, slots by key and the event's capacity last, so
that no two transactions wait for each other. Each step is one conditional UPDATE under a CHECK,
without a join: PostgreSQL asks the condition again after waiting for another buyer.
"""

from collections import Counter

from django.db.models import F, Max, Q, Subquery

from .exceptions import PriceHasChanged, SoldOut
from .models import EventCapacity, EventSlot, TicketType

TAKEN = F("held") + F("sold")


def hold(event_id, places, *, instead_of=None, within=None):
    """
    Hold `places`, all or none. Raises SoldOut.

    What the same buyer held before, `instead_of`, counts as free for them, and goes back to the
    sale as far as it is not wanted any more. Where a price is for the first places of a type only,
    `within` says for how many ({ticket type id: number}), and PriceHasChanged that others were
    faster.
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
    _write(event_id, places, lambda number: {"held": F("held") - number})


def settle(event_id, places):
    """Turn held places into sold ones."""
    _write(event_id, places, lambda n: {"held": F("held") - n, "sold": F("sold") + n})


def take_back(event_id, places):
    """Open sold places to others again."""
    _write(event_id, places, lambda number: {"sold": F("sold") - number})


def by_type(places):
    """{ticket type id: number} of these places, whatever their slots."""
    return _summed((type_id, number) for (type_id, _slot_id), number in places.items())


def by_slot(places):
    """{slot id: number} of those that have one."""
    return _summed((slot_id, number) for (_type, slot_id), number in places.items() if slot_id)


def _of_event(places):
    """How many count in the whole event."""
    return sum(number for (_type, slot_id), number in places.items() if slot_id is None)


def _summed(pairs):
    sums: Counter = Counter()
    for key, number in pairs:
        sums[key] += number
    return dict(sums)


def _take(event_id, places, counter, given_back=None, within=None):
    back, within = given_back or {}, within or {}
    more = {key: places.get(key, 0) - back.get(key, 0) for key in {*places, *back}}
    for type_id, number in _in_order(by_type(more)):
        roomy = TicketType.objects.filter(pk=type_id, quantity__gte=TAKEN + number)
        if (first := within.get(type_id)) is not None:
            early = roomy.annotate(taken=TAKEN).filter(taken__lte=first - number)
            if not early.update(**{counter: F(counter) + number}):
                raise PriceHasChanged if roomy.exists() else SoldOut
        elif not roomy.update(**{counter: F(counter) + number}):
            raise SoldOut
    slots = by_slot(more)
    for slot_id, number in _in_order(slots):
        room = EventSlot.objects.filter(pk=slot_id, quantity__gte=TAKEN + number)
        if not room.update(**{counter: F(counter) + number}):
            raise SoldOut
    number = _of_event(more)
    free = EventCapacity.objects.filter(
        Q(quantity__isnull=True) | Q(quantity__gte=TAKEN + number), pk=event_id
    )
    if slots:
        # Here, not at the slot: what a house holds is sure only while its own row is locked. A
        # number to compare with, not an EXISTS: PostgreSQL makes a join of that.
        fullest = EventSlot.objects.filter(pk__in=slots).order_by().values("event")
        most = Subquery(fullest.annotate(most=Max(TAKEN)).values("most"))
        free = free.filter(Q(quantity__isnull=True) | Q(quantity__gte=most))
    if not free.update(**{counter: F(counter) + number}):
        EventCapacity.objects.get(pk=event_id)  # none at all is a bug, not a full house
        raise SoldOut


def _write(event_id, places, changes):
    for type_id, number in _in_order(by_type(places)):
        _update(TicketType, type_id, changes(number))
    for slot_id, number in _in_order(by_slot(places)):
        _update(EventSlot, slot_id, changes(number))
    _update(EventCapacity, event_id, changes(_of_event(places)))


def _update(model, key, changes):
    """An update that found no row was hidden by a policy, and must not pass for done."""
    if not model.objects.filter(pk=key).update(**changes):
        raise model.DoesNotExist(f"{model._meta.db_table} {key}: no row to count on")


def _in_order(places):
    return sorted(places.items())
