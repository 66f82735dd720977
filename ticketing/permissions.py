"""Who may stand at a door. The database decides about the rows."""

from accounts.models import User
from events.models import Event
from events.permissions import my_events


def doors_of(user):
    """The events whose door this person may keep: of those that take place."""
    events = Event.objects.filter(status__in=[Event.Status.PUBLISHED, Event.Status.COMPLETED])
    if user.user_type == User.UserType.ADMIN:
        return events
    return events.filter(pk__in=my_events("door"))
