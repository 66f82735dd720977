"""What either house is about to tell many people."""

from communications.tests.factories import CampaignFactory


def furnish(w):
    w.campaign_a = CampaignFactory(organizer=w.olga, name="News of A")
    w.campaign_b = CampaignFactory(organizer=w.boris, name="News of B")
