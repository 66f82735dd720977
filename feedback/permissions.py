"""Who moderates, reviews and rates. The database decides about the rows."""

from events.permissions import may_somewhere
from fashionista.common.admin import only_admins
from industry.models import Designer
from production.permissions import can_produce
from ticketing.models import Ticket
from vendors.permissions import can_manage_vendors


def was_there(user, event):
    """Whether this person was let in to the event with a ticket of theirs."""
    return Ticket.objects.filter(event=event, user=user, status=Ticket.Status.USED).exists()


def can_give_feedback(user, event, at):
    """Once it has begun, those who were let in. Nobody on an event of their own."""
    return (
        user.is_authenticated
        and event.start_date <= at
        and event.organizer_id != user.pk
        and was_there(user, event)
    )


def designers_for(user, event):
    """Who showed at the event and may be reviewed by this person: nobody reviews themselves."""
    shown = Designer.objects.filter(event_links__event=event).exclude(user=user)
    return shown.order_by("brand_name", "pk")


def can_moderate(user):
    return may_somewhere(user, "marketing")


def can_review_models(user):
    """Who worked with them: admins read, and speak for nobody."""
    return can_produce(user) and not only_admins(user)


def can_rate_vendors(user):
    return can_manage_vendors(user) and not only_admins(user)


def can_take_back(user, author_id):
    return only_admins(user) or author_id == user.pk
