from .catalogue import (
    EventAmenity,
    EventAmenityAssignment,
    EventCategory,
    EventRestriction,
    EventTag,
    EventTagAssignment,
)
from .events import (
    ZONE,
    Event,
    EventSchedule,
    EventTeamMember,
    OrganizerProfile,
)
from .feeds import EventFeed
from .invitations import TeamInvitation
from .listings import EventDocument, EventListing, EventWord, NamedPage
from .venues import Hall, Venue, validate_timezone

__all__ = [
    "ZONE",
    "Event",
    "EventAmenity",
    "EventAmenityAssignment",
    "EventCategory",
    "EventDocument",
    "EventFeed",
    "EventListing",
    "EventRestriction",
    "EventSchedule",
    "EventTag",
    "EventTagAssignment",
    "EventTeamMember",
    "EventWord",
    "Hall",
    "NamedPage",
    "OrganizerProfile",
    "TeamInvitation",
    "Venue",
    "validate_timezone",
]
