"""How many an event lets in altogether: the least of what its pages promise and its venue holds."""

from django.db import IntegrityError, transaction

from .exceptions import CapacityTooSmall
from .models import EventCapacity, TicketType


@transaction.atomic
def set_capacity(event):
    """
    Write the event's capacity where the sale counts it. Made with the event's first ticket type.

    Only who may sell can change it; where it stays as it is, nothing is written. Raises
    CapacityTooSmall, and changes nothing, below what is held and sold already.
    """
    if not TicketType.objects.filter(event=event).exists():
        return
    quantity = min(event.capacity, event.venue.capacity)
    if EventCapacity.objects.filter(pk=event.pk, quantity=quantity).exists():
        return
    try:
        with transaction.atomic():
            if not EventCapacity.objects.filter(pk=event.pk).update(quantity=quantity):
                EventCapacity.objects.create(event=event, quantity=quantity)
    except IntegrityError as error:
        raise CapacityTooSmall from error
