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

__all__ = [
    "Event",
    "EventAmenity",
    "EventAmenityAssignment",
    "EventCategory",
    "EventRestriction",
    "EventSchedule",
    "EventTag",
    "EventTagAssignment",
    "EventTeamMember",
    "OrganizerProfile",
    "Venue",
    "validate_timezone",
]
