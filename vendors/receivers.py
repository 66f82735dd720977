from django.dispatch import receiver

from events.signals import event_duplicated

from .duplicating import copy_bookings


@receiver(event_duplicated)
def copy(sender, source, event, **kwargs):
    copy_bookings(source, event)
