"""Who plans staff. The database decides about the rows."""

from events.permissions import may_somewhere, permissions_at


def can_plan_staff(user):
    return may_somewhere(user, "staff")


def can_plan_at(user, event):
    return "staff" in permissions_at(user, event)
