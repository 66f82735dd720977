"""Who may see orders and who may stand at a door. The database decides about the rows."""

from accounts.models import User
from events.models import Event
from events.permissions import my_events


def doors_of(user):
    """The events whose door this person may keep: never a draft's."""
    events = Event.objects.listed()
    if user.user_type == User.UserType.ADMIN:
        return events
    return events.filter(pk__in=my_events("door"))
