from datetime import timedelta

import factory

from accounts.tests.factories import OrganizerFactory, UserFactory
from events.models import Event, EventSchedule, EventTeamMember, OrganizerProfile, Venue
from fashionista.common.testing import NOON, GuardedFactory


class VenueFactory(GuardedFactory):
    class Meta:
        model = Venue

    name = "Old Mill"
    address = "1 Mill Lane"
    city = "Antwerp"
    country = "Belgium"
    capacity = 500
    timezone = "Europe/Brussels"


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
