"""Paying by Stripe: what it is asked over HTTP, and what its signed messages do."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from events.tests.factories import OrganizerProfileFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import assert_integrity, drain_outbox, everything
from ticketing.exceptions import ProviderDown
from ticketing.gateways import gateway
from ticketing.gateways.stripe import major_units, minor_units
from ticketing.models import Payment, PaymentEvent
from ticketing.sweeping import sweep_holds

from .fake_stripe import KEY, SECRET
from .sale import (
    check_out,
    counters,
    hold,
    news_of,
    ordered,
    refunds_of,
    show,
    states,
    stored,
    tell,
    tickets_of,
)  # fmt: skip
from .visit import buyer, hold_by_http, visitor, words

pytestmark = pytest.mark.django_db
AGREED = {"stripe": {"secret_key": KEY, "webhook_secret": SECRET}}


@pytest.fixture
def sale(fake):
    sale = show(2)
    profile = {"user": sale.event.organizer, "slug": "house", "public_name": "House"}
    sale.profile = OrganizerProfileFactory(**profile, gateway_credentials=AGREED)
    return sale


def begun(sale, number=2):
    """An order whose buyer stands on Stripe's page: order, payment, and the session there."""
    order, payment = ordered(sale.event, {sale.type: number}, at=timezone.now(), gateway="stripe")
    begin(payment)
    return order, payment


def begin(payment):
    with everything():
        payment = Payment.objects.select_related("order__event").get(pk=payment.pk)
    with acting_as(None):
        return gateway("stripe").begin(payment, order=payment.order, merchant="House")


def session_of(fake):
    (session,) = fake.sessions.values()
    return session


def test_a_buyer_is_sent_to_stripe_and_pays(sale, fake, client):
    browser = visitor()
    address = hold_by_http(browser, sale, 2)

    answer = browser.post(f"{address}checkout/", buyer())

    session = session_of(fake)
    with everything():
        payment = Payment.objects.select_related("order").get()
    assert answer.status_code == 200  # a form may not lead out of the portal, so the page does
    assert f'content="0; url={session["url"]}"' in answer.content.decode()
    assert (session["amount_total"], session["currency"]) == (5000, "eur")
    assert session["metadata"] == session["intent_metadata"]
    assert session["metadata"] == {"order": str(payment.order_id), "payment": str(payment.pk)}
    assert payment.meta_data == {"reference": session["id"]}
    ((_method, _path, sent),) = fake.requests
    assert sent["success_url"] == f"http://127.0.0.1:8000{address}"
    assert sent["cancel_url"] == f"http://127.0.0.1:8000{address}checkout/"
    assert "gwen" not in str(sent).lower()

    assert "Waiting for the payment" in words(browser.get(address))  # a return pays nothing
    fake.pay(session)
    told = fake.event("checkout.session.completed", session)
    assert [fake.send(client, told).status_code for _ in range(3)] == [204] * 3

    assert states(payment.order) == ("completed", "paid", ["successful"])
    assert stored(payment).transaction_id == session["payment_intent"]
    assert len(tickets_of(payment.order)) == 2
    assert "See you there" in words(browser.get(address))
    assert_integrity(at=timezone.now())


def test_the_same_payment_again_is_the_same_session(sale, fake):
    _order, payment = begun(sale)

    assert begin(payment) == session_of(fake)["url"]


def test_leaving_stripes_page_comes_back_to_the_checkout_with_the_hold(sale, fake):
    browser = visitor()
    address = hold_by_http(browser, sale, 2)
    browser.post(f"{address}checkout/", buyer())

    page = browser.get(f"{address}checkout/")

    assert page.status_code == 200
    assert "Pay €50.00" in words(page)
    assert counters(sale.event) == [(2, 0), (2, 0)]


@pytest.mark.parametrize("status", [500, 503])
def test_a_provider_that_is_down_is_said_and_the_hold_stays(sale, fake, status):
    browser = visitor()
    address = hold_by_http(browser, sale, 2)
    fake.failing = status

    page = browser.post(f"{address}checkout/", buyer())

    assert page.status_code == 503
    assert "The payment provider does not answer right now" in words(page)
    assert counters(sale.event) == [(2, 0), (2, 0)]
    fake.failing = None
    again = browser.post(f"{address}checkout/", buyer())
    assert session_of(fake)["url"] in again.content.decode()


def test_a_provider_that_cannot_be_reached_or_knows_us_not_is_said(sale, fake):
    order, payment = ordered(sale.event, {sale.type: 1}, at=timezone.now(), gateway="stripe")
    with everything():
        sale.profile.gateway_credentials = {"stripe": {"secret_key": "sk_no"}}
        sale.profile.save()
    with pytest.raises(ProviderDown):
        begin(payment)
    fake.close()
    with pytest.raises(ProviderDown):
        begin(payment)

    assert states(order) == ("pending", "pending", ["pending"])
    fake.server.server_close()


def test_an_organizer_without_any_gateway_sells_nothing_and_says_so(sale, fake):
    with everything():
        sale.profile.gateway_credentials = {}
        sale.profile.save()
    browser = visitor()
    address = hold_by_http(browser, sale)

    page = browser.post(f"{address}checkout/", buyer())

    assert "The organizer cannot take payments yet" in words(page)
    with everything():
        assert not Payment.objects.exists()


def test_two_gateways_are_a_choice_and_changing_it_opens_another_payment(sale, fake, settings):
    settings.PAYMENT_SANDBOX = True
    browser = visitor()
    address = hold_by_http(browser, sale)

    page = browser.get(f"{address}checkout/")
    nonsense = browser.post(f"{address}checkout/", buyer(gateway="cheque"))
    browser.post(f"{address}checkout/", buyer(gateway="stripe"))
    browser.post(f"{address}checkout/", buyer(gateway="sandbox"))

    assert page.content.count(b'name="gateway"') == 2
    assert nonsense.status_code == 422
    with everything():
        payments = Payment.objects.order_by("created_at").values_list("payment_method", "status")
        assert list(payments) == [("stripe", "failed"), ("sandbox", "pending")]


def test_what_was_left_for_another_gateway_and_is_paid_counts(sale, fake, client):
    order, _payment = begun(sale)
    check_out(order, at=timezone.now(), gateway="sandbox")

    fake.send(client, fake.event("checkout.session.completed", fake.pay(session_of(fake))))

    assert states(order) == ("completed", "paid", ["successful", "pending"])
    assert_integrity(at=timezone.now())


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("checkout.session.async_payment_succeeded", ("completed", "paid", ["successful"])),
        ("checkout.session.async_payment_failed", ("pending", "failed", ["failed"])),
        ("checkout.session.expired", ("pending", "failed", ["failed"])),
    ],
)
def test_what_else_a_session_comes_to(sale, fake, client, kind, state):
    order, _payment = begun(sale)
    session = session_of(fake)
    if "succeeded" in kind:
        fake.pay(session)

    assert fake.send(client, fake.event(kind, session)).status_code == 204

    assert states(order) == state


def unpaid(fake, session):
    return fake.event("checkout.session.completed", session)


def unknown(fake, session):
    return fake.event("customer.created", {"id": "cus_1"})


def of_their_shop(fake, session):
    return fake.event("checkout.session.completed", {**session, "metadata": {}})


@pytest.mark.parametrize("message", [unpaid, unknown, of_their_shop])
def test_what_is_not_about_our_money_is_answered_and_not_kept(sale, fake, client, message):
    order, _payment = begun(sale)

    answer = fake.send(client, message(fake, session_of(fake)))

    assert (answer.status_code, answer.content) == (204, b"")
    assert states(order) == ("pending", "pending", ["pending"])
    with everything():
        assert not PaymentEvent.objects.exists()


@pytest.mark.parametrize(
    "signing", [{"secret": "guessed"}, {"at": 1}, {"secret": "", "slug": "nobody"}]
)
def test_what_is_not_signed_for_this_organizer_now_is_refused(sale, fake, client, signing):
    order, _payment = begun(sale)
    told = fake.event("checkout.session.completed", fake.pay(session_of(fake)))

    assert fake.send(client, told, **signing).status_code == 400

    assert states(order) == ("pending", "pending", ["pending"])


def test_an_organizer_without_a_secret_accepts_nothing(sale, fake, client):
    with everything():
        sale.profile.gateway_credentials = {"stripe": {"secret_key": KEY, "webhook_secret": ""}}
        sale.profile.save()

    assert fake.send(client, b"{}", secret="").status_code == 400


def test_a_rival_cannot_sign_for_an_order_of_another_house(sale, fake, client):
    order, _payment = begun(sale)
    rival = {"stripe": {"secret_key": "sk_b", "webhook_secret": "whsec_b"}}
    OrganizerProfileFactory(slug="rival", gateway_credentials=rival)
    told = fake.event("checkout.session.completed", fake.pay(session_of(fake)))

    answer = fake.send(client, told, slug="rival", secret="whsec_b")

    assert answer.status_code == 400
    assert states(order) == ("pending", "pending", ["pending"])
    with everything():
        assert not PaymentEvent.objects.exists()


BAD = [
    {"amount_total": "5000"}, {"amount_total": None}, {"currency": "xyz"}, {"currency": 7},
    {"metadata": {"order": "x", "payment": "y"}}, {"metadata": 7}, {"payment_intent": None},
    {"payment_intent": "x" * 201}, {"payment_status": None, "metadata": "no"},
    {"metadata": {"order": str(uuid.UUID(int=1)), "payment": str(uuid.UUID(int=2))}},
]  # fmt: skip


@pytest.mark.parametrize("change", BAD, ids=lambda change: str(change)[:40])
def test_signed_nonsense_is_refused_without_a_trace(sale, fake, client, change):
    order, _payment = begun(sale)
    told = fake.event("checkout.session.async_payment_succeeded", fake.pay(session_of(fake)))
    told["data"]["object"] |= change

    assert fake.send(client, told).status_code == 400

    assert states(order) == ("pending", "pending", ["pending"])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"null", b"\xff", b"{}"])
def test_signed_nonsense_of_another_shape_is_refused(sale, fake, client, body):
    assert fake.send(client, body).status_code in (400,)


def test_another_amount_is_answered_and_kept_in_quarantine(sale, fake, client):
    order, _payment = begun(sale)
    session = {**fake.pay(session_of(fake)), "amount_total": 4999}

    answer = fake.send(client, fake.event("checkout.session.completed", session))

    assert answer.status_code == 204
    assert states(order) == ("pending", "pending", ["pending"])
    with everything():
        held = PaymentEvent.objects.get()
    assert (held.quarantined, held.told["amount"]) == ("amount", "49.99")


def paid_too_late(sale, fake, client):
    """The places went to others before Stripe said that the money is there."""
    order, _payment = begun(sale, number=2)
    later = timezone.now() + timedelta(minutes=11)
    sweep_holds(at=later)
    other = hold(sale.event, {sale.type: 1}, at=later)
    tell(news_of(check_out(other, at=later)), at=later)
    fake.send(client, fake.event("checkout.session.completed", fake.pay(session_of(fake))))
    return order


def test_money_that_came_too_late_goes_back_through_stripe_once(sale, fake, client):
    order = paid_too_late(sale, fake, client)

    drain_outbox("ticketing.refund", "ticketing.tell_refunded")

    (refund,) = refunds_of(order)
    (made,) = fake.refunds.values()
    assert (made["amount"], made["metadata"]["refund"]) == (5000, str(refund.pk))
    assert refund.status == "successful"
    assert states(order) == ("refunded", "refunded", ["successful"])
    for told in [
        fake.event("refund.updated", made),
        fake.event("charge.refunded", fake.charge_of(session_of(fake), 5000)),
    ]:
        assert fake.send(client, told).status_code == 204
    assert states(order) == ("refunded", "refunded", ["successful"])
    with everything():
        assert not PaymentEvent.objects.exclude(quarantined="").exists()
    assert_integrity(at=timezone.now())


@pytest.mark.parametrize(("end", "state"), [("succeeded", "successful"), ("failed", "failed")])
def test_a_refund_that_takes_its_time_ends_by_a_message(sale, fake, client, end, state):
    order = paid_too_late(sale, fake, client)
    fake.refunds_are = "pending"
    drain_outbox("ticketing.refund")
    assert [each.status for each in refunds_of(order)] == ["pending"]

    (made,) = fake.refunds.values()
    fake.send(client, fake.event("refund.updated", made))
    assert [each.status for each in refunds_of(order)] == ["pending"]
    made["status"] = end
    fake.send(client, fake.event("refund.updated", made))

    assert [each.status for each in refunds_of(order)] == [state]
    assert_integrity(at=timezone.now())


def test_a_refund_stripe_refuses_has_failed(sale, fake, client):
    order = paid_too_late(sale, fake, client)
    session_of(fake)["payment_intent"] = "pi_gone"

    drain_outbox("ticketing.refund")

    assert [each.status for each in refunds_of(order)] == ["failed"]
    assert_integrity(at=timezone.now())


def test_money_the_organizer_gave_back_at_stripe_before_is_back(sale, fake, client):
    order, _payment = begun(sale, number=2)
    session = fake.pay(session_of(fake))
    fake.send(client, fake.event("charge.refunded", fake.charge_of(session, 5000)))
    later = timezone.now() + timedelta(minutes=11)
    sweep_holds(at=later)
    other = hold(sale.event, {sale.type: 1}, at=later)
    tell(news_of(check_out(other, at=later)), at=later)

    fake.send(client, fake.event("checkout.session.completed", session))

    assert [each.status for each in refunds_of(order)] == ["successful"]
    assert states(order) == ("refunded", "refunded", ["successful"])
    assert_integrity(at=timezone.now())


def test_stripe_counts_some_currencies_in_its_own_way():
    for amount, currency, minor in [
        ("12.50", "EUR", 1250), ("500.00", "JPY", 500), ("1.250", "KWD", 1250),
        ("500.00", "ISK", 50000), ("500.00", "UGX", 50000), ("500.00", "MGA", 500),
    ]:  # fmt: skip
        assert minor_units(Decimal(amount), currency) == minor
        assert major_units(minor, currency) == Decimal(amount)
    for amount, currency in [("0.5", "JPY"), ("0.5", "MGA")]:
        with pytest.raises(ValueError):
            minor_units(Decimal(amount), currency)
