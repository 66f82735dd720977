"""A provider's news in any order, told any number of times, ends in the same state."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.models import PaymentEvent
from ticketing.payments import FAILED, REFUNDED, SUCCEEDED
from ticketing.sweeping import sweep_holds

from .sale import (
    bought,
    check_out,
    counters,
    news_of,
    ordered,
    refunds_of,
    show,
    states,
    tell,
    tickets_of,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LATER = NOON + timedelta(minutes=11)
some = tries(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TOLD = [SUCCEEDED, FAILED, REFUNDED, "wrong"]


def orders_of(told):
    """All of it in any order, with any of it told again somewhere."""
    again = st.lists(st.sampled_from(told), max_size=3)
    return again.flatmap(lambda more: st.permutations([*told, *more]))


def message(payment, kind):
    if kind == "wrong":
        return news_of(payment, provider_event="wrong", amount=Decimal(1))
    return news_of(payment, kind)


def end_of(sale, order, payment, told, *, at):
    """What has become of it all, undone afterwards."""
    with transaction.atomic():
        for kind in told:
            tell(message(payment, kind), at=at)
        with everything():
            kept = PaymentEvent.objects.filter(payment=payment).count()
        end = (
            states(order),
            counters(sale.event),
            [(each.status, each.amount, each.reason) for each in refunds_of(order)],
            len(tickets_of(order)),
            kept,
        )
        assert_integrity(at=at)
        transaction.set_rollback(True)
    return end


@some
@given(told=orders_of(TOLD))
def test_news_of_an_order_that_is_held(told):
    with transaction.atomic():
        sale = show(10)
        order, payment = ordered(sale.event, {sale.type: 2})

        end = end_of(sale, order, payment, told, at=NOON)

        transaction.set_rollback(True)
    assert end == (("completed", "paid", ["successful"]), [(0, 2), (0, 2)], [], 2, 4)


@some
@given(told=orders_of(TOLD))
def test_news_of_an_order_whose_places_are_gone(told):
    with transaction.atomic():
        sale = show(2)
        order, payment = ordered(sale.event, {sale.type: 2})
        sweep_holds(at=LATER)
        bought(sale.event, {sale.type: 1})

        end = end_of(sale, order, payment, told, at=LATER)

        transaction.set_rollback(True)
    back = [("successful", 50, "too_late")]
    assert end == (("refunded", "refunded", ["successful"]), [(0, 1), (0, 1)], back, 0, 4)


@some
@given(
    told=st.permutations([(0, FAILED), (0, SUCCEEDED), (1, SUCCEEDED), (1, FAILED)]),
    again=st.integers(0, 3),
)
def test_news_of_an_order_that_is_paid_twice(told, again):
    with transaction.atomic():
        sale = show(10)
        order, first = ordered(sale.event, {sale.type: 2})
        tell(news_of(first, FAILED, provider_event="a first try"))
        second = check_out(order)

        for number, kind in [*told, told[again]]:
            tell(news_of((first, second)[number], kind))

        (refund,) = refunds_of(order)
        assert (refund.status, refund.reason) == ("pending", "twice")
        assert states(order) == ("completed", "paid", ["successful", "successful"])
        assert (counters(sale.event), len(tickets_of(order))) == ([(0, 2), (0, 2)], 2)
        assert_integrity()
        transaction.set_rollback(True)
