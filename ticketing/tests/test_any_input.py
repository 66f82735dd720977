"""Forms and webhook, sent anything at all: never a 500, and what is refused leaves nothing."""

import json
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, example, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from fashionista.common.testing import everything
from ticketing.models import CheckIn, Order

from .factories import SandboxPaymentFactory
from .provider import URL, message_of, post, signature
from .sale import NOTHING, counters, ordered, rows, show, states, stored
from .visit import buyer, hold_by_http, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
some = tries(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
text = st.text(max_size=60) | st.sampled_from(["", "0", "1", "-1", "1e9", "NaN", "\x00", "Ω" * 50])
fields_of = st.dictionaries


@pytest.fixture
def sale():
    return show(10)


@contextmanager
def undone():
    """Each try finds the rows as the test made them."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sent(fields):
    """As a browser would send it: half a character is none."""
    return {
        key.encode(errors="replace").decode(): value.encode(errors="replace").decode()
        for key, value in fields.items()
    }


@some
@given(quantity=text, others=fields_of(text, text, max_size=3))
@example(quantity="6", others={})
@example(quantity="1", others={"qty-00000000-0000-0000-0000-000000000000": "1"})
@example(quantity="1", others={"qty-00000000-0000-0000-0000-000000000000": "0"})
def test_the_ticket_box(sale, quantity, others):
    fields = others | {f"qty-{sale.type.pk}": quantity}
    with undone():
        answer = visitor().post(f"/events/{sale.event.slug}/hold/", sent(fields))

        if answer.status_code == 302:
            number = int(quantity)
            assert 1 <= number <= sale.type.max_per_order
            assert counters(sale.event) == [(number, 0), (number, 0)]
        else:
            assert answer.status_code == 409
            assert (rows(), counters(sale.event)) == (NOTHING, [(0, 0), (0, 0)])


@some
@given(
    fields=fields_of(st.sampled_from([*buyer(), "phone", "notes", "attendee-1"]) | text, text),
    key=text,
)
@example(fields={"full_name": "€" * 200, "notes": "a\r\nb\tc", "phone": "☎" * 40}, key="")
@example(fields={"email": "x@xn--nxasmq6b.example"}, key="")
def test_the_checkout_and_its_link(sale, fields, key):
    client = visitor()
    with undone():
        url = hold_by_http(client, sale)
        before = rows()

        answer = client.post(f"{url}checkout/", sent(buyer() | fields))

        with everything():
            order = Order.objects.get()
        if answer.status_code == 302:
            assert answer.url.startswith("/pay/sandbox/")
            assert states(order) == ("pending", "pending", ["pending"])
            assert order.buyer_name == sent(buyer() | fields)["full_name"].strip()
        else:
            assert answer.status_code == 422
            assert rows() == before
            assert (order.buyer_name, order.buyer_email) == ("", "")
        (key,) = sent({"": key}).values()
        assert visitor().get(url, {"key": key}).status_code == 404


@some
@given(code=text, nonce=st.uuids().map(str) | text)
@example(code="7K4Q-M2XW-9RTD", nonce="00000000-0000-0000-0000-000000000000")
def test_the_door(sale, code, nonce):
    with undone():
        answer = visitor(sale.event.organizer).post(
            f"/checkin/{sale.event.slug}/", sent({"code": code, "nonce": nonce})
        )

        scans = {200: 1, 422: 0}[answer.status_code]
        assert rows() == [scans, *NOTHING[1:]]
        with everything():
            assert not CheckIn.objects.exclude(result="not_valid").exists()


DECISIONS = {"pay", "decline", "delay"}


@some
@given(fields=fields_of(st.just("decision") | text, text, max_size=3))
def test_the_sandbox(fields):
    assume(fields.get("decision") not in DECISIONS)  # Hypothesis reads our sources for words
    opened = SandboxPaymentFactory()

    answer = visitor().post(f"/pay/sandbox/{opened.pk}/", sent(fields))

    assert answer.status_code == 400
    assert stored(opened).state == "open"


printable = st.characters(codec="latin-1", exclude_categories=["Cc"])


@some
@given(body=st.binary(max_size=200), header=st.text(printable, max_size=100))
@example(body=b"{}", header="1" * 400 + ",0")
def test_the_webhook_unsigned(body, header):
    answer = visitor().post(
        URL, body, content_type="application/json", headers={"Sandbox-Signature": header}
    )

    assert (answer.status_code, rows()) == (400, NOTHING)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text | st.decimals().map(str),
    lambda inner: st.lists(inner, max_size=2) | fields_of(text, inner, max_size=2),
    max_leaves=3,
)


@some
@given(body=st.binary(max_size=60) | values.map(lambda value: json.dumps(value).encode()))
def test_the_webhook_signed_but_no_message(body):
    answer = post(visitor(), body, signed=signature(body))

    assert (answer.status_code, rows()) == (400, NOTHING)


@some
@given(
    name=st.sampled_from(["type", "reference", "order", "amount", "currency"]),
    value=values,
)
def test_the_webhook_signed_about_something_else(sale, name, value):
    with undone():
        order, payment = ordered(sale.event, {sale.type: 1})
        before = rows()

        answer = post(visitor(), message_of(payment) | {name: value})

        assert (answer.status_code, rows()) == (400, before)
        assert states(order) == ("pending", "pending", ["pending"])


@some
@given(name=st.sampled_from(["id", "payment", "created"]), value=values | st.datetimes().map(str))
def test_the_webhook_signed_with_odd_words(sale, name, value):
    """Ids are the provider's to choose, as long as they are words."""
    with undone():
        order, payment = ordered(sale.event, {sale.type: 1})
        before = rows()

        answer = post(visitor(), message_of(payment) | {name: value})

        if answer.status_code == 204:
            assert isinstance(value, str)
            assert states(order) == ("completed", "paid", ["successful"])
        else:
            assert (answer.status_code, rows()) == (400, before)
