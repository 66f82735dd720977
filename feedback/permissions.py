"""Who moderates. The database decides about the rows."""

from events.permissions import may_somewhere


def can_moderate(user):
    return may_somewhere(user, "marketing")
