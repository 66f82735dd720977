"""What hangs on others is not taken away from them."""

import pytest

from fashionista.common.testing import everything
from fashionista.common.tests.pages import filled_in, page_of
from production.tests.factories import LineupEntryFactory


@pytest.mark.django_db(transaction=True)
def test_what_is_in_the_line_up_stays_at_the_event(client):
    look = LineupEntryFactory()
    client.force_login(look.event.organizer)

    page = client.get(page_of(look.event))
    answer = client.post(
        page_of(look.event), filled_in(page, collection_links__0__DELETE="on"), follow=True
    )

    assert "Other records depend on this, so nothing was changed." in answer.content.decode()
    with everything():
        assert look.event.collection_links.get().collection_id == look.collection_id
