"""Mails speak their receiver's language, whatever the worker's or the organizer's is."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import override

from accounts.tests.factories import UserFactory
from events.tests.factories import VenueFactory
from fashionista.common.testing import drain_outbox, everything
from ticketing.models import Order
from ticketing.payments import REFUNDED

from .factories import OrderFactory, RefundFactory
from .sale import bought, news_of, show, tell

pytestmark = pytest.mark.django_db
EVENING = datetime(2027, 2, 19, 18, 30, tzinfo=UTC)


def mailed():
    drain_outbox("ticketing.issue", "ticketing.tell_refunded", "communications.deliver")
    return mail.outbox[-1]


def sale_in_milan():
    return show(
        10,
        title="Spring Show",
        start_date=EVENING,
        end_date=EVENING.replace(hour=20),
        venue=VenueFactory(timezone="Europe/Rome"),
    )


def test_a_guest_who_bought_in_italian_is_written_to_in_italian():
    sale = sale_in_milan()
    with override("it"):
        order = bought(sale.event, {sale.type: 2})

    message = mailed()

    lines = message.body.splitlines()
    assert message.subject == "I tuoi biglietti: Spring Show"
    assert "Grazie, Gwen Guest." in lines
    assert "Ven 19 febbraio 2027, 19:30" in lines
    assert f"Ordine {order.number}" in lines
    assert "Totale  50,00\xa0€" in lines
    html = message.alternatives[0].content
    assert '<html lang="it">' in html
    assert "Vedi i tuoi biglietti" in html


@pytest.mark.parametrize(
    ("chosen", "made_in", "subject"),
    [
        ("it", "en-gb", "I tuoi biglietti: Spring Show"),
        ("en-gb", "it", "Your tickets: Spring Show"),
        (None, "it", "I tuoi biglietti: Spring Show"),
        (None, "en-gb", "Your tickets: Spring Show"),
    ],
)
def test_what_a_person_has_chosen_counts_before_the_page_they_bought_on(chosen, made_in, subject):
    sale = sale_in_milan()
    buyer = UserFactory(preferences={"language": chosen} if chosen else {})
    with override(made_in):
        bought(sale.event, {sale.type: 1}, buyer=buyer)

    with override("it"):  # whatever the worker spoke last
        message = mailed()

    assert message.subject == subject


def test_a_refund_is_told_in_the_language_of_the_order():
    sale = sale_in_milan()
    order = OrderFactory(
        event=sale.event, status="expired", total_amount=50, buyer_email="gwen@example.org",
        language="it",
    )  # fmt: skip
    refund = RefundFactory(order=order, payment__order=order, payment__status="successful")

    tell(news_of(refund.payment, REFUNDED))
    message = mailed()

    assert message.subject == "Il rimborso è in arrivo: Spring Show"
    assert f"50,00\xa0€ per l’ordine {order.number}" in message.body
    assert "pagato quando i posti non c’erano più" in message.body


@pytest.mark.parametrize(("wanted", "language"), [("it", "it"), ("en", "en-gb"), ("ja", "en-gb")])
def test_an_order_notes_the_language_of_the_page_it_was_made_on(wanted, language):
    sale = show(10, slug="spring")
    client = Client(headers={"accept-language": wanted})

    client.post("/events/spring/hold/", {f"qty-{sale.type.pk}": 1})

    with everything():
        assert Order.objects.get().language == language
