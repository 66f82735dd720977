"""Tickets are drawn once and mailed; refunds are told."""

from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail

from accounts.tests.factories import UserFactory
from communications.models import Notification
from events.tests.factories import OrganizerProfileFactory
from fashionista.common.identity import acting_as
from fashionista.common.models import OutboxMessage
from fashionista.common.testing import NOON, drain_outbox, everything
from ticketing import issuing
from ticketing.codes import read_code
from ticketing.exceptions import NothingToSend
from ticketing.models import Ticket
from ticketing.payments import REFUNDED

from .factories import OrderFactory, RefundFactory
from .qr import read_png
from .sale import bought, hold, news_of, show, tell, tickets_of

pytestmark = pytest.mark.django_db


def draw_and_mail():
    drain_outbox("ticketing.issue", "ticketing.tell_refunded", "communications.deliver")


def sent():
    """The mails, as a reader gets them."""
    return [message_from_bytes(each.message().as_bytes(), policy=default) for each in mail.outbox]


def body_of(message, kind="plain"):
    return message.get_body([kind]).get_content()


def test_tickets_are_drawn_and_mailed_to_the_buyer():
    sale = show(10, title="Spring Show")
    OrganizerProfileFactory(user=sale.event.organizer, public_name="House of Test")
    buyer = UserFactory()
    order = bought(sale.event, {sale.type: 2}, buyer=buyer, attendees=["Ida", "Ove"])

    draw_and_mail()

    first, second = tickets = tickets_of(order)
    (message,) = sent()
    assert (message["To"], message["Subject"]) == ("gwen@example.org", "Your tickets: Spring Show")
    lines = body_of(message).splitlines()
    assert f"{first.code}  Type 1, Ida" in lines
    assert f"{second.code}  Type 1, Ove" in lines
    assert f"Order {order.number}" in lines
    assert lines[lines.index("2 × Type 1  €50.00") + 1] == "Total  €50.00"
    assert issuing.order_link(order) in lines
    assert "House of Test" in body_of(message, "html")
    pictures = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert [read_png(part.get_content()) for part in pictures] == [t.qr_code for t in tickets]
    assert [part.get_filename() for part in pictures] == [f"{t.code}.png" for t in tickets]
    for part in pictures:
        assert f"cid:{part['Content-ID'].strip('<>')}" in body_of(message, "html")
    with everything():
        notification = Notification.objects.get()
    assert (notification.user_id, notification.status) == (buyer.pk, "sent")
    assert not OutboxMessage.objects.exists()


def test_what_is_drawn_lets_in():
    sale = show(10)
    order = bought(sale.event, {sale.type: 1})
    draw_and_mail()

    (ticket,) = tickets_of(order)

    assert read_code(ticket.qr_code, event_id=sale.event.pk) == ticket.code
    assert ticket.qr_modules.partition(":")[0] == "45"


def test_issuing_twice_draws_and_mails_once():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    draw_and_mail()
    drawn = [(ticket.qr_code, ticket.qr_modules) for ticket in tickets_of(order)]

    with acting_as(None):
        issuing.issue_tickets(order.pk)
    draw_and_mail()

    assert len(mail.outbox) == 1
    assert [(ticket.qr_code, ticket.qr_modules) for ticket in tickets_of(order)] == drawn


def test_a_mail_that_fails_leaves_nothing_drawn(monkeypatch):
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    monkeypatch.setattr(issuing, "order_link", lambda order: 1 / 0)

    with acting_as(None), pytest.raises(ZeroDivisionError):
        issuing.issue_tickets(order.pk)

    assert [ticket.qr_modules for ticket in tickets_of(order)] == [None, None]
    with everything():
        assert not Notification.objects.exists()


def test_an_order_without_tickets_cannot_be_issued():
    sale = show(10)
    order = hold(sale.event, {sale.type: 1})

    with acting_as(None), pytest.raises(Ticket.DoesNotExist):
        issuing.issue_tickets(order.pk)


def test_a_guests_mail_is_nobodys_notification_and_its_link_opens_the_order():
    sale = show(10)
    order = bought(sale.event, {sale.type: 1})
    draw_and_mail()

    with everything():
        notification = Notification.objects.get()
    assert (notification.user_id, notification.address) == (None, "gwen@example.org")
    link = issuing.order_link(order)
    assert link == f"http://127.0.0.1:8000/orders/{order.pk}/?key={order.access_secret}"
    assert len(order.access_secret) == 32


def test_resend_tickets_mails_the_same_tickets_again():
    sale = show(10)
    order = bought(sale.event, {sale.type: 2})
    draw_and_mail()

    with acting_as(sale.event.organizer):
        issuing.resend_tickets(order, by=sale.event.organizer, at=NOON)
    draw_and_mail()

    first, second = sent()
    assert (first["To"], first["Subject"]) == (second["To"], second["Subject"])
    assert body_of(first) == body_of(second)
    assert first["Message-ID"] != second["Message-ID"]


@pytest.mark.parametrize("make", [hold, bought])
def test_resend_tickets_before_there_are_any_is_refused(make):
    sale = show(10)
    order = make(sale.event, {sale.type: 1})  # bought, but not drawn yet, or held only

    with acting_as(sale.event.organizer), pytest.raises(NothingToSend):
        issuing.resend_tickets(order, by=sale.event.organizer, at=NOON)

    with everything():
        assert not Notification.objects.exists()


def test_what_buyers_type_arrives_as_they_typed_it():
    sale = show(10, title="Cut & <Sew>")
    bought(sale.event, {sale.type: 1}, name="Zoë <b>O'Neill</b>", attendees=["<i>x</i> & y"])

    draw_and_mail()

    (message,) = sent()
    assert message["Subject"] == "Your tickets: Cut & <Sew>"
    assert "Thank you, Zoë <b>O'Neill</b>." in body_of(message)
    assert "<i>x</i> & y" in body_of(message)
    assert "<b>O" not in body_of(message, "html")
    assert "Zoë &lt;b&gt;O&#x27;Neill&lt;/b&gt;" in body_of(message, "html")


TICKETS_END = "Tickets of this order no longer open the door."


def test_a_refund_of_a_lost_order_is_told():
    sale = show(10)
    order = OrderFactory(
        event=sale.event,
        status="expired",
        total_amount=50,
        buyer_email="gwen@example.org",
        buyer_name="Gwen",
    )
    refund = refund_of(order)

    tell(news_of(refund.payment, REFUNDED))
    draw_and_mail()

    (message,) = sent()
    assert message["To"] == "gwen@example.org"
    assert message["Subject"] == "Your money is on its way back: Spring Show"
    text = body_of(message)
    assert f"€50.00 for order {order.number}" in text
    assert "paid after the places were gone" in text
    assert TICKETS_END in text
    assert TICKETS_END in body_of(message, "html")


def test_a_refund_of_what_was_paid_twice_does_not_take_the_tickets_away():
    sale = show(10)
    order = bought(sale.event, {sale.type: 1})
    refund = refund_of(order, reason="twice")

    tell(news_of(refund.payment, REFUNDED))
    draw_and_mail()

    message = sent()[-1]
    assert message["Subject"] == "Your money is on its way back: Spring Show"
    assert "paid twice" in body_of(message)
    assert TICKETS_END not in body_of(message)
    assert TICKETS_END not in body_of(message, "html")


def refund_of(order, **fields):
    return RefundFactory(order=order, payment__order=order, payment__status="successful", **fields)
