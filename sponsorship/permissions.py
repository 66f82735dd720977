"""Who deals with sponsors. The database decides about the rows."""

from django.db.models import Q, Value
from django.urls import reverse

from accounts.models import User
from events.access import AtMyEvents
from events.models import Event
from events.permissions import may_somewhere
from fashionista.common.admin import only_admins


def can_manage_sponsors(user):
    return may_somewhere(user, "sponsors")


def can_view_sponsorships(user):
    return may_somewhere(user, "sponsors", "finance")


def can_deal_at(user, sponsorship):
    """Whether this person may move a deal of its event. Asked before the system does it."""
    if user.user_type == User.UserType.ADMIN:
        return True
    return Event.objects.filter(AtMyEvents("pk", "sponsors"), pk=sponsorship.event_id).exists()


def boards_of(user):
    """Events with whose sponsors this person deals, or whose money they see (`shows_money`)."""
    events = Event.objects.select_related("venue")
    if only_admins(user):
        return events.annotate(shows_money=Value(True))
    events = events.annotate(shows_money=AtMyEvents("pk", "finance"))
    return events.filter(Q(shows_money=True) | AtMyEvents("pk", "sponsors"))


def page_of_board(event, user):
    """Where the sponsors of this event are read, by who may; else None."""
    if can_view_sponsorships(user) and boards_of(user).filter(pk=event.pk).exists():
        return reverse("sponsorship:sponsor_board", args=[event.slug])
    return None
