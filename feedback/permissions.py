"""Who moderates, reviews and rates. The database decides about the rows."""

from events.permissions import may_somewhere
from fashionista.common.admin import only_admins
from production.permissions import can_produce
from vendors.permissions import can_manage_vendors


def can_moderate(user):
    return may_somewhere(user, "marketing")


def can_review_models(user):
    """Who worked with them: admins read, and speak for nobody."""
    return can_produce(user) and not only_admins(user)


def can_rate_vendors(user):
    return can_manage_vendors(user) and not only_admins(user)


def can_take_back(user, author_id):
    return only_admins(user) or author_id == user.pk
