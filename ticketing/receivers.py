from django.dispatch import receiver
from django.utils import timezone

from accounts.signals import address_confirmed
from events.signals import (
    capacity_changed,
    event_cancelled,
    event_duplicated,
    event_moved,
    event_postponed,
)

from .calling_off import call_off_sales
from .capacity import set_capacity
from .claiming import claim_orders
from .duplicating import copy_sale
from .moving import move_sale, tell_everybody


@receiver(address_confirmed)
def claim(sender, user, **kwargs):
    claim_orders(user, at=timezone.now())


@receiver(capacity_changed)
def recount(sender, event, **kwargs):
    set_capacity(event)


@receiver(event_cancelled)
def call_off(sender, event, at, **kwargs):
    call_off_sales(event, at=at)


@receiver(event_duplicated)
def copy(sender, source, event, distance, **kwargs):
    copy_sale(source, event, distance)


@receiver(event_moved)
def move(sender, event, distance, **kwargs):
    move_sale(event, distance)


@receiver(event_postponed)
def tell(sender, event, **kwargs):
    tell_everybody(event)
