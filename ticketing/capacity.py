"""How many an event lets in altogether: the least of what its pages promise and its venue holds."""

from django.db import IntegrityError, transaction

from fashionista.common.identity import acting_as

from .exceptions import CapacityTooSmall
from .models import EventCapacity, TicketType


@transaction.atomic
def set_capacity(event):
    """
    Write the event's capacity where the sale counts it. Made with the event's first ticket type.

    It follows what others may have changed, an organizer their event, a house its hall, so it is
    the portal's own to write. Raises CapacityTooSmall, and changes nothing, below what is held and
    sold already.
    """
    quantity = min(event.capacity, event.venue.capacity)
    with acting_as("ticketing.capacity"):
        if not TicketType.objects.filter(event=event).exists():
            return
        if EventCapacity.objects.filter(pk=event.pk, quantity=quantity).exists():
            return
        _write(event, quantity)


def _write(event, quantity):
    try:
        with transaction.atomic():
            if not EventCapacity.objects.filter(pk=event.pk).update(quantity=quantity):
                EventCapacity.objects.create(event=event, quantity=quantity)
    except IntegrityError as error:
        raise CapacityTooSmall from error
