"""What a provider's news does to an order, once, in whatever order it arrives."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.tests.factories import UserFactory
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.exceptions import NoSuchPayment
from ticketing.models import PaymentEvent
from ticketing.payments import FAILED, SUCCEEDED

from .sale import (
    bought,
    check_out,
    counters,
    news_of,
    ordered,
    promised,
    race,
    refunds_of,
    show,
    states,
    stored,
    tell,
    tickets_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=11)


def test_success_completes_the_order_and_makes_its_tickets():
    sale = show(10, 10)
    one, two = sale.types
    buyer = UserFactory()
    order, payment = ordered(
        sale.event, {two: 1, one: 2}, buyer=buyer, attendees=["Ida", "", "Ove"]
    )

    told = tell(news_of(payment, transaction_id="tx-1", occurred_at=NOON), at=LATER)

    assert told is True
    assert states(order) == ("completed", "paid", ["successful"])
    assert stored(order).completed_at == LATER
    assert stored(payment).transaction_id == "tx-1"
    assert counters(sale.event) == [(0, 2), (0, 1), (0, 3)]
    tickets = tickets_of(order)
    assert [(t.number, t.ticket_type_id, t.holder_name) for t in tickets] == [
        (1, one.pk, "Ida"),
        (2, one.pk, "Gwen Guest"),
        (3, two.pk, "Ove"),
    ]
    assert {(t.user_id, t.event_id, t.status, t.purchase_date) for t in tickets} == {
        (buyer.pk, sale.event.pk, "valid", LATER)
    }
    assert len({ticket.code for ticket in tickets}) == 3
    with everything():
        news = PaymentEvent.objects.get()
    assert (news.gateway, news.kind, news.payment_id) == (
        "sandbox",
        "payment.succeeded",
        payment.pk,
    )
    assert (news.occurred_at, news.received_at) == (NOON, LATER)
    assert promised() == {("ticketing.issue", order.pk)}
    assert_integrity()


def test_a_guests_tickets_hang_on_nobody():
    sale = show(10)

    order = bought(sale.event, {sale.type: 1})

    assert [(t.user_id, t.holder_name) for t in tickets_of(order)] == [(None, "Gwen Guest")]


def test_the_same_news_again_changes_nothing():
    sale = show(10)
    order, payment = ordered(sale.event, {sale.type: 2})

    assert [tell(news_of(payment)), tell(news_of(payment))] == [True, False]

    assert len(tickets_of(order)) == 2
    assert counters(sale.event) == [(0, 2), (0, 2)]
    with everything():
        assert PaymentEvent.objects.count() == 1


def test_other_news_of_the_same_success_is_kept_and_sells_nothing_more():
    sale = show(10)
    order, payment = ordered(sale.event, {sale.type: 2})
    tell(news_of(payment))

    assert tell(news_of(payment, provider_event="told again")) is True

    assert len(tickets_of(order)) == 2
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert refunds_of(order) == []
    with everything():
        assert PaymentEvent.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_news_many_times_at_once_is_done_once():
    sale = show(10)
    order, payment = ordered(sale.event, {sale.type: 2})

    outcomes = race(*[lambda: tell(news_of(payment))] * 8)

    assert sorted(outcomes) == [False] * 7 + [True]
    assert len(tickets_of(order)) == 2
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert_integrity()


def test_a_declined_payment_keeps_the_hold_and_another_may_follow():
    sale = show(10)
    order, first = ordered(sale.event, {sale.type: 2})

    tell(news_of(first, FAILED))
    assert states(order) == ("pending", "failed", ["failed"])
    assert counters(sale.event) == [(2, 0), (2, 0)]
    second = check_out(order)
    tell(news_of(second))

    assert second.pk != first.pk
    assert states(order) == ("completed", "paid", ["failed", "successful"])
    assert_integrity()


def test_two_declined_payments_leave_it_declined():
    sale = show(10)
    order, first = ordered(sale.event, {sale.type: 1})
    tell(news_of(first, FAILED))

    tell(news_of(check_out(order), FAILED))

    assert states(order) == ("pending", "failed", ["failed", "failed"])
    assert counters(sale.event) == [(1, 0), (1, 0)]


def test_a_success_that_overtook_its_decline_stands():
    sale = show(10)
    order, payment = ordered(sale.event, {sale.type: 1})

    tell(news_of(payment))
    assert tell(news_of(payment, FAILED)) is True

    assert states(order) == ("completed", "paid", ["successful"])


def test_a_success_after_its_decline_sells():
    sale = show(10)
    order, payment = ordered(sale.event, {sale.type: 1})

    tell(news_of(payment, FAILED))
    tell(news_of(payment))

    assert states(order) == ("completed", "paid", ["successful"])
    assert_integrity()


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Decimal("24.99")},
        {"amount": Decimal("25.01")},
        {"amount": Decimal("-25")},
        {"amount": Decimal("NaN")},
        {"currency": "USD"},
        {"currency": "eur"},
        {"currency": ""},
    ],
)
def test_news_of_other_money_is_kept_in_quarantine_and_changes_nothing(change):
    sale = show(10)
    order, payment = ordered(sale.event, {sale.type: 1})
    news = news_of(payment, **change)

    assert tell(news) is False
    assert tell(news) is False

    with everything():
        held = PaymentEvent.objects.get()
        assert (held.quarantined,) == (*change,)
        assert held.told == {
            "amount": str(news.amount),
            "currency": news.currency,
            "transaction": f"tx {payment.pk}",
        }
        held.delete()
    nothing_happened(sale, order)


@pytest.mark.parametrize("kind", [SUCCEEDED, FAILED])
def test_the_true_news_after_one_in_quarantine_is_applied(kind):
    sale = show(10)
    order, payment = ordered(sale.event, {sale.type: 1})
    tell(news_of(payment, kind, amount=Decimal(1), provider_event="wrong"))

    assert tell(news_of(payment, kind)) is True

    assert states(order)[2] == ["successful" if kind == SUCCEEDED else "failed"]
    assert_integrity()


@pytest.mark.parametrize("name", ["order_id", "payment_id"])
def test_news_of_no_payment_of_ours_is_refused_without_a_trace(name):
    sale = show(10)
    order, payment = ordered(sale.event, {sale.type: 1})
    other, _payment = ordered(sale.event, {sale.type: 1})

    for key in (uuid.uuid4(), other.pk, payment.pk if name == "order_id" else order.pk):
        with pytest.raises(NoSuchPayment):
            tell(news_of(payment, **{name: key}))

    with everything():
        assert not PaymentEvent.objects.exists()
    assert states(order) == states(other) == ("pending", "pending", ["pending"])


def test_news_of_another_gateways_payment_is_refused():
    sale = show(10)
    order, payment = ordered(sale.event, {sale.type: 1}, gateway="stripe")

    with pytest.raises(NoSuchPayment):
        tell(news_of(payment))

    nothing_happened(sale, order)


def nothing_happened(sale, order):
    assert states(order) == ("pending", "pending", ["pending"])
    assert counters(sale.event) == [(1, 0), (1, 0)]
    assert tickets_of(order) == []
    with everything():
        assert not PaymentEvent.objects.exists()
    assert promised() == set()
