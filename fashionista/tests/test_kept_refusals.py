"""In a rush the refusal of the last place is drawn once a second, and asked for once."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import everything, stored
from ticketing.models import TicketType
from ticketing.tests.factories import EventCapacityFactory, TicketTypeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]


@pytest.fixture
def last_two():
    event = EventFactory()
    EventCapacityFactory(event=event)
    return TicketTypeFactory(event=event, quantity=2)


def ask(ticket_type, number, client=None):
    client = client or Client()
    fields = {f"qty-{ticket_type.pk}": number}
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(f"/events/{ticket_type.event.slug}/hold/", fields)
    return answer.status_code, len(asked)


def free(ticket_type, quantity):
    with everything():
        TicketType.objects.filter(pk=ticket_type.pk).update(quantity=quantity)


def test_the_same_wish_is_refused_alike_without_being_asked_again(last_two):
    first = ask(last_two, 3)
    free(last_two, 5)

    again = ask(last_two, 3)

    assert (first[0], again) == (409, (409, 0))
    assert stored(last_two).held == 0
    cache.clear()  # a second later
    assert ask(last_two, 3)[0] == 302
    assert stored(last_two).held == 3


def test_another_wish_is_asked_for(last_two):
    ask(last_two, 3)

    assert ask(last_two, 2)[0] == 302
    assert stored(last_two).held == 2


def test_a_hold_is_never_kept(last_two):
    assert [ask(last_two, 1)[0] for _buyer in range(3)] == [302, 302, 409]
    assert stored(last_two).held == 2


def test_who_has_a_session_is_asked_for(last_two):
    ask(last_two, 3)
    free(last_two, 5)
    client = Client()
    client.force_login(UserFactory())

    assert ask(last_two, 3, client)[0] == 302


def test_each_reads_the_refusal_with_a_token_of_their_own(last_two):
    TicketTypeFactory(event=last_two.event, name="Balcony")  # so that the form is there still
    tokens = []
    for _loser in range(2):
        client = Client(enforce_csrf_checks=True)
        page = client.get(f"/events/{last_two.event.slug}/").content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        fields = {f"qty-{last_two.pk}": 3, "csrfmiddlewaretoken": token}
        answer = client.post(f"/events/{last_two.event.slug}/hold/", fields)
        page = answer.content.decode()
        assert answer.status_code == 409
        tokens.append(re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1])
        fields = {f"qty-{last_two.pk}": 0, "csrfmiddlewaretoken": tokens[-1]}
        assert client.post(f"/events/{last_two.event.slug}/hold/", fields).status_code == 409

    assert tokens[0] != tokens[1]
