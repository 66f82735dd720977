from datetime import timedelta

import factory

from accounts.tests.factories import OrganizerFactory
from communications.models import Campaign, Notification
from fashionista.common.testing import NOON, GuardedFactory


class NotificationFactory(GuardedFactory):
    """To an address. Give `user` to make it a person's."""

    class Meta:
        model = Notification

    address = "somebody@example.org"
    title = "Title"
    content = "Content"


class CampaignFactory(GuardedFactory):
    """A draft for a week from noon."""

    class Meta:
        model = Campaign

    organizer = factory.SubFactory(OrganizerFactory)
    name = factory.Sequence(lambda n: f"Campaign {n}")
    type = "email"
    start_date = NOON
    end_date = factory.LazyAttribute(lambda campaign: campaign.start_date + timedelta(days=7))
