"""Who plans staff. The database decides about the rows."""

from events.access import OfMyHouses
from events.permissions import may_somewhere, permissions_at
from fashionista.common.admin import only_admins

from .models import StaffMember


def can_see_rates(user):
    """What work costs is for who keeps the books; whose books, the policies know."""
    return may_somewhere(user, "finance")


def can_plan_staff(user):
    return may_somewhere(user, "staff")


def can_plan_at(user, event):
    return "staff" in permissions_at(user, event)


def can_keep(user, member):
    """Whether this person keeps the books the member is on. Asked once a row."""
    if only_admins(user):
        return True
    known = member.__dict__.setdefault("keepers", {})
    if user.pk not in known:
        mine = StaffMember.objects.filter(OfMyHouses("organizer", "staff"), pk=member.pk)
        known[user.pk] = mine.exists()
    return known[user.pk]
