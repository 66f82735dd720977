"""Who may see orders, money and doors. The database decides about the rows."""

from django.db.models import Q

from accounts.models import User
from events.access import AtMyEvents
from events.models import Event
from events.permissions import may_somewhere


def can_sell(user):
    return may_somewhere(user, "sell")


def can_view_orders(user):
    return may_somewhere(user, "sell", "refund", "finance")


def can_see_money(user):
    return may_somewhere(user, "refund", "finance")


def can_keep_doors(user):
    return may_somewhere(user, "door")


def can_sell_at(user, order):
    """Whether this person may act on an order for its event. Asked before the system does it."""
    if user.user_type == User.UserType.ADMIN:
        return True
    return Event.objects.filter(AtMyEvents("pk", "sell"), pk=order.event_id).exists()


def can_take_money_at(user, payment):
    """Whether this person may say what has become of money for its event."""
    if user.user_type == User.UserType.ADMIN:
        return True
    return Event.objects.filter(AtMyEvents("pk", "finance"), pk=payment.event_id).exists()


def at_my_money(user):
    """A condition on rows of an event: that this person keeps its books or gives money back."""
    if user.user_type == User.UserType.ADMIN:
        return Q()
    return Q(AtMyEvents("event", "finance")) | Q(AtMyEvents("event", "refund"))


def doors_of(user):
    """The events whose door this person may keep: of those that take place."""
    events = Event.objects.filter(status__in=[Event.Status.PUBLISHED, Event.Status.COMPLETED])
    if user.user_type == User.UserType.ADMIN:
        return events
    return events.filter(AtMyEvents("pk", "door"))
