"""Whose an order is: its session's, its mailed link's, its buyer's, and nobody else's."""

import uuid

import pytest
from django.db import connection
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import OrganizerProfileFactory
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.testing import everything
from ticketing.models import Order, Payment

from .provider import message_of, post
from .sale import bought, show, states, tickets_of
from .visit import buyer, hold_by_http, mailed_link, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale():
    sale = show(10, title="Spring Show")
    OrganizerProfileFactory(user=sale.event.organizer, public_name="House of Test")
    return sale


def test_the_mailed_link_opens_its_order_and_no_other(sale):
    first = bought(sale.event, {sale.type: 1}, at=timezone.now())
    second = bought(sale.event, {sale.type: 1}, at=timezone.now())
    guest = visitor()
    url = f"/orders/{first.pk}/"
    assert guest.get(url).status_code == 404

    opened = guest.get(mailed_link(first))

    assert (opened.status_code, opened.url) == (302, url)  # the secret stays out of the history
    assert f"Order {first.number}, paid" in words(guest.get(url))
    assert guest.get(f"/orders/{second.pk}/").status_code == 404
    for key in ("", "x", "ünïcode", "\x00", second.access_secret, first.access_secret[:-1]):
        stranger = visitor()
        assert stranger.get(url, {"key": key}).status_code == 404
        assert stranger.get(url).status_code == 404
    assert visitor().get(f"/orders/{uuid.uuid4()}/", {"key": "x"}).status_code == 404


def test_two_guests_see_only_their_own_order_by_http_and_by_sql(sale):
    guests = [visitor(), visitor()]
    urls = [hold_by_http(guest, sale) for guest in guests]
    for number, (guest, url) in enumerate(zip(guests, urls, strict=True)):
        guest.post(f"{url}checkout/", buyer(full_name=f"Guest {number}"))
    keys = [uuid.UUID(url.split("/")[2]) for url in urls]
    with everything():
        payments = dict(Payment.objects.values_list("order", "pk"))
        for payment in Payment.objects.all():
            post(visitor(), message_of(payment))

    for own, other in [(0, 1), (1, 0)]:
        assert "See you there" in words(guests[own].get(urls[own]))
        for page in ("", "checkout/"):
            assert guests[own].get(urls[other] + page).status_code == 404
        assert guests[own].post(f"{urls[other]}release/").status_code == 404
        (ticket,) = tickets_of(Order(pk=keys[other]))
        for page in ("", "qr.svg", "qr.png"):
            assert guests[own].get(f"/tickets/{ticket.pk}/{page}").status_code == 404
        with acting_as(None), order_in_scope(keys[own]):
            assert by_sql("SELECT id FROM orders") == [keys[own]]
            assert by_sql("SELECT order_id FROM order_lines") == [keys[own]]
            assert by_sql("SELECT id FROM payments") == [payments[keys[own]]]
            assert by_sql("SELECT order_id FROM tickets") == [keys[own]]
            assert by_sql(f"SELECT id FROM orders WHERE id = '{keys[other]}'") == []
    with acting_as(None):
        for table in ("orders", "order_lines", "payments", "tickets"):
            assert by_sql(f"SELECT id FROM {table}") == []


def by_sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [value for (value,) in cursor.fetchall()]


def test_an_order_is_its_buyers_wherever_they_log_in_and_no_other_persons(sale):
    person, other = UserFactory(), UserFactory()
    order = bought(sale.event, {sale.type: 1}, buyer=person, at=timezone.now())
    url = f"/orders/{order.pk}/"

    assert "See you there" in words(visitor(person).get(url))
    for stranger in (None, other, sale.event.organizer):
        for page in ("", "checkout/"):
            assert visitor(stranger).get(url + page).status_code == 404
        assert visitor(stranger).post(f"{url}release/").status_code == 404
    assert states(order) == ("completed", "paid", ["successful"])


def test_a_session_remembers_its_last_twenty_orders(sale, client):
    with everything():
        type(sale.type).objects.update(quantity=100)
    urls = [hold_by_http(client, sale) for _ in range(21)]

    assert client.get(urls[0]).status_code == 404
    assert {client.get(url).status_code for url in urls[1:]} == {200}
    assert client.session["orders"] == [url.split("/")[2] for url in urls[1:]]
