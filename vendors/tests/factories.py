import factory

from accounts.tests.factories import OrganizerFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import NOON, GuardedFactory
from vendors.models import EventVendor, Vendor, VendorContract, VendorService


class VendorFactory(GuardedFactory):
    class Meta:
        model = Vendor

    organizer = factory.SubFactory(OrganizerFactory)
    name = factory.Sequence(lambda n: f"Vendor {n}")
    type = ["lighting"]


class VendorServiceFactory(GuardedFactory):
    class Meta:
        model = VendorService

    vendor = factory.SubFactory(VendorFactory)
    organizer = factory.SelfAttribute("vendor.organizer")
    name = factory.Sequence(lambda n: f"Service {n}")


class VendorContractFactory(GuardedFactory):
    """A draft; with `active`, a signed one."""

    class Meta:
        model = VendorContract

    class Params:
        active = factory.Trait(status="active", signed_at=NOON)

    event = factory.SubFactory(EventFactory)
    organizer = factory.SelfAttribute("event.organizer")
    vendor = factory.SubFactory(VendorFactory, organizer=factory.SelfAttribute("..organizer"))
    start_date = NOON
    end_date = factory.SelfAttribute("event.end_date")


class EventVendorFactory(GuardedFactory):
    """A pending booking; `confirmed` wants its contract said."""

    class Meta:
        model = EventVendor

    class Params:
        confirmed = factory.Trait(status="confirmed", confirmed_at=NOON)

    event = factory.SubFactory(EventFactory)
    organizer = factory.SelfAttribute("event.organizer")
    vendor = factory.SubFactory(VendorFactory, organizer=factory.SelfAttribute("..organizer"))
    service = factory.SubFactory(VendorServiceFactory, vendor=factory.SelfAttribute("..vendor"))
