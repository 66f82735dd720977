import factory

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import NOON, GuardedFactory
from feedback.models import EventFeedback


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
