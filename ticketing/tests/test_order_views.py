"""Ticket box, checkout and order page, as a visitor meets them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import OrganizerProfileFactory
from fashionista.common.testing import assert_integrity, drain_outbox, everything
from ticketing.issuing import order_link
from ticketing.models import Order, Payment, SandboxPayment
from ticketing.sweeping import sweep_holds

from .factories import OrderFactory, PaymentFactory, RefundFactory
from .provider import message_of, post
from .sale import counters, ordered, show, states, stored, tickets_of, while_uncommitted
from .visit import buyer, hold_by_http, mailed_link, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale():
    sale = show(10, title="Spring Show")
    OrganizerProfileFactory(user=sale.event.organizer, public_name="House of Test")
    return sale


def only_order():
    with everything():
        return Order.objects.get()


def test_a_guest_buys_two_tickets_from_the_box_to_the_page(sale, client):
    order_url = hold_by_http(client, sale, 2)
    page = words(client.get(f"{order_url}checkout/"))
    assert "Type 1, ticket 1" in page
    assert "Pay €50.00" in page

    to_provider = client.post(
        f"{order_url}checkout/", buyer(**{"attendee-1": "Ida", "attendee-2": "Ove"})
    )
    order = only_order()
    with everything():
        payment, opened = Payment.objects.get(), SandboxPayment.objects.get()
    assert (to_provider.status_code, to_provider.url) == (302, f"/pay/sandbox/{opened.pk}/")
    assert (opened.merchant, opened.description) == (
        "House of Test",
        f"Spring Show, {order.number}",
    )
    assert "Waiting for the payment" in words(client.get(order_url))

    back = client.post(to_provider.url, {"decision": "pay"})
    assert back.url == f"http://127.0.0.1:8000{order_url}"
    assert "Waiting for the payment" in words(client.get(order_url))
    assert post(visitor(), message_of(payment)).status_code == 204

    page = words(client.get(order_url))
    assert f"Order {order.number}, paid" in page
    first, second = tickets_of(order)
    assert [(t.holder_name, t.code in page) for t in (first, second)] == [
        ("Ida", True),
        ("Ove", True),
    ]
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert_integrity(at=timezone.now())


def test_a_free_order_needs_no_provider(client):
    sale = show(10, price=0)
    order_url = hold_by_http(client, sale)

    answer = client.post(f"{order_url}checkout/", buyer())

    assert (answer.status_code, answer.url) == (302, order_url)
    assert "See you there" in words(client.get(order_url))
    with everything():
        assert not SandboxPayment.objects.exists()


def test_the_checkout_knows_who_is_logged_in(sale):
    person = UserFactory(full_name="Pia Person", phone_number="+32 2 555 01 01")
    client = visitor(person)

    order_url = hold_by_http(client, sale)
    page = client.get(f"{order_url}checkout/").content.decode()

    assert only_order().user_id == person.pk
    for value in (person.email, "Pia Person", "+32 2 555 01 01"):
        assert f'value="{value}"' in page


def test_an_address_that_has_an_account_neither_blocks_nor_shows(sale, client):
    UserFactory(email="gwen@example.org", full_name="Gwen Known")
    order_url = hold_by_http(client, sale)

    answer = client.post(f"{order_url}checkout/", buyer(email="gwen@example.org"))

    assert answer.url.startswith("/pay/sandbox/")
    assert only_order().user_id is None
    assert "Known" not in words(client.get(order_url))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"full_name": ""}, "Tell us your name."),
        ({"full_name": "x" * 201}, "at most 200 characters"),
        ({"full_name": "x\x00"}, "Null characters are not allowed."),
        ({"email": ""}, "Tell us where to write."),
        ({"email": "gwen@"}, "Enter the full address, like name@example.com."),
        ({"email": "gwen@example.org\nBcc: x@example.org"}, "Enter the full address"),
        ({"phone": "1" * 41}, "at most 40 characters"),
        ({"notes": "n" * 2001}, "at most 2000 characters"),
        ({"attendee-1": "a" * 201}, "at most 200 characters"),
        ({"accept_terms": ""}, "Tick this to go on."),
    ],
)
def test_a_field_filled_in_wrong_is_told_and_what_was_typed_is_kept(sale, client, changes, says):
    order_url = hold_by_http(client, sale)

    typed = buyer(notes="Kept words", phone="555 01 00")
    answer = client.post(f"{order_url}checkout/", typed | changes)

    assert answer.status_code == 422
    assert says in words(answer)
    page = answer.content.decode()
    for name in typed.keys() - changes.keys() - {"accept_terms"}:
        assert typed[name] in page
    assert (only_order().buyer_name, states(only_order())) == ("", ("pending", "pending", []))


def test_a_hold_that_ran_out_says_so_and_offers_the_way_on(sale, client):
    order_url = hold_by_http(client, sale)
    with everything():
        Order.objects.update(hold_expires_at=timezone.now())

    for answer in (
        client.get(f"{order_url}checkout/"),
        client.post(f"{order_url}checkout/", buyer()),
    ):
        assert answer.status_code == 410
        assert "Your hold has run out, so these places are open to others again." in words(answer)
        assert f'href="/events/{sale.event.slug}/"' in answer.content.decode()
    assert states(only_order()) == ("pending", "pending", [])

    assert "The hold has run out" in words(client.get(order_url))
    sweep_holds(at=timezone.now())
    answer = client.get(f"{order_url}checkout/")
    assert (answer.status_code, answer.url) == (302, order_url)
    assert "The hold has run out" in words(client.get(order_url))


def test_a_declined_payment_can_be_tried_again(sale, client):
    order_url = hold_by_http(client, sale)
    client.post(f"{order_url}checkout/", buyer())
    with everything():
        first = Payment.objects.get()
    post(visitor(), message_of(first, "payment.failed"))

    assert "The payment was declined" in words(client.get(order_url))
    again = client.post(f"{order_url}checkout/", buyer())

    with everything():
        second = Payment.objects.exclude(pk=first.pk).get()
        opened = SandboxPayment.objects.get(reference=second.pk)
    assert again.url == f"/pay/sandbox/{opened.pk}/"
    post(visitor(), message_of(second))
    assert states(only_order()) == ("completed", "paid", ["failed", "successful"])


def test_releasing_opens_the_places_and_a_second_time_says_it_is_done(sale, client):
    order_url = hold_by_http(client, sale, 3)
    assert client.get(f"{order_url}release/").status_code == 405

    answers = [client.post(f"{order_url}release/", follow=True) for _ in range(2)]

    assert [answer.redirect_chain for answer in answers] == [
        [(f"/events/{sale.event.slug}/", 302)]
    ] * 2
    assert "Your places are open to others again." in words(answers[0])
    assert "This has moved on meanwhile, so nothing was changed." in words(answers[1])
    assert counters(sale.event) == [(0, 0), (0, 0)]
    assert "Order cancelled" in words(client.get(order_url))
    assert client.get(f"{order_url}checkout/").url == order_url


@pytest.mark.parametrize(
    ("fields", "refund", "heading"),
    [
        ({"status": "expired"}, {}, "Your money is on its way back"),
        ({"status": "cancelled"}, {}, "Your money is on its way back"),
        (
            {"status": "refunded", "payment_status": "refunded"},
            {"status": "successful", "finished_at": timezone.now()},
            "Refunded",
        ),
        ({"paid": True}, {"reason": "twice"}, "See you there"),
    ],
)
def test_the_page_says_where_the_money_is(client, fields, refund, heading):
    order = OrderFactory(**fields)
    RefundFactory(order=order, payment=PaymentFactory(order=order, status="successful"), **refund)

    answer = client.get(mailed_link(order), follow=True)

    assert f"<h1>{heading}</h1>" in answer.content.decode()


def test_coming_back_later_finds_the_hold_and_the_tickets_are_mailed_to_the_buyer(
    sale, client, mailoutbox
):
    order, payment = ordered(sale.event, {sale.type: 1}, at=timezone.now())
    client.get(mailed_link(order))
    assert "Waiting for the payment" in words(client.get(f"/orders/{order.pk}/"))

    post(visitor(), message_of(payment))
    drain_outbox("ticketing.issue", "communications.deliver")

    (message,) = mailoutbox
    assert message.to == ["gwen@example.org"]
    assert order_link(stored(order)) in message.body


def test_nothing_filled_in_at_all_is_told_too(sale, client):
    order_url = hold_by_http(client, sale)

    answer = client.post(f"{order_url}checkout/")

    assert answer.status_code == 422
    assert "Tell us your name." in words(answer)


@pytest.mark.django_db(transaction=True)
def test_a_hold_that_runs_out_while_the_form_is_read_is_not_paid_for(sale, client):
    order_url = hold_by_http(client, sale)
    with everything():
        Order.objects.update(hold_expires_at=timezone.now() + timedelta(minutes=1))
    late = timezone.now() + timedelta(minutes=2)

    answer = while_uncommitted(
        lambda: sweep_holds(at=late), lambda: client.post(f"{order_url}checkout/", buyer())
    )

    assert answer.status_code == 410
    assert "Your hold has run out" in words(answer)
    assert states(only_order()) == ("expired", "pending", [])
    assert counters(sale.event) == [(0, 0), (0, 0)]
