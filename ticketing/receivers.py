from django.dispatch import receiver
from django.utils import timezone

from accounts.signals import address_confirmed
from events.signals import capacity_changed

from .capacity import set_capacity
from .claiming import claim_orders


@receiver(address_confirmed)
def claim(sender, user, **kwargs):
    claim_orders(user, at=timezone.now())


@receiver(capacity_changed)
def recount(sender, event, **kwargs):
    set_capacity(event)
