"""The provider that comes with the portal: its page, its decisions, its messages."""

import threading
import urllib.error
import uuid
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client
from django.utils import timezone

from events.tests.factories import OrganizerProfileFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.models import OutboxMessage
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from ticketing.gateways import gateway, sandbox
from ticketing.models import Payment, Refund, SandboxPayment, SandboxRefund

from .factories import PaymentFactory, SandboxPaymentFactory
from .sale import counters, ordered, race, show, states, stored, tickets_of

pytestmark = pytest.mark.django_db


def begin(payment, merchant="House of Test"):
    with everything():
        order = payment.order
        event = order.event
    with acting_as(None):
        assert event.title
        return gateway("sandbox").begin(payment, order=order, merchant=merchant)


def decide(opened, *, paid=True, late=False, at=NOON):
    with acting_as(None):
        return sandbox.decide(opened.pk, paid=paid, late=late, at=at)


def promised():
    return list(OutboxMessage.objects.values_list("kind", "target"))


def test_begin_tells_the_provider_what_it_needs_and_nothing_of_anybody():
    payment = PaymentFactory(order__buyer_name="Gwen Guest", amount=25)

    url = begin(payment)
    assert begin(payment) == url

    with everything():
        opened = SandboxPayment.objects.get()
    assert url == f"/pay/sandbox/{opened.pk}/"
    assert (opened.reference, opened.order_reference) == (payment.pk, payment.order_id)
    assert (opened.amount, opened.currency, opened.state) == (25, "EUR", "open")
    assert opened.description == f"Spring Show, {payment.order.number}"
    assert opened.return_url == f"http://127.0.0.1:8000/orders/{payment.order_id}/"
    assert opened.webhook_url == "http://127.0.0.1:8000/webhooks/payments/sandbox/"
    assert opened.merchant == "House of Test"


def test_an_unknown_gateway_is_none():
    with pytest.raises(KeyError):
        gateway("cheque")


@pytest.mark.parametrize(("paid", "state"), [(True, "paid"), (False, "declined")])
def test_a_decision_is_made_once_and_told(paid, state):
    opened = SandboxPaymentFactory()

    assert decide(opened, paid=paid).state == state
    for again in (True, False):
        with pytest.raises(NotFromHere):
            decide(opened, paid=again, at=NOON + timedelta(hours=1))

    assert (stored(opened).state, stored(opened).decided_at) == (state, NOON)
    assert promised() == [("sandbox.tell_portal", opened.pk)]


@pytest.mark.django_db(transaction=True)
def test_of_many_decisions_at_once_one_is_made():
    opened = SandboxPaymentFactory()

    outcomes = race(*[lambda paid=paid: decide(opened, paid=paid) for paid in (True, False)] * 4)

    made = [outcome for outcome in outcomes if isinstance(outcome, SandboxPayment)]
    assert len(made) == 1
    assert {type(outcome) for outcome in outcomes} == {SandboxPayment, NotFromHere}
    assert stored(opened).state == made[0].state
    assert promised() == [("sandbox.tell_portal", opened.pk)]


def test_a_late_confirmation_is_told_a_minute_later():
    at_once, late = SandboxPaymentFactory(), SandboxPaymentFactory()

    decide(at_once)
    decide(late, late=True)

    due = dict(OutboxMessage.objects.values_list("target", "due_at"))
    assert due[late.pk] - due[at_once.pk] == timedelta(seconds=55)  # the other is a wake-up's


def test_what_the_provider_does_not_know_is_an_error():
    with acting_as(None), pytest.raises(SandboxPayment.DoesNotExist):
        sandbox.decide(uuid.uuid4(), paid=True, late=False, at=NOON)
    assert promised() == []


def test_what_was_declined_is_not_refunded():
    opened = SandboxPaymentFactory(state="declined", decided_at=NOON)

    with everything():
        gateway("sandbox").refund(opened_for(opened), Refund(amount=25))
        asked = SandboxRefund.objects.get()

    assert (asked.state, promised()) == ("refused", [("sandbox.tell_refund", asked.pk)])


def opened_for(opened):
    with everything():
        return Payment.objects.get(pk=opened.reference)


# its page


def page(opened):
    return f"/pay/sandbox/{opened.pk}/"


def test_the_page_shows_what_is_asked_for_and_three_buttons(client):
    opened = SandboxPaymentFactory(amount=25, merchant="House of Test", description="Show, FP-1")

    answer = client.get(page(opened))

    text = answer.content.decode()
    assert answer.status_code == 200
    for words in ("House of Test", "Show, FP-1", "Pay €25.00", "no real money"):
        assert words in text
    assert [text.count(f'value="{each}"') for each in ("pay", "decline", "delay")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("decision", "state"), [("pay", "paid"), ("decline", "declined"), ("delay", "paid")]
)
def test_a_button_decides_and_leads_back_to_the_shop(client, decision, state):
    opened = SandboxPaymentFactory()

    answer = client.post(page(opened), {"decision": decision})

    assert (answer.status_code, answer.url) == (302, opened.return_url)
    assert stored(opened).state == state
    assert promised() == [("sandbox.tell_portal", opened.pk)]
    text = client.get(page(opened)).content.decode()
    assert "already decided" in text
    assert "<form" not in text


def test_deciding_again_changes_nothing_and_shows_the_page(client):
    opened = SandboxPaymentFactory(state="declined", decided_at=NOON)

    answer = client.post(page(opened), {"decision": "pay"})

    assert (answer.status_code, answer.url) == (302, page(opened))
    assert (stored(opened).state, promised()) == ("declined", [])


@pytest.mark.parametrize("data", [{}, {"decision": ""}, {"decision": "refund"}, {"x": "\x00"}])
def test_what_is_no_decision_is_refused(client, data):
    opened = SandboxPaymentFactory()

    answer = client.post(page(opened), data)

    assert (answer.status_code, answer.content) == (400, b"Pay, decline or delay.")
    assert (stored(opened).state, promised()) == ("open", [])


def test_pages_of_no_payment_are_not_there_and_the_buttons_need_their_token(client):
    url = f"/pay/sandbox/{uuid.uuid4()}/"
    assert client.get(url).status_code == 404
    assert client.post(url, {"decision": "pay"}).status_code == 404

    opened = SandboxPaymentFactory()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page(opened), {"decision": "pay"}).status_code == 403
    assert stored(opened).state == "open"


# its messages


@contextmanager
def shop(*answers):
    """A web server that answers with these codes in turn, and keeps what it was sent."""
    codes, received = list(answers), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, dict(self.headers), body))
            self.send_response(codes.pop(0))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook/", received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_its_message_carries_a_signature_the_gateway_reads():
    with shop(204) as (url, received):
        opened = SandboxPaymentFactory(state="paid", decided_at=NOON, webhook_url=url)
        with acting_as(None):
            sandbox.tell_portal(opened.pk)

    ((path, headers, body),) = received
    news = gateway("sandbox").read(body, headers, organizer="", at=timezone.now())
    assert (path, headers["Content-Type"]) == ("/hook/", "application/json")
    assert (news.kind, news.payment_id, news.order_id) == (
        "payment.succeeded",
        opened.reference,
        opened.order_reference,
    )
    assert (news.amount, news.currency, news.occurred_at) == (opened.amount, "EUR", NOON)
    assert news.transaction_id == f"sbx_{opened.pk.hex}"


def test_what_the_shop_does_not_acknowledge_is_told_again():
    with shop(500, 400, 204) as (url, received):
        opened = SandboxPaymentFactory(webhook_url=url)
        decide(opened)
        for _ in range(2):
            with pytest.raises(urllib.error.HTTPError) as failed:
                drain_outbox("sandbox.tell_portal")
            failed.value.close()
            assert promised() == [("sandbox.tell_portal", opened.pk)]
            OutboxMessage.objects.update(leased_until=None)
        drain_outbox("sandbox.tell_portal")

    assert promised() == []
    assert len({body for _path, _headers, body in received}) == 1


def test_a_shop_that_is_down_is_told_later():
    opened = SandboxPaymentFactory(webhook_url="http://127.0.0.1:1/")
    decide(opened)

    with pytest.raises(urllib.error.URLError):
        drain_outbox("sandbox.tell_portal")

    assert promised() == [("sandbox.tell_portal", opened.pk)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("decision", "end"),
    [
        ("pay", ("completed", "paid", ["successful"])),
        ("decline", ("pending", "failed", ["failed"])),
    ],
)
def test_a_decision_reaches_the_order_over_http(live_server, settings, client, decision, end):
    settings.SITE_URL = live_server.url
    sale = show(10)
    OrganizerProfileFactory(user=sale.event.organizer)
    order, payment = ordered(sale.event, {sale.type: 2}, at=timezone.now())
    url = begin(payment)

    back = client.post(url, {"decision": decision})
    assert back.url == f"{live_server.url}/orders/{order.pk}/"
    assert states(order) == ("pending", "pending", ["pending"])  # coming back pays nothing
    drain_outbox("sandbox.tell_portal")

    assert states(order) == end
    assert len(tickets_of(order)) == (2 if decision == "pay" else 0)
    assert counters(sale.event)[-1] == ((0, 2) if decision == "pay" else (2, 0))
    assert_integrity(at=timezone.now())
