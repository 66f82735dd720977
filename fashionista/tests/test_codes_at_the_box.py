"""Codes, early prices and chosen prices, as a visitor meets them on the event page."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from events.models import EventListing
from events.tests.factories import EventFactory
from fashionista.common.testing import assert_integrity, everything
from ticketing.models import Order
from ticketing.tests.factories import (
    EventCapacityFactory,
    PriceStepFactory,
    TicketTypeFactory,
    VoucherFactory,
)
from ticketing.tests.visit import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]


@pytest.fixture
def event():
    event = EventFactory(title="Spring Show")
    EventCapacityFactory(event=event)
    return event


@pytest.fixture
def front(event):
    return TicketTypeFactory(event=event, name="Front row", price="40.00", quantity=10)


def hold(client, event, **fields):
    return client.post(f"/events/{event.slug}/hold/", fields)


def bring(client, event, code):
    return client.post(f"/events/{event.slug}/code/", {"code": code}, follow=True)


def page_of(client, event):
    return words(client.get(f"/events/{event.slug}/"))


def only_order():
    with everything():
        return Order.objects.get()


def test_a_code_lowers_the_prices_of_whoever_brought_it(client, event, front):
    VoucherFactory(event=event, code="SPRING", value=25)

    page = words(bring(client, event, " spring"))

    assert "The code SPRING is on." in page
    assert "without the code €40 €30" in page
    assert "SPRING" not in page_of(Client(), event)
    answer = hold(client, event, **{f"qty-{front.pk}": 2, f"price-{front.pk}": "30.00"})
    assert answer.status_code == 302
    assert only_order().total_amount == 60
    checkout = words(client.get(answer.url))
    assert "without the code €80.00 €60.00" in checkout
    assert_integrity(at=timezone.now())


def test_a_link_brings_its_code_and_leads_on_without_it(client, event, front):
    VoucherFactory(event=event, code="SPRING")

    answer = client.get(f"/events/{event.slug}/", {"code": "SPRING"})

    assert (answer.status_code, answer.url) == (302, f"/events/{event.slug}/#tickets")
    assert "The code SPRING is on." in page_of(client, event)


def test_hidden_tickets_are_shown_and_sold_with_their_code_only(client, event, front):
    press = TicketTypeFactory(event=event, name="Press bench", price=0, is_hidden=True)
    VoucherFactory(event=event, code="PRESS", kind="access", ticket_type=press)

    assert "Press bench" not in page_of(Client(), event)
    refused = hold(client, event, **{f"qty-{press.pk}": 1})
    assert refused.status_code == 409
    assert "Press bench" not in words(refused)
    assert "Press bench" in words(bring(client, event, "PRESS"))
    assert hold(client, event, **{f"qty-{press.pk}": 1}).status_code == 302

    with everything():
        assert EventListing.objects.get(pk=event.pk).price_from == 40


def test_a_hidden_type_alone_leaves_the_list_without_a_price(event):
    TicketTypeFactory(event=event, name="Press bench", is_hidden=True)

    with everything():
        listing = EventListing.objects.get(pk=event.pk)
    assert (listing.price_from, listing.has_places) == (None, False)


def test_putting_a_code_away_brings_the_usual_prices_back(client, event, front):
    VoucherFactory(event=event, code="SPRING")
    bring(client, event, "SPRING")

    client.post(f"/events/{event.slug}/code/", {"remove": "1"})

    page = page_of(client, event)
    assert "I have a code" in page
    assert "without the code" not in page


def test_a_code_that_has_ended_says_so_and_sells_nothing_at_its_price(client, event, front):
    voucher = VoucherFactory(event=event, code="SPRING")
    bring(client, event, "SPRING")
    with everything():
        type(voucher).objects.update(valid_until=timezone.now())

    assert "The code SPRING is not valid any more." in page_of(client, event)
    refused = hold(client, event, **{f"qty-{front.pk}": 1})
    assert "This event has no such code" in words(refused)
    with everything():
        assert not Order.objects.exists()


@pytest.mark.parametrize("typed", ["", "WRONG", "x" * 41, "<script>", "PRE\0SS", "’; --"])
def test_what_is_no_code_is_answered_and_changes_nothing(client, event, front, typed):
    VoucherFactory(code="WRONG")

    refused = bring(client, event, typed)
    assert refused.redirect_chain == [(f"/events/{event.slug}/", 302)]  # its top says why
    for answer in (
        refused,
        client.get(f"/events/{event.slug}/", {"code": typed}, follow=True),
    ):
        assert answer.status_code == 200
        assert "without the code" not in words(answer)
    assert "<script>" not in answer.content.decode().split("<main")[1].split("</h1>")[0]


def test_codes_cannot_be_guessed_without_end(client, event, front):
    VoucherFactory(event=event, code="SPRING")
    for number in range(20):
        bring(client, event, f"GUESS-{number}")

    page = words(bring(client, event, "SPRING"))

    assert "The code SPRING is on." not in page
    assert "That was too often." in page


def test_an_early_price_is_told_with_what_follows(client, event, front):
    PriceStepFactory(ticket_type=front, price=30, first_places=5)

    page = page_of(client, event)

    assert "Early price for the first 5, then €40." in page
    answer = hold(client, event, **{f"qty-{front.pk}": 1, f"price-{front.pk}": "30.00"})
    assert answer.status_code == 302
    assert only_order().total_amount == 30


def test_a_price_that_rose_meanwhile_is_shown_before_anything_is_held(client, event, front):
    answer = hold(client, event, **{f"qty-{front.pk}": 1, f"price-{front.pk}": "30.00"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A price has just changed: look again. Nothing was held." in page
    assert f'name="price-{front.pk}" value="40.00"' in page
    with everything():
        assert not Order.objects.exists()


def test_a_buyer_names_the_price(client, event):
    kind = TicketTypeFactory(event=event, name="Solidarity", price=20, lowest_price=5)
    assert "Pay what you can, from €5." in page_of(client, event)

    answer = hold(client, event, **{f"qty-{kind.pk}": 2, f"price-{kind.pk}": "7.50"})

    assert answer.status_code == 302
    assert only_order().total_amount == Decimal("15.00")


def test_a_buyer_who_goes_back_may_name_another_price(client, event):
    kind = TicketTypeFactory(event=event, name="Solidarity", price=20, lowest_price=5)
    box = {f"qty-{kind.pk}": 1, "csrfmiddlewaretoken": "the token of this page"}
    first = hold(client, event, **box, **{f"price-{kind.pk}": "7.50"})

    second = hold(client, event, **box, **{f"price-{kind.pk}": "9"})

    assert first.url != second.url
    with everything():
        held = Order.objects.filter(status="pending").values_list("total_amount", flat=True)
        assert list(held) == [9]


@pytest.mark.parametrize("price", ["4.99", "-3", "NaN", "1e9", "seven", "5.001"])
def test_a_price_that_cannot_be_is_said_and_nothing_is_held(client, event, price):
    kind = TicketTypeFactory(event=event, name="Solidarity", price=20, lowest_price=5)

    answer = hold(client, event, **{f"qty-{kind.pk}": 1, f"price-{kind.pk}": price})

    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    with everything():
        assert not Order.objects.exists()


def test_the_page_asks_as_much_for_many_types_as_for_one(
    client, event, front, django_assert_max_num_queries
):
    PriceStepFactory(ticket_type=front)
    client.get(f"/events/{event.slug}/?n=0")  # what all pages of the event share is kept
    with django_assert_max_num_queries(30) as one:
        client.get(f"/events/{event.slug}/?n=1")
    for number in range(3):
        PriceStepFactory(
            ticket_type=TicketTypeFactory(event=event, name=f"Row {number}", is_hidden=number == 1)
        )

    with django_assert_max_num_queries(30) as many:
        client.get(f"/events/{event.slug}/?n=2")

    assert len(many) == len(one)
