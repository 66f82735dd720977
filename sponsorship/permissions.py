"""Who deals with sponsors. The database decides about the rows."""

from accounts.models import User
from events.access import AtMyEvents
from events.models import Event
from events.permissions import may_somewhere


def can_manage_sponsors(user):
    return may_somewhere(user, "sponsors")


def can_view_sponsorships(user):
    return may_somewhere(user, "sponsors", "finance")


def can_deal_at(user, sponsorship):
    """Whether this person may move a deal of its event. Asked before the system does it."""
    if user.user_type == User.UserType.ADMIN:
        return True
    return Event.objects.filter(AtMyEvents("pk", "sponsors"), pk=sponsorship.event_id).exists()
