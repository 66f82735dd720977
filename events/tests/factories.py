from datetime import timedelta

import factory

from accounts.tests.factories import OrganizerFactory, UserFactory
from events.models import (
    Event,
    EventAmenity,
    EventAmenityAssignment,
    EventCategory,
    EventFeed,
    EventRestriction,
    EventSchedule,
    EventTag,
    EventTagAssignment,
    EventTeamMember,
    Hall,
    OrganizerProfile,
    TeamInvitation,
    Venue,
)
from fashionista.common.testing import NOON, GuardedFactory


class VenueFactory(GuardedFactory):
    class Meta:
        model = Venue

    name = "Old Mill"
    slug = factory.Sequence(lambda n: f"old-mill-{n}")
    address = "1 Mill Lane"
    city = "Antwerp"
    country = "Belgium"
    capacity = 500
    timezone = "Europe/Brussels"


class HallFactory(GuardedFactory):
    class Meta:
        model = Hall

    venue = factory.SubFactory(VenueFactory)
    name = factory.Sequence(lambda n: f"Hall {n}")
    capacity = 100


class EventFactory(GuardedFactory):
    """A published show a month after noon."""

    class Meta:
        model = Event

    organizer = factory.SubFactory(OrganizerFactory)
    title = "Spring Show"
    slug = factory.Sequence(lambda n: f"spring-show-{n}")
    start_date = NOON + timedelta(days=30)
    end_date = factory.LazyAttribute(lambda event: event.start_date + timedelta(hours=3))
    venue = factory.SubFactory(VenueFactory)
    status = "published"
    capacity = 100
    type = "fashion_show"
    currency = "EUR"


class EventScheduleFactory(GuardedFactory):
    class Meta:
        model = EventSchedule

    event = factory.SubFactory(EventFactory)
    title = "Doors"
    start_time = factory.SelfAttribute("event.start_date")
    end_time = factory.SelfAttribute("event.end_date")


class OrganizerProfileFactory(GuardedFactory):
    class Meta:
        model = OrganizerProfile

    user = factory.SubFactory(OrganizerFactory)
    public_name = "House of Some"
    slug = factory.Sequence(lambda n: f"house-{n}")


class EventTeamMemberFactory(GuardedFactory):
    """A colleague at one event; `event=None` for all of the organizer's."""

    class Meta:
        model = EventTeamMember

    event = factory.SubFactory(EventFactory)
    organizer = factory.SelfAttribute("event.organizer")
    user = factory.SubFactory(UserFactory)
    permissions = ["view"]


class TeamInvitationFactory(GuardedFactory):
    """Open for a week from noon, to sell at one event; `event=None` for all of the organizer's."""

    class Meta:
        model = TeamInvitation

    event = factory.SubFactory(EventFactory)
    organizer = factory.SelfAttribute("event.organizer")
    email = factory.Sequence(lambda n: f"colleague-{n}@example.org")
    permissions = ["sell"]
    secret_hash = factory.Sequence(lambda n: f"{n:064x}")
    invited_by = factory.SelfAttribute("organizer")
    created_at = NOON
    expires_at = factory.LazyAttribute(lambda invitation: invitation.created_at + timedelta(days=7))


class EventCategoryFactory(GuardedFactory):
    class Meta:
        model = EventCategory

    name = factory.Sequence(lambda n: f"Category {n}")
    slug = factory.Sequence(lambda n: f"category-{n}")


class EventTagFactory(GuardedFactory):
    class Meta:
        model = EventTag

    name = factory.Sequence(lambda n: f"Tag {n}")
    slug = factory.Sequence(lambda n: f"tag-{n}")


class EventTagAssignmentFactory(GuardedFactory):
    class Meta:
        model = EventTagAssignment

    event = factory.SubFactory(EventFactory)
    tag = factory.SubFactory(EventTagFactory)


class EventAmenityFactory(GuardedFactory):
    class Meta:
        model = EventAmenity

    name = factory.Sequence(lambda n: f"Amenity {n}")


class EventAmenityAssignmentFactory(GuardedFactory):
    class Meta:
        model = EventAmenityAssignment

    event = factory.SubFactory(EventFactory)
    amenity = factory.SubFactory(EventAmenityFactory)


class EventRestrictionFactory(GuardedFactory):
    class Meta:
        model = EventRestriction

    event = factory.SubFactory(EventFactory)
    type = "other"


class EventFeedFactory(GuardedFactory):
    class Meta:
        model = EventFeed

    user = factory.SubFactory(OrganizerFactory)
    secret_hash = factory.Sequence(lambda n: f"{n:064x}")
    created_at = NOON
