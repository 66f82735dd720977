"""Who produces shows. The database decides about the rows."""

from events.permissions import may_somewhere


def can_produce(user):
    return may_somewhere(user, "production")
