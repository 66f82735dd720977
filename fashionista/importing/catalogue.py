"""What can be imported, by the names in addresses."""

from .books import Halls, Sponsors, Vendors, Venues
from .sale import Attendees, Guests
from .staff import StaffMembers

KINDS = {
    "guests": Guests,
    "attendees": Attendees,
    "venues": Venues,
    "halls": Halls,
    "vendors": Vendors,
    "sponsors": Sponsors,
    "staff": StaffMembers,
}


def kinds_for(user):
    """Those of which this person may import rows."""
    return {name: kind for name, kind in KINDS.items() if kind.allowed(user)}
