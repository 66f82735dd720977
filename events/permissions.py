"""Who may do what at events. The database decides about rows; this opens pages and buttons."""

from itertools import chain

from .models import EventTeamMember


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
    """What is in it names buyers and sums: it is for those who keep the books."""
    return may_somewhere(user, "finance")


def owns_events(user):
    """Organizers and admins: what belongs to nobody's team."""
    return user.is_active and user.is_staff
