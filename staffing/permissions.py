"""Who plans staff. The database decides about the rows."""

from events.permissions import is_of_my_houses, may_somewhere, permissions_at


def can_see_rates(user):
    """What work costs is for who keeps the books; whose books, the policies know."""
    return may_somewhere(user, "finance")


def can_plan_staff(user):
    return may_somewhere(user, "staff")


def can_plan_at(user, event):
    return "staff" in permissions_at(user, event)


def can_keep(user, member):
    """Whether this person keeps the books the member is on."""
    return is_of_my_houses(user, member, "organizer", "staff")
