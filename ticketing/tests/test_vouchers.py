"""Codes: what they open, what they take off, how often, and what is kept for them."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.checkout import place_hold, release_hold
from ticketing.exceptions import (
    AllotmentTaken,
    CodeUsedUp,
    NoSuchCode,
    NotOnSale,
    SoldOut,
)
from ticketing.models import Order, OrderLine
from ticketing.offers import offers_of
from ticketing.sweeping import sweep_holds
from ticketing.vouchers import find_voucher, keep_places

from .factories import TicketTypeFactory, VoucherFactory
from .sale import check_out, counters, news_of, race, show, states, stored, tell

pytestmark = pytest.mark.django_db


def hold(sale, wanted, code="", *, instead_of=None, said=None, at=NOON):
    with acting_as(None):
        return place_hold(
            sale.event,
            wanted={kind.pk: number for kind, number in wanted.items()},
            order_id=uuid.uuid4(),
            buyer=None,
            at=at,
            said=said,
            code=code,
            instead_of=instead_of,
        )


def lines_of(order):
    with everything():
        return list(
            OrderLine.objects.filter(order=order)
            .order_by("ticket_type_id")
            .values_list("quantity", "unit_price", "full_price", "with_code", "from_allotment")
        )


def uses(voucher):
    voucher = stored(voucher)
    return voucher.held, voucher.sold, voucher.given


def keep(voucher, number):
    with acting_as(voucher.event.organizer):
        return keep_places(voucher, number, by=voucher.event.organizer, at=NOON)


@pytest.mark.parametrize(
    ("kind", "value", "price"),
    [
        ("percent", "10", "22.50"),
        ("percent", "33.33", "16.67"),
        ("percent", "100", "0.00"),
        ("amount", "4.50", "20.50"),
        ("amount", "30", "0.00"),
        ("fixed", "12", "12.00"),
        ("fixed", "30", "25.00"),
    ],
)
def test_a_code_lowers_the_price(kind, value, price):
    sale = show(10, price=25)
    VoucherFactory(event=sale.event, code="SPRING", kind=kind, value=value)

    order = hold(sale, {sale.type: 2}, "spring ")

    lowered = Decimal(price) < 25
    full = Decimal(25) if lowered else None
    assert lines_of(order) == [(2, Decimal(price), full, lowered, 0)]
    assert stored(order).total_amount == 2 * Decimal(price)
    assert_integrity()


def test_a_code_for_one_type_leaves_the_others_alone():
    sale = show(10, 10, price=20)
    one, two = sale.types
    voucher = VoucherFactory(event=sale.event, code="ONE-ONLY", ticket_type=one)

    order = hold(sale, {one: 2, two: 1}, "one-only")

    assert lines_of(order) == [
        (2, Decimal(18), Decimal(20), True, 0),
        (1, Decimal(20), None, False, 0),
    ]
    assert uses(voucher) == (2, 0, Decimal(4))
    assert_integrity()


def test_a_code_that_changes_nothing_is_not_used():
    sale = show(10, 10)
    one, two = sale.types
    voucher = VoucherFactory(event=sale.event, code="ONE-ONLY", ticket_type=one)

    order = hold(sale, {two: 1}, "ONE-ONLY")

    assert stored(order).voucher_id is None
    assert uses(voucher) == (0, 0, 0)


def test_a_hidden_type_is_sold_to_those_with_its_code_only():
    sale = show(10)
    hidden = TicketTypeFactory(event=sale.event, name="Press", quantity=5, is_hidden=True)
    voucher = VoucherFactory(event=sale.event, code="PRESS", kind="access")
    VoucherFactory(event=sale.event, code="TENTH")

    for code in ("", "TENTH"):
        with pytest.raises(NotOnSale):
            hold(sale, {hidden: 1}, code)
    order = hold(sale, {hidden: 1}, "press")

    assert lines_of(order) == [(1, Decimal(25), None, True, 0)]
    assert uses(voucher) == (1, 0, 0)
    with acting_as(None):
        shown = {offer.ticket_type.name for offer in offers_of(sale.event, at=NOON)}
        opened = offers_of(sale.event, at=NOON, voucher=find_voucher(sale.event, "PRESS"))
    assert shown == {"Type 1"}
    assert {offer.ticket_type.name for offer in opened} == {"Type 1", "Press"}


@pytest.mark.parametrize(
    "window",
    [
        {"valid_from": timedelta(hours=1)},
        {"valid_until": timedelta(hours=-1)},
    ],
)
def test_a_code_outside_its_time_is_none(window):
    sale = show(10)
    now = timezone.now()
    VoucherFactory(
        event=sale.event, code="SPRING", **{name: now + ago for name, ago in window.items()}
    )

    with pytest.raises(NoSuchCode):
        hold(sale, {sale.type: 1}, "SPRING")

    with everything():
        assert not Order.objects.exists()


@pytest.mark.parametrize(
    "typed", ["OTHER", "", "' OR 1=1 --", "SPRING\0", "Ｓｐｒｉｎｇ", "y" * 10_000]
)
def test_what_is_no_code_of_this_event_finds_none(typed):
    sale = show(10)
    VoucherFactory(code="OTHER")

    with acting_as(None), pytest.raises(NoSuchCode):
        find_voucher(sale.event, typed)


def test_a_code_works_for_so_many_tickets():
    sale = show(10)
    voucher = VoucherFactory(event=sale.event, code="ONCE", quantity=1)

    with pytest.raises(CodeUsedUp):
        hold(sale, {sale.type: 2}, "ONCE")
    first = hold(sale, {sale.type: 1}, "ONCE")
    with pytest.raises(CodeUsedUp):
        hold(sale, {sale.type: 1}, "ONCE")
    with acting_as(None), order_in_scope(first.pk):
        release_hold(first, at=NOON)

    hold(sale, {sale.type: 1}, "ONCE")

    assert uses(voucher) == (1, 0, Decimal("2.50"))
    assert counters(sale.event) == [(1, 0), (1, 0)]
    assert_integrity()


def test_a_code_gives_so_much_money():
    sale = show(10, price=100)
    voucher = VoucherFactory(event=sale.event, code="BUDGET", value=25, budget=60)

    hold(sale, {sale.type: 2}, "BUDGET")
    with pytest.raises(CodeUsedUp):
        hold(sale, {sale.type: 1}, "BUDGET")

    assert uses(voucher) == (2, 0, Decimal(50))


def test_a_code_is_used_once_the_order_is_paid_and_free_again_when_it_runs_out():
    sale = show(10)
    voucher = VoucherFactory(event=sale.event, code="SPRING")
    paid, lost = hold(sale, {sale.type: 2}, "SPRING"), hold(sale, {sale.type: 1}, "SPRING")
    assert uses(voucher) == (3, 0, Decimal("7.50"))

    tell(news_of(check_out(paid)))
    sweep_holds(at=NOON + timedelta(minutes=11))

    assert (states(paid)[0], states(lost)[0]) == ("completed", "expired")
    assert uses(voucher) == (0, 2, Decimal("5.00"))
    assert_integrity()


def test_a_payment_too_late_uses_the_code_again_or_is_given_back():
    sale = show(10)
    voucher = VoucherFactory(event=sale.event, code="TWICE", quantity=2)
    orders = [hold(sale, {sale.type: 1}, "TWICE") for _ in range(2)]
    payments = [check_out(order) for order in orders]
    sweep_holds(at=NOON + timedelta(minutes=11))
    later = NOON + timedelta(minutes=12)
    hold(sale, {sale.type: 1}, "TWICE", at=later)

    for payment in payments:
        tell(news_of(payment), at=later)

    assert [states(order)[0] for order in orders] == ["completed", "expired"]
    assert uses(voucher) == (1, 1, Decimal("5.00"))
    with everything():
        assert list(orders[1].refunds.values_list("reason", flat=True)) == ["too_late"]
    assert_integrity(at=later)


def test_choosing_again_with_a_single_use_code_keeps_it():
    sale = show(10, 10)
    one, two = sale.types
    voucher = VoucherFactory(event=sale.event, code="ONCE", quantity=1)
    before = hold(sale, {one: 1}, "ONCE")

    after = hold(sale, {two: 1}, "ONCE", instead_of=before)

    assert states(after)[0] == "pending"
    assert uses(voucher) == (1, 0, Decimal("2.50"))
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_race_for_the_last_uses_of_a_code():
    sale = show(100)
    voucher = VoucherFactory(event=sale.event, code="FIVE", quantity=5)

    outcomes = race(*[lambda: hold(sale, {sale.type: 1}, "FIVE")] * 16)

    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["CodeUsedUp"] * 11 + ["Order"] * 5
    assert uses(voucher) == (5, 0, Decimal("12.50"))
    assert counters(sale.event) == [(5, 0), (5, 0)]
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_race_of_changing_and_letting_go_with_two_codes_does_not_deadlock():
    sale = show(100, 100)
    codes = ["FIRST", "SECOND"]
    for code in codes:
        VoucherFactory(event=sale.event, code=code)
    held = [hold(sale, {sale.types[n % 2]: 1}, codes[n % 2]) for n in range(12)]

    def release(order):
        with acting_as(None), order_in_scope(order.pk):
            return release_hold(order, at=NOON)

    outcomes = race(
        *[
            lambda n=n, order=order: hold(
                sale, {sale.types[1 - n % 2]: 1}, codes[1 - n % 2], instead_of=order
            )
            for n, order in enumerate(held)
        ],
        *[lambda order=order: release(order) for order in held[:4]],
    )

    assert {type(outcome).__name__ for outcome in outcomes} <= {"Order", "NotFromHere"}
    assert_integrity()


def test_places_kept_for_a_code_are_sold_to_nobody_else():
    sale = show(5, capacity=5)
    voucher = VoucherFactory(event=sale.event, code="PRESS", ticket_type=sale.type)

    keep(voucher, 3)

    assert counters(sale.event) == [(3, 0), (3, 0)]
    with pytest.raises(SoldOut):
        hold(sale, {sale.type: 3})
    order = hold(sale, {sale.type: 4}, "PRESS")
    assert lines_of(order)[0][-1] == 3
    assert stored(voucher).reserved == 0
    assert counters(sale.event) == [(4, 0), (4, 0)]
    assert_integrity()


def test_kept_places_come_back_to_the_code_when_let_go_and_are_sold_when_paid():
    sale = show(5)
    voucher = VoucherFactory(event=sale.event, code="PRESS", ticket_type=sale.type)
    keep(voucher, 3)
    let_go, paid = hold(sale, {sale.type: 1}, "PRESS"), hold(sale, {sale.type: 2}, "PRESS")
    assert stored(voucher).reserved == 0

    with acting_as(None), order_in_scope(let_go.pk):
        release_hold(let_go, at=NOON)
    tell(news_of(check_out(paid)))

    assert stored(voucher).reserved == 1
    assert counters(sale.event) == [(1, 2), (1, 2)]
    assert_integrity()


def test_keeping_fewer_opens_the_rest_and_more_than_there_is_is_refused():
    sale = show(5)
    voucher = VoucherFactory(event=sale.event, code="PRESS", ticket_type=sale.type)
    keep(voucher, 4)

    keep(voucher, 1)
    assert counters(sale.event) == [(1, 0), (1, 0)]
    with pytest.raises(AllotmentTaken):
        keep(voucher, 6)

    assert stored(voucher).reserved == 1
    assert counters(sale.event) == [(1, 0), (1, 0)]
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_race_for_the_places_kept_for_a_code():
    sale = show(6)
    voucher = VoucherFactory(event=sale.event, code="PRESS", ticket_type=sale.type)
    keep(voucher, 4)

    outcomes = race(
        *[lambda: hold(sale, {sale.type: 1}, "PRESS")] * 8,
        *[lambda: hold(sale, {sale.type: 1})] * 8,
    )

    with_code = [type(outcome).__name__ for outcome in outcomes[:8]]
    without = [type(outcome).__name__ for outcome in outcomes[8:]]
    assert with_code.count("Order") + without.count("Order") == 6
    assert without.count("Order") <= 2
    assert stored(voucher).reserved == 0
    assert counters(sale.event) == [(6, 0), (6, 0)]
    assert_integrity()
