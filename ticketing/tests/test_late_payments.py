"""Money that came too late, or twice: the places are taken again, or the money goes back."""

from datetime import timedelta

import pytest

from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.models import TicketType
from ticketing.payments import FAILED, REFUNDED
from ticketing.sweeping import sweep_holds

from .factories import RefundFactory
from .sale import (
    bought,
    check_out,
    counters,
    news_of,
    ordered,
    promised,
    refunds_of,
    show,
    states,
    stored,
    tell,
    tickets_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=11)


def ran_out(sale):
    """An order whose hold was swept while the buyer stood at the provider's."""
    order, payment = ordered(sale.event, {sale.type: 2})
    sweep_holds(at=LATER)
    assert states(order) == ("expired", "pending", ["pending"])
    return order, payment


def test_paid_after_the_ten_minutes_but_before_the_sweep_is_sold():
    sale = show(2, capacity=2)
    order, payment = ordered(sale.event, {sale.type: 2})

    tell(news_of(payment), at=LATER)

    assert states(order) == ("completed", "paid", ["successful"])
    assert counters(sale.event) == [(0, 2), (0, 2)]


def test_paid_after_the_sweep_takes_the_places_again():
    sale = show(2, capacity=2)
    order, payment = ran_out(sale)

    tell(news_of(payment), at=LATER)

    assert states(order) == ("completed", "paid", ["successful"])
    assert len(tickets_of(order)) == 2
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert_integrity()


@pytest.mark.parametrize(("places", "capacity"), [(2, 100), (100, 2)])
def test_paid_after_the_places_were_sold_to_others_is_given_back(places, capacity):
    sale = show(places, capacity=capacity)
    order, payment = ran_out(sale)
    bought(sale.event, {sale.type: 1})

    tell(news_of(payment), at=LATER)

    (refund,) = refunds_of(order)
    assert states(order) == ("expired", "pending", ["successful"])
    assert (refund.payment_id, refund.amount, refund.reason) == (payment.pk, 50, "too_late")
    assert (refund.status, refund.created_at) == ("pending", LATER)
    assert ("ticketing.refund", refund.pk) in promised()
    assert ("ticketing.issue", order.pk) not in promised()
    assert tickets_of(order) == []
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()


def test_a_refund_that_came_through_ends_the_order():
    sale = show(2)
    order, payment = ran_out(sale)
    bought(sale.event, {sale.type: 1})
    tell(news_of(payment), at=LATER)

    tell(news_of(payment, REFUNDED), at=LATER)
    tell(news_of(payment, REFUNDED, provider_event="told again"), at=LATER)

    (refund,) = refunds_of(order)
    assert (refund.status, refund.finished_at) == ("successful", LATER)
    assert states(order) == ("refunded", "refunded", ["successful"])
    assert ("ticketing.tell_refunded", refund.pk) in promised()
    assert_integrity()


def test_news_of_a_refund_nobody_asked_for_changes_nothing():
    sale = show(2)
    order = bought(sale.event, {sale.type: 1})

    tell(news_of(order.paid_by, REFUNDED))

    assert states(order) == ("completed", "paid", ["successful"])
    assert refunds_of(order) == []


def paid_twice(sale):
    """The first payment was declined, it seemed; the second went through; then the first did."""
    order, first = ordered(sale.event, {sale.type: 1})
    tell(news_of(first, FAILED))
    second = check_out(order)
    tell(news_of(second))
    tell(news_of(first), at=LATER)
    return order, first


def test_an_order_paid_twice_keeps_one_and_gives_one_back():
    sale = show(2)

    order, first = paid_twice(sale)

    (refund,) = refunds_of(order)
    assert (refund.payment_id, refund.reason, refund.status) == (first.pk, "twice", "pending")
    assert states(order) == ("completed", "paid", ["successful", "successful"])
    assert len(tickets_of(order)) == 1
    assert counters(sale.event) == [(0, 1), (0, 1)]
    assert_integrity()


def test_the_second_payment_given_back_leaves_the_order_as_it_is():
    sale = show(2)
    order, first = paid_twice(sale)

    tell(news_of(first, REFUNDED), at=LATER)

    (refund,) = refunds_of(order)
    assert refund.status == "successful"
    assert states(order) == ("completed", "paid", ["successful", "successful"])
    assert [ticket.status for ticket in tickets_of(order)] == ["valid"]
    assert_integrity()


def two_payments_too_late(sale):
    """Two payments of one order, the places gone when both come through after all."""
    order, first = ordered(sale.event, {sale.type: 2})
    tell(news_of(first, FAILED))
    second = check_out(order)
    sweep_holds(at=LATER)
    bought(sale.event, {sale.type: 1})
    tell(news_of(first), at=LATER)
    return order, first, second


def test_paid_twice_and_both_too_late_gives_both_back():
    sale = show(2)
    order, first, second = two_payments_too_late(sale)
    tell(news_of(second), at=LATER)

    tell(news_of(first, REFUNDED), at=LATER)
    tell(news_of(second, REFUNDED), at=LATER)

    assert [refund.status for refund in refunds_of(order)] == ["successful", "successful"]
    assert states(order) == ("refunded", "refunded", ["successful", "successful"])
    assert_integrity()


def test_a_late_payment_given_back_does_not_undo_the_one_that_bought():
    sale = show(2)
    order, first, second = two_payments_too_late(sale)
    with everything():
        TicketType.objects.update(quantity=3)
    tell(news_of(second), at=LATER)
    assert states(order) == ("completed", "paid", ["successful", "successful"])

    tell(news_of(first, REFUNDED), at=LATER)

    assert states(order) == ("completed", "paid", ["successful", "successful"])
    assert len(tickets_of(order)) == 2
    assert_integrity()


def test_paid_after_the_money_went_back_is_given_back_too():
    sale = show(2)
    order, first, second = two_payments_too_late(sale)
    tell(news_of(first, REFUNDED), at=LATER)

    tell(news_of(second), at=LATER)

    assert {(refund.payment_id, refund.status) for refund in refunds_of(order)} == {
        (first.pk, "successful"),
        (second.pk, "pending"),
    }
    assert states(order) == ("refunded", "refunded", ["successful", "successful"])
    assert_integrity()


def test_a_refund_that_failed_is_not_finished_by_news():
    sale = show(2)
    order = bought(sale.event, {sale.type: 1})
    refund = RefundFactory(payment=order.paid_by, order=order, reason="twice", status="failed")

    tell(news_of(order.paid_by, REFUNDED))

    assert stored(refund).status == "failed"
