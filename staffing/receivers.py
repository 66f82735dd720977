from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.home_links import Link, on_account_page
from events.checklist import Item, on_checklist
from events.signals import event_duplicated, event_moved

from .models import Shift, StaffMember
from .moving import copy_shifts, move_shifts


@on_account_page
def shifts(user):
    """For whoever is on somebody's books."""
    if StaffMember.objects.filter(user=user).exists():
        return Link(reverse("staffing:shift_list"), "calendar", _("My shifts"))
    return None


@on_checklist
def of_the_crew(event, rights, at):
    if "staff" in rights:
        yield Item(
            _("Shifts"),
            Shift.objects.filter(event=event).exists(),
            _("Nobody is planned for the door or anything else."),
            f"{reverse('admin:staffing_shift_add')}?event={event.pk}",
        )


@receiver(event_duplicated)
def copy(sender, source, event, distance, **kwargs):
    copy_shifts(source, event, distance)


@receiver(event_moved)
def move(sender, event, distance, **kwargs):
    move_shifts(event, distance)
