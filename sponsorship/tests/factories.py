import factory

from accounts.tests.factories import OrganizerFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import NOON, GuardedFactory
from sponsorship.models import EventSponsorship, Sponsor, SponsorAsset, SponsorshipPackage


class SponsorFactory(GuardedFactory):
    class Meta:
        model = Sponsor

    organizer = factory.SubFactory(OrganizerFactory)
    name = factory.Sequence(lambda n: f"Sponsor {n}")
    status = "active"


class SponsorshipPackageFactory(GuardedFactory):
    """Of any number."""

    class Meta:
        model = SponsorshipPackage

    organizer = factory.SubFactory(OrganizerFactory)
    name = factory.Sequence(lambda n: f"Package {n}")
    price = "1000.00"
    currency = "EUR"


class EventSponsorshipFactory(GuardedFactory):
    """A pending deal; with `active`, an agreed one. The package's count is the caller's."""

    class Meta:
        model = EventSponsorship

    class Params:
        active = factory.Trait(
            status="active",
            public_name="Sponsor",
            tier="Package",
            agreed_price="1000.00",
            currency="EUR",
            approved_at=NOON,
        )

    event = factory.SubFactory(EventFactory)
    organizer = factory.SelfAttribute("event.organizer")
    sponsor = factory.SubFactory(SponsorFactory, organizer=factory.SelfAttribute("..organizer"))
    package = factory.SubFactory(
        SponsorshipPackageFactory, organizer=factory.SelfAttribute("..organizer")
    )
    start_date = NOON
    end_date = factory.SelfAttribute("event.end_date")


class SponsorAssetFactory(GuardedFactory):
    class Meta:
        model = SponsorAsset

    sponsor = factory.SubFactory(SponsorFactory)
    organizer = factory.SelfAttribute("sponsor.organizer")
    type = "logo"
    url = "https://example.com/logo.svg"
