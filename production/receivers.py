from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.checklist import Item, on_checklist
from events.models import Event
from events.signals import event_duplicated, event_moved

from .models import RunwaySegment
from .moving import copy_show, move_show


@on_checklist
def of_the_show(event, rights, at):
    if event.type == Event.Type.FASHION_SHOW and "production" in rights:
        yield Item(
            _("Running order"),
            RunwaySegment.objects.filter(event=event).exists(),
            _("The show has no segments yet."),
            f"{reverse('admin:production_runwaysegment_add')}?event={event.pk}",
        )


@receiver(event_duplicated)
def copy(sender, source, event, distance, **kwargs):
    copy_show(source, event, distance)


@receiver(event_moved)
def move(sender, event, distance, **kwargs):
    move_show(event, distance)
