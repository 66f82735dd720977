"""Who hires vendors. The database decides about the rows."""

from accounts.models import User
from events.access import AtMyEvents
from events.models import Event
from events.permissions import may_somewhere


def can_manage_vendors(user):
    return may_somewhere(user, "vendors")


def can_view_contracts(user):
    return may_somewhere(user, "vendors", "finance")


def can_hire_at(user, row):
    """Whether this person may move a booking or contract of its event. Asked before the system."""
    if user.user_type == User.UserType.ADMIN:
        return True
    return Event.objects.filter(AtMyEvents("pk", "vendors"), pk=row.event_id).exists()
