"""Who keeps the pictures. The database decides about the rows."""

from events.permissions import may_somewhere


def can_keep_media(user):
    return may_somewhere(user, "media")
