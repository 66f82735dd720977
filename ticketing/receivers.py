from django.dispatch import receiver
from django.utils import timezone

from accounts.signals import address_confirmed
from events.signals import capacity_changed, event_cancelled

from .calling_off import call_off_sales
from .capacity import set_capacity
from .claiming import claim_orders


@receiver(address_confirmed)
def claim(sender, user, **kwargs):
    claim_orders(user, at=timezone.now())


@receiver(capacity_changed)
def recount(sender, event, **kwargs):
    set_capacity(event)


@receiver(event_cancelled)
def call_off(sender, event, at, **kwargs):
    call_off_sales(event, at=at)
