"""How many an event lets in: the least of what its pages promise, its venue and its limits hold."""

from django.db import IntegrityError, transaction
from django.db.models import F

from events.models import EventRestriction
from fashionista.common.identity import acting_as

from .exceptions import CapacityTooSmall
from .models import EventCapacity, EventSlot, TicketType


@transaction.atomic
def set_capacity(event):
    """
    Write the event's capacity where the sale counts it. Made with the event's first ticket type.

    It follows what others may have changed, an organizer their event, a house its hall, so it is
    the portal's own to write. Raises CapacityTooSmall, and changes nothing, below what is held and
    sold already, in all or for one of its times.
    """
    with acting_as("ticketing.capacity"):
        if not TicketType.objects.filter(event=event).exists():
            return
        quantity = limit_of(event)
        if EventCapacity.objects.filter(pk=event.pk, quantity=quantity).exists():
            return
        _write(event, quantity)


def limit_of(event):
    """How many the event lets in at once."""
    restricted = EventRestriction.objects.filter(event=event, type="capacity")
    limits = restricted.values_list("capacity", flat=True)
    places = [place.capacity for place in (event.venue, event.hall) if place]
    return min([event.capacity, *places, *limits])


def _write(event, quantity):
    try:
        with transaction.atomic():
            if not EventCapacity.objects.filter(pk=event.pk).update(quantity=quantity):
                EventCapacity.objects.create(event=event, quantity=quantity)
            _check_times(event, quantity)  # the row is ours: whoever takes a time waits for it
    except IntegrityError as error:
        raise CapacityTooSmall from error


def _check_times(event, quantity):
    taken = EventSlot.objects.annotate(taken=F("held") + F("sold"))
    if taken.filter(event=event, taken__gt=quantity).exists():
        raise CapacityTooSmall
