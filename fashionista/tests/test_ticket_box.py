"""From the ticket box to the checkout: what is held, what is refused, and whose hold it is."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory
from fashionista.common.testing import NOON, assert_integrity, everything, stored
from ticketing.models import EventCapacity, Order
from ticketing.tests.factories import EventCapacityFactory, TicketTypeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]


@pytest.fixture
def event():
    event = EventFactory(title="Spring Show")
    EventCapacityFactory(event=event)
    return event


@pytest.fixture
def front(event):
    return TicketTypeFactory(event=event, name="Front row", price="48.50", quantity=10)


def hold(client, event, **fields):
    return client.post(f"/events/{event.slug}/hold/", fields)


def quantity(ticket_type, number):
    return {f"qty-{ticket_type.pk}": number}


def test_the_box_holds_places_and_leads_to_the_checkout(client, event, front):
    back = TicketTypeFactory(event=event, name="Back row", price="20.00")

    answer = hold(client, event, **quantity(front, 2), **quantity(back, 0))

    with everything():
        (order,) = Order.objects.all()
        lines = list(order.lines.values_list("name", "quantity", "unit_price"))
    assert (answer.status_code, answer["Location"]) == (302, f"/orders/{order.pk}/checkout/")
    assert (order.user_id, order.status, str(order.total_amount)) == (None, "pending", "97.00")
    assert [(name, number, str(price)) for name, number, price in lines] == [
        ("Front row", 2, "48.50")
    ]
    with everything():
        assert EventCapacity.objects.get(pk=event.pk).held == 2
    assert (stored(front).held, stored(back).held) == (2, 0)
    assert client.get(answer["Location"]).status_code == 200
    assert_integrity(at=timezone.now())


def test_a_hold_of_somebody_signed_in_is_theirs(client, event, front):
    ann = UserFactory()
    client.force_login(ann)

    hold(client, event, **quantity(front, 1))

    with everything():
        assert Order.objects.get().user_id == ann.pk


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "Choose at least one ticket."),
        ("0", "Choose at least one ticket."),
        ("-1", "Not fewer than none."),
        ("1000000000", "That is more than one order may hold."),
        ("7", "That is more than one order may hold. Nothing was held."),
        ("51", "That is more than one order may hold."),
        ("NaN", "A whole number, please."),
        ("1.5", "A whole number, please."),
        ("two", "A whole number, please."),
        ("1e3", "A whole number, please."),
        ("9" * 5000, "A whole number, please."),
    ],
)
def test_a_quantity_that_cannot_be_is_said_and_nothing_is_held(client, event, front, number, words):
    answer = hold(client, event, **quantity(front, number))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert words in page
    assert "Hold these for 10 minutes" in page
    assert nothing_held(front)


def nothing_held(*types):
    with everything():
        return not Order.objects.exists() and {stored(kind).held for kind in types} == {0}


def test_a_forged_box_changes_nothing(client, event, front):
    other = TicketTypeFactory(name="Of another event", price="1.00")
    closed = TicketTypeFactory(event=event, sale_start=NOON, price="1.00")
    off = TicketTypeFactory(event=event, status="inactive", price="1.00")
    secret = TicketTypeFactory(event=EventFactory(status="draft"), price="1.00")

    for forged in (other, closed, off, secret):
        answer = hold(client, event, **quantity(front, 1), **quantity(forged, 1))
        assert answer.status_code == 409
        assert "These tickets are not on sale right now." in answer.content.decode()
    unknown = hold(client, event, **{f"qty-{uuid.uuid4()}": 1})
    nonsense = hold(client, event, **{"qty-x": 1, "price": "0.01", "wanted": 1})

    assert "These tickets are not on sale right now." in unknown.content.decode()
    assert "Choose at least one ticket." in nonsense.content.decode()
    assert nothing_held(front, other, closed, off, secret)


def test_a_forged_price_is_not_read(client, event, front):
    hold(client, event, **quantity(front, 1), price="0.01", total_amount="0.01", currency="XXX")

    with everything():
        order = Order.objects.get()
    assert (str(order.total_amount), order.currency) == ("48.50", "EUR")


def test_the_last_places_are_held_once(client, event, front):
    few = TicketTypeFactory(event=event, quantity=2)
    other = Client()

    assert hold(client, event, **quantity(few, 2)).status_code == 302
    late = hold(other, event, **quantity(few, 1), **quantity(front, 1))

    assert late.status_code == 409
    assert "The last of these places have just gone. Nothing was held." in late.content.decode()
    assert (stored(few).held, stored(front).held) == (2, 0)


def test_the_capacity_of_the_event_refuses_too(client, event, front):
    with everything():
        EventCapacity.objects.update(quantity=3)

    late = hold(client, event, **quantity(front, 4))

    assert late.status_code == 409
    assert "Nothing was held." in late.content.decode()
    assert nothing_held(front)


@pytest.mark.parametrize("status", ["cancelled", "postponed", "completed"])
def test_an_event_that_does_not_sell_holds_nothing_and_says_so(client, event, front, status):
    with everything():
        type(event).objects.update(status=status)

    answer = hold(client, event, **quantity(front, 1))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "These tickets are not on sale any more. Nothing was held." in page
    assert "Hold these for 10 minutes" not in page
    assert nothing_held(front)


def test_a_box_that_sold_out_meanwhile_offers_the_way_on(client, event, front):
    with everything():
        type(front).objects.update(held=4, sold=6)

    page = hold(client, event, **quantity(front, 1)).content.decode()

    assert "The last of these places have just gone. Nothing was held." in page
    assert "Every seat is taken." in page
    assert "See other events" in page


def test_a_hold_is_shown_to_whoever_has_it_and_to_nobody_else(client, event, front):
    stranger, page = Client(), f"/events/{event.slug}/"
    hold(client, event, **quantity(front, 1))
    hold(stranger, EventFactory(slug="other"), x=1)
    with everything():
        order = Order.objects.get()

    assert "Your tickets are held." in client.get(page).content.decode()
    assert f"/orders/{order.pk}/checkout/" in client.get(page).content.decode()
    assert "Your tickets are held." not in stranger.get(page).content.decode()
    with everything():
        Order.objects.update(hold_expires_at=NOON.replace(year=2020))
    assert "Your tickets are held." not in client.get(page).content.decode()


def test_a_box_from_another_site_holds_nothing(event, front):
    strict = Client(enforce_csrf_checks=True)

    answer = hold(strict, event, **quantity(front, 1))

    assert answer.status_code == 403
    assert "This page went stale" in answer.content.decode()
    assert nothing_held(front)
