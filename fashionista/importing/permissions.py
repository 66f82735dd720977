"""Whether there is anything somebody may import: asked by pages that do not load the library."""

from events.permissions import can_edit_programme
from sponsorship.permissions import can_manage_sponsors
from staffing.permissions import can_plan_staff
from ticketing.permissions import can_sell
from vendors.permissions import can_manage_vendors


def can_import(user):
    ways = (can_edit_programme, can_sell, can_manage_vendors, can_manage_sponsors, can_plan_staff)
    return any(may(user) for may in ways)
