"""Who may do what at an event. The database decides about rows; this opens pages and buttons."""

from django.db import connection

from .models import EventTeamMember


def can_enter_admin(user):
    """Organizers, admins, and whoever is on an organizer's team."""
    if not user.is_active:
        return False
    return user.is_staff or EventTeamMember.objects.filter(user=user).exists()


def my_events(permission):
    """The ids of the events at which whoever acts now may do this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(authz.my_events(%s))", (permission,))
        return {event_id for (event_id,) in cursor.fetchall()}
