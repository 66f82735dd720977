"""What the provider's messages do over HTTP, and what forged ones do not."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fashionista.common.models import OutboxMessage
from fashionista.common.testing import assert_integrity, everything
from ticketing.models import PaymentEvent

from .provider import URL, message_of, post, signature
from .sale import counters, ordered, show, states, tickets_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale():
    sale = show(10)
    sale.order, sale.payment = ordered(sale.event, {sale.type: 2}, at=timezone.now())
    return sale


def untouched(sale):
    with everything():
        news = PaymentEvent.objects.count()
    return (states(sale.order), counters(sale.event), tickets_of(sale.order), news) == (
        ("pending", "pending", ["pending"]),
        [(2, 0), (2, 0)],
        [],
        0,
    ) and not OutboxMessage.objects.exists()


def test_a_signed_message_completes_the_order_and_again_is_fine(sale, client):
    answers = [post(client, message_of(sale.payment)) for _ in range(3)]

    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 3
    assert states(sale.order) == ("completed", "paid", ["successful"])
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert len(tickets_of(sale.order)) == 2
    assert_integrity(at=timezone.now())


def test_no_token_and_no_session_is_needed_and_none_is_made(sale):
    provider = Client(enforce_csrf_checks=True)

    answer = post(provider, message_of(sale.payment))

    assert (answer.status_code, dict(answer.cookies), dict(provider.cookies)) == (204, {}, {})


def test_a_decline_over_http_keeps_the_hold(sale, client):
    answer = post(client, message_of(sale.payment, "payment.failed"))

    assert answer.status_code == 204
    assert states(sale.order) == ("pending", "failed", ["failed"])
    assert counters(sale.event) == [(2, 0), (2, 0)]


BAD_SIGNATURES = {
    "none": "",
    "no time": "," + "0" * 64,
    "no signature": "{stamp}",
    "another's": "{stamp}," + "0" * 64,
    "not hex": "{stamp},ÿ",
    "words": "hello, world",
    "negative": "-1,{mac}",
    "a fraction": "1.5,{mac}",
    "digits of elsewhere": "١٢٣,{mac}",
    "more digits than a float holds": "9" * 400 + ",{mac}",
    "more digits than an int may have": "9" * 5000 + ",{mac}",
}


@pytest.mark.parametrize("form", BAD_SIGNATURES.values(), ids=BAD_SIGNATURES)
def test_a_message_without_our_signature_is_refused_without_a_trace(sale, client, form):
    stamp, _comma, mac = signature(b"something else").partition(",")
    body = message_of(sale.payment)

    answer = post(client, body, signed=form.format(stamp=stamp, mac=mac))

    assert answer.status_code == 400
    assert answer.content == b"Signature, time or content of this message are not right."
    assert untouched(sale)


def test_a_message_signed_with_another_key_or_changed_on_its_way_is_refused(sale, client):
    now = timezone.now()
    good = b'{"id": "evt_1"}'

    for signed in (signature(good, key="guessed"), signature(good + b" ", at=now)):
        assert post(client, good, signed=signed).status_code == 400
    assert untouched(sale)


@pytest.mark.parametrize("minutes", [-60, -6, 6, 60])
def test_an_old_message_or_one_from_the_future_is_refused(sale, client, minutes):
    body = json.dumps(message_of(sale.payment)).encode()
    moved = timezone.now() + timedelta(minutes=minutes)

    answer = post(client, body, signed=signature(body, at=moved))

    assert answer.status_code == 400
    assert untouched(sale)


BAD_CHANGES = [
    {"amount": "NaN"},
    {"amount": "sNaN"},
    {"amount": "Infinity"},
    {"amount": "fifty"},
    {"amount": None},
    {"amount": ["50"]},
    {"currency": None},
    {"type": "payment.stolen"},
    {"type": ["payment.succeeded"]},
    {"order": "00000000-0000-4000-8000-000000000000"},
    {"order": "not an id"},
    {"order": 7},
    {"reference": "00000000-0000-4000-8000-000000000000"},
    {"reference": None},
    {"id": "x" * 201},
    {"id": "x\x00"},
    {"id": 7},
    {"payment": "x" * 201},
    {"payment": "\ud800"},
    {"created": "yesterday"},
    {"created": "2099-11-22T12:00:00"},
    {"created": 7},
]


@pytest.mark.parametrize("changes", BAD_CHANGES, ids=lambda changes: ascii(changes)[:40])
def test_a_signed_message_about_something_else_is_refused_without_a_trace(sale, client, changes):
    answer = post(client, message_of(sale.payment, **changes))

    assert answer.status_code == 400
    assert untouched(sale)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"null", b'"x"', b"\xff\xfe", b"{}"])
def test_signed_nonsense_is_refused(sale, client, body):
    assert post(client, body).status_code == 400
    assert untouched(sale)


def test_other_methods_and_gateways_are_not_there(sale, client):
    assert client.get(URL).status_code == 405
    assert client.post("/webhooks/payments/stripe/").status_code == 404
    assert untouched(sale)
