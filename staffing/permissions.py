"""Who plans staff. The database decides about the rows."""

from events.permissions import may_somewhere


def can_plan_staff(user):
    return may_somewhere(user, "staff")
