"""Who hires vendors. The database decides about the rows."""

from django.urls import reverse

from accounts.models import User
from events.access import AtMyEvents
from events.models import Event
from events.permissions import may_somewhere
from fashionista.common.admin import only_admins


def can_manage_vendors(user):
    return may_somewhere(user, "vendors")


def can_view_contracts(user):
    return may_somewhere(user, "vendors", "finance")


def can_hire_at(user, row):
    """Whether this person may move a booking or contract of its event. Asked before the system."""
    if user.user_type == User.UserType.ADMIN:
        return True
    return Event.objects.filter(AtMyEvents("pk", "vendors"), pk=row.event_id).exists()


def hiring_of(user):
    """Events for which this person hires."""
    events = Event.objects.select_related("venue")
    return events if only_admins(user) else events.filter(AtMyEvents("pk", "vendors"))


def page_of_bookings(event, user):
    """Where the vendors of this event are read, by who hires for it; else None."""
    if can_manage_vendors(user) and hiring_of(user).filter(pk=event.pk).exists():
        return reverse("vendors:vendor_bookings", args=[event.slug])
    return None
