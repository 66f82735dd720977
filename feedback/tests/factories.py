import factory

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import NOON, GuardedFactory
from feedback.models import DesignerReview, EventFeedback, ModelReview, VendorRating
from production.tests.factories import EventDesignerFactory, EventModelFactory
from vendors.tests.factories import EventVendorFactory, VendorContractFactory


class EventFeedbackFactory(GuardedFactory):
    """Pending; `published=True` or `hidden=True` for what was moderated."""

    class Meta:
        model = EventFeedback

    class Params:
        published = factory.Trait(status="published", moderated_at=NOON)
        hidden = factory.Trait(status="hidden", moderated_at=NOON)

    event = factory.SubFactory(EventFactory)
    user = factory.SubFactory(UserFactory)
    rating = 4
    created_at = NOON


class DesignerReviewFactory(GuardedFactory):
    """Of a designer who shows at the event. Pending; the traits are those of feedback."""

    class Meta:
        model = DesignerReview

    class Params:
        published = factory.Trait(status="published", moderated_at=NOON)
        hidden = factory.Trait(status="hidden", moderated_at=NOON)

    event = factory.SubFactory(EventFactory)
    designer = factory.LazyAttribute(lambda made: EventDesignerFactory(event=made.event).designer)
    reviewer = factory.SubFactory(UserFactory)
    rating = 4
    created_at = NOON


class ModelReviewFactory(GuardedFactory):
    """By the organizer, of a model who walks at the event."""

    class Meta:
        model = ModelReview

    event = factory.SubFactory(EventFactory)
    fashion_model = factory.LazyAttribute(
        lambda made: EventModelFactory(event=made.event).fashion_model
    )
    reviewer = factory.SelfAttribute("event.organizer")
    rating = 4
    created_at = NOON


class VendorRatingFactory(GuardedFactory):
    """By the organizer, of a vendor: see `booked`."""

    class Meta:
        model = VendorRating

    event = factory.SubFactory(EventFactory)
    vendor = factory.LazyAttribute(lambda made: booked(made.event).vendor)
    rated_by = factory.SelfAttribute("event.organizer")
    rating = 4
    created_at = NOON


def booked(event, *, vendor=None):
    """A confirmed booking at an event, under its contract."""
    of_vendor = {"event": event} | ({"vendor": vendor} if vendor else {})
    contract = VendorContractFactory(active=True, start_date=event.start_date, **of_vendor)
    return EventVendorFactory(
        event=event, vendor=contract.vendor, contract=contract, confirmed=True
    )
