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
from .invitations import Invitation, TeamInvitation, open_once
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
    "Invitation",
    "NamedPage",
    "OrganizerProfile",
    "TeamInvitation",
    "Venue",
    "open_once",
    "validate_timezone",
]
