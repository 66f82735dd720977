"""Who produces shows, and who takes part in them. The database decides about the rows."""

from django.db.models import Exists, OuterRef, Q, Value
from django.urls import reverse

from events.access import AtMyEvents
from events.models import Event
from events.permissions import may_somewhere
from fashionista.common.admin import only_admins

from .models import EventDesigner, EventModel


def can_produce(user):
    return may_somewhere(user, "production")


def shows_of(user):
    """Fashion shows that this person produces (`is_produced`), walks in or shows at."""
    shows = Event.objects.filter(type=Event.Type.FASHION_SHOW).select_related("venue")
    if only_admins(user):
        return shows.annotate(is_produced=Value(True))
    walks = EventModel.objects.filter(event=OuterRef("pk"), fashion_model__user=user)
    designs = EventDesigner.objects.filter(event=OuterRef("pk"), designer__user=user)
    shows = shows.annotate(is_produced=AtMyEvents("pk", "production"))
    return shows.filter(Q(is_produced=True) | Exists(walks) | Exists(designs))


def page_of_show(page, event, user):
    """Where a page of this show is, for who may open it; else None."""
    if can_produce(user) and shows_of(user).filter(pk=event.pk).exists():
        return reverse(f"production:{page}", args=[event.slug])
    return None
