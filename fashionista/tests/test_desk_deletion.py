"""Deleting at the desk, with real commits: keys are checked then."""

import pytest

from accounts.tests.factories import OrganizerFactory
from events.tests.factories import EventFactory, VenueFactory
from fashionista.common.testing import stored
from fashionista.common.tests.pages import page_of


@pytest.mark.django_db(transaction=True)
def test_what_hidden_rows_hang_on_is_not_deleted(client):
    """A rival's draft takes place at one's own venue: neither page nor answer tells whose."""
    mine = VenueFactory(owner=OrganizerFactory())
    EventFactory(venue=mine, status="draft")
    client.force_login(mine.owner)
    path = page_of(mine).replace("/change/", "/delete/")

    assert "Spring Show" not in client.get(path).content.decode()
    page = client.post(path, {"post": "yes"}, follow=True).content.decode()

    assert "Other records depend on this, so nothing was changed." in page
    assert stored(mine) == mine
