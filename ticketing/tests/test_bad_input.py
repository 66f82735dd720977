"""Whatever a visitor sends: an answer in words, never a 500, and nothing is written."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection

from accounts.tests.factories import UserFactory
from fashionista.common.testing import everything
from ticketing.models import Order, Payment

from .factories import TicketFactory
from .sale import NOTHING, counters, rows, show
from .visit import buyer, hold_by_http, visitor, words

pytestmark = pytest.mark.django_db


def box(sale, fields):
    return visitor().post(f"/events/{sale.event.slug}/hold/", fields)


@pytest.mark.parametrize(
    ("quantity", "says"),
    [
        ("0", "Choose at least one ticket."),
        ("", "Choose at least one ticket."),
        ("-1", "Look at the numbers again."),
        ("7", "That is more than one order may hold. Nothing was held."),
        ("51", "Look at the numbers again."),
        ("1e9", "Look at the numbers again."),
        ("1000000000", "Look at the numbers again."),
        ("9" * 5000, "Look at the numbers again."),
        ("NaN", "Look at the numbers again."),
        ("1.5", "Look at the numbers again."),
        ("１2x", "Look at the numbers again."),
        ("1\x00", "Look at the numbers again."),
        ("' OR 1=1", "Look at the numbers again."),
    ],
)
def test_a_number_that_is_none_holds_nothing_and_keeps_what_was_typed(quantity, says):
    sale = show(10)

    answer = box(sale, {f"qty-{sale.type.pk}": quantity})

    assert answer.status_code == 409
    assert says in words(answer)
    assert rows() == NOTHING
    assert counters(sale.event) == [(0, 0), (0, 0)]
    if quantity.isalnum():
        assert f'value="{quantity}"' in answer.content.decode()


def test_types_of_another_show_of_none_and_in_other_words_hold_nothing():
    sale, other = show(10), show(10)
    good = f"qty-{sale.type.pk}"

    for fields, says in [
        ({f"qty-{other.type.pk}": "1"}, "These tickets are not on sale right now."),
        ({good: "1", f"qty-{other.type.pk}": "1"}, "These tickets are not on sale right now."),
        ({good: "1", f"qty-{uuid.uuid4()}": "1"}, "These tickets are not on sale right now."),
        ({"qty-": "1", "qty-x": "1", "quantity": "1"}, "Choose at least one ticket."),
        ({good.upper(): "1"}, "Choose at least one ticket."),
        ({}, "Choose at least one ticket."),
    ]:
        answer = box(sale, fields)
        assert (answer.status_code, says in words(answer)) == (409, True), fields
    assert rows() == NOTHING
    assert counters(sale.event) == counters(other.event) == [(0, 0), (0, 0)]


def test_a_forged_price_changes_nothing(client):
    sale = show(10)
    forged = {"price": "0", "unit_price": "0.01", "total_amount": "0", "currency": "IDR"}

    held = client.post(f"/events/{sale.event.slug}/hold/", {f"qty-{sale.type.pk}": "2"} | forged)
    client.post(held.url, buyer(**forged, amount="0", status="completed", payment_status="paid"))

    with everything():
        order, payment = Order.objects.get(), Payment.objects.get()
        assert list(order.lines.values_list("unit_price", "quantity")) == [(Decimal(25), 2)]
    assert (order.total_amount, order.currency, order.status) == (50, "EUR", "pending")
    assert (payment.amount, payment.currency, payment.status) == (50, "EUR", "pending")


def test_what_sold_out_meanwhile_says_so_and_offers_the_way_on():
    sale = show(10, capacity=1)
    hold_by_http(visitor(), sale)

    answer = box(sale, {f"qty-{sale.type.pk}": "1"})

    assert answer.status_code == 409
    assert "The last of these places have just gone. Nothing was held." in words(answer)
    assert 'href="/events/"' in answer.content.decode()
    assert counters(sale.event) == [(1, 0), (1, 0)]


def test_too_few_left_says_so_and_leaves_the_box_open():
    sale = show(10, capacity=2)
    hold_by_http(visitor(), sale)

    answer = box(sale, {f"qty-{sale.type.pk}": "2"})

    assert answer.status_code == 409
    assert "The last of these places have just gone. Nothing was held." in words(answer)
    assert f'name="qty-{sale.type.pk}"' in answer.content.decode()


def test_drafts_and_made_up_shows_cannot_be_told_apart():
    draft = show(10, status="draft")

    for slug in (draft.event.slug, "no-such-show"):
        for answer in (
            visitor().get(f"/events/{slug}/"),
            visitor().get(f"/events/{slug}/calendar.ics"),
            visitor().post(f"/events/{slug}/hold/", {f"qty-{draft.type.pk}": "1"}),
        ):
            assert answer.status_code == 404
    assert rows() == NOTHING


@pytest.mark.parametrize(
    "path",
    [
        "/orders/{}/",
        "/orders/{}/checkout/",
        "/tickets/{}/",
        "/tickets/{}/qr.svg",
        "/tickets/{}/qr.png",
        "/pay/sandbox/{}/",
    ],
)
def test_ids_that_are_none_and_ids_one_may_not_see_are_alike(path):
    ticket = TicketFactory()
    for person in (None, UserFactory()):
        for key in (uuid.uuid4(), ticket.pk, ticket.order_id, "x", "1", "%00", "..%2f"):
            assert visitor(person).get(path.format(key)).status_code == 404


def test_a_500_leaves_nothing_committed(monkeypatch):
    """Whatever breaks half way through a hold: the order, its lines and the counters are one."""
    sale = show(10)
    monkeypatch.setattr("ticketing.checkout.places.hold", lambda *args, **kwargs: 1 / 0)
    client = visitor()
    client.raise_request_exception = False

    answer = client.post(f"/events/{sale.event.slug}/hold/", {f"qty-{sale.type.pk}": "1"})

    assert answer.status_code == 500
    assert not connection.needs_rollback
    assert rows() == NOTHING
    assert counters(sale.event) == [(0, 0), (0, 0)]
