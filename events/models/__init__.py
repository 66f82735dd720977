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
from .listings import EventListing, EventWord

__all__ = [
    "Event",
    "EventAmenity",
    "EventAmenityAssignment",
    "EventCategory",
    "EventListing",
    "EventRestriction",
    "EventSchedule",
    "EventTag",
    "EventTagAssignment",
    "EventTeamMember",
    "EventWord",
    "OrganizerProfile",
    "Venue",
    "validate_timezone",
]
