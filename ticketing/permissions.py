"""Who may see orders, money and doors. The database decides about the rows."""

from django.db.models import Q
from django.urls import reverse

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


def can_set_refund_policy(user):
    return may_somewhere(user, "sell", "programme")


def can_keep_doors(user):
    return may_somewhere(user, "door")


def can_sell_at(user, order):
    """Whether this person may act on an order for its event. Asked before the system does it."""
    return _may_at(user, "sell", order.event_id)


def can_set_times_of(user, event):
    """Whether this person may say which times an event has."""
    return _may_at(user, "sell", event.pk)


def page_of_times(event, user):
    """The way from an event at the desk to its times."""
    if not can_set_times_of(user, event):
        return None
    return f"{reverse('admin:ticketing_eventslot_changelist')}?event__id__exact={event.pk}"


def page_to_add_times(event, user):
    if not can_set_times_of(user, event):
        return None
    return reverse("admin:ticketing_eventslot_add_times", args=[event.pk])


def can_refund_at(user, order):
    """Whether this person may give back money of the order's event."""
    return _may_at(user, "refund", order.event_id)


def can_sell_event(user, event_id):
    return _may_at(user, "sell", event_id)


def page_to_give(event, user):
    """The way from an event at the desk to giving its tickets away."""
    if event.status != Event.Status.PUBLISHED or not can_sell_event(user, event.pk):
        return None
    return reverse("admin:ticketing_order_give", args=[event.pk])


def can_ask(user):
    return may_somewhere(user, "sell", "programme")


def page_of_answers(event, user):
    """The way from an event at the desk to what its questions were answered with."""
    if not (event.questions.exists() and can_sell_event(user, event.pk)):
        return None
    return reverse("ticketing:event_answers", args=[event.slug])


def can_invoice_at(user, order):
    """Whether this person may have documents made of an order of the event."""
    return _may_at(user, "finance", order.event_id) or _may_at(user, "sell", order.event_id)


def can_refund_event(user, event_id):
    return _may_at(user, "refund", event_id)


def page_of_refund(order, user):
    """The way from an order at the desk to giving it back, for those who may."""
    return (
        reverse("ticketing:order_refund", args=[order.pk]) if can_refund_at(user, order) else None
    )


def page_of_request(order, user):
    """The way from an order at the desk to what its buyer asks for, while it is not answered."""
    asked = order.refund_requests.filter(status="open").first()
    return reverse("admin:ticketing_refundrequest_change", args=[asked.pk]) if asked else None


def page_of_refund_run(event, user):
    """The way from a cancelled event to what became of its orders."""
    if event.status != Event.Status.CANCELLED or not can_refund_event(user, event.pk):
        return None
    return reverse("ticketing:refund_run", args=[event.slug])


def _may_at(user, permission, event_id):
    if user.user_type == User.UserType.ADMIN:
        return True
    return Event.objects.filter(AtMyEvents("pk", permission), pk=event_id).exists()


def can_take_money_at(user, payment):
    """Whether this person may say what has become of money for its event."""
    return _may_at(user, "finance", payment.event_id)


def at_my_money(user):
    """A condition on rows of an event: that this person keeps its books or gives money back."""
    if user.user_type == User.UserType.ADMIN:
        return Q()
    return Q(AtMyEvents("event", "finance")) | Q(AtMyEvents("event", "refund"))


def doors_of(user, among=None):
    """The events whose door this person may keep: of those that take place."""
    events = Event.objects.all() if among is None else among
    events = events.filter(status__in=[Event.Status.PUBLISHED, Event.Status.COMPLETED])
    if user.user_type == User.UserType.ADMIN:
        return events
    return events.filter(AtMyEvents("pk", "door"))
