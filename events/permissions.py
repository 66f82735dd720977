"""Who may do what at events. The database decides about rows; this opens pages and buttons."""

from itertools import chain

from fashionista.common.admin import only_admins

from .access import PERMISSIONS, AtMyEvents, OfMyHouses
from .models import Event, EventTeamMember

WHOLE = {"programme", "sell", "staff", "production"}  # what moves with an event is changed by these


def team_permissions(user):
    """What this person may do at some event as a colleague, read once a request."""
    if not hasattr(user, "_team_permissions"):
        rows = EventTeamMember.objects.filter(user=user).values_list("permissions", flat=True)
        user._team_permissions = {"view", *chain(*rows)} if rows else set()
    return user._team_permissions


def may_somewhere(user, *permissions):
    """Whether there is any event at which this person may do one of these."""
    if not user.is_active:
        return False
    return user.is_staff or not team_permissions(user).isdisjoint(permissions)


def can_enter_admin(user):
    """Organizers, admins, and whoever is on an organizer's team."""
    return may_somewhere(user, "view")


def can_view_events(user):
    return may_somewhere(user, "view")


def can_edit_programme(user):
    return may_somewhere(user, "programme")


def can_read_history(user):
    """Everybody on a team; of which tables, the policies on `audit.log` say by permission."""
    return may_somewhere(user, "view")


def owns_events(user):
    """Organizers and admins: what belongs to nobody's team."""
    return user.is_active and user.is_staff


def events_of(user):
    """The events this person has to do with at the desk; an admin with all."""
    events = Event.objects.all()
    return events if only_admins(user) else events.filter(AtMyEvents("pk", "view"))


def permissions_at(user, event):
    """
    All that this person may do at this event: admins and its organizer everything.

    Asked once for all that a page shows of the event.
    """
    is_own = user.user_type == "organizer" and event.organizer_id == user.pk
    if only_admins(user) or is_own:
        return set(PERMISSIONS)
    known = event.__dict__.setdefault("permissions", {})
    if user.pk not in known:
        asked = {f"may_{name}": AtMyEvents("pk", name) for name in PERMISSIONS}
        answers = Event.objects.filter(pk=event.pk).values(**asked).first() or {}
        known[user.pk] = {name for name in PERMISSIONS if answers.get(f"may_{name}")}
    return known[user.pk]


def can_edit(user, event):
    """Whether this person may publish an event, call it off, close it."""
    return "programme" in permissions_at(user, event)


def is_of_my_houses(user, row, house, permission):
    """
    Whether this person may do this at every event of the organizer a row names as its `house`.

    Asked once a row.
    """
    if only_admins(user):
        return True
    known = row.__dict__.setdefault("keepers", {})
    if (user.pk, permission) not in known:
        mine = type(row)._default_manager.filter(OfMyHouses(house, permission), pk=row.pk)
        known[user.pk, permission] = mine.exists()
    return known[user.pk, permission]


def can_change_venue(user, venue):
    """Whether this person makes the programme of the venue."""
    return is_of_my_houses(user, venue, "owner", "programme")


def can_move(user, event):
    """Whether this person may change all that moves with an event."""
    return permissions_at(user, event) >= WHOLE


def can_duplicate(user, event):
    """The new one is their own, as this one is."""
    return only_admins(user) or (owns_events(user) and event.organizer_id == user.pk)
