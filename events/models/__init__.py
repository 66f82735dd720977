from .catalogue import (
    EventAmenity,
    EventAmenityAssignment,
    EventCategory,
    EventRestriction,
    EventTag,
    EventTagAssignment,
)
from .events import (
    Event,
    EventSchedule,
    EventTeamMember,
    OrganizerProfile,
    Venue,
    validate_timezone,
)
from .invitations import TeamInvitation
from .listings import EventDocument, EventListing, EventWord, NamedPage

__all__ = [
    "Event",
    "EventAmenity",
    "EventAmenityAssignment",
    "EventCategory",
    "EventDocument",
    "EventListing",
    "EventRestriction",
    "EventSchedule",
    "EventTag",
    "EventTagAssignment",
    "EventTeamMember",
    "EventWord",
    "NamedPage",
    "OrganizerProfile",
    "TeamInvitation",
    "Venue",
    "validate_timezone",
]
