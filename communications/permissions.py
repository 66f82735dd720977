"""Who speaks to many people at once. The database decides about the rows."""

from django.db import connection


def can_run_campaigns(user):
    """Organizers, admins, and colleagues who may do the marketing; asked once a request."""
    if not user.is_active:
        return False
    if user.is_staff:
        return True
    if not hasattr(user, "_markets"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(authz.my_organizers('marketing')) > 0")
            (user._markets,) = cursor.fetchone()
    return user._markets
