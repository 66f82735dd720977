"""Places are held for ten minutes, all or none, and a buyer says who they are."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.checkout import cancel_hold, release_hold
from ticketing.exceptions import HoldExpired, NothingWanted, NotOnSale, SoldOut, TooMany
from ticketing.models import Order, OrderLine, Payment

from .factories import TicketTypeFactory
from .sale import check_out, counters, hold, ordered, show, states, stored, tickets_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_place_hold_takes_places_and_writes_the_order_at_the_prices_of_now():
    sale = show(10, 10)
    dear = TicketTypeFactory(event=sale.event, name="Front row", price=Decimal("80.50"), quantity=5)
    buyer = UserFactory()

    order = hold(sale.event, {sale.types[0]: 2, dear: 1}, buyer=buyer)

    order = stored(order)
    with everything():
        lines = set(order.lines.values_list("ticket_type", "name", "quantity", "unit_price"))
    assert (order.user_id, order.event_id, order.status) == (buyer.pk, sale.event.pk, "pending")
    assert (order.total_amount, order.currency) == (Decimal("130.50"), "EUR")
    assert (order.created_at, order.hold_expires_at) == (NOON, NOON + timedelta(minutes=10))
    assert lines == {
        (sale.types[0].pk, "Type 1", 2, Decimal("25.00")),
        (dear.pk, "Front row", 1, Decimal("80.50")),
    }
    by_type = {sale.types[0].pk: (2, 0), sale.types[1].pk: (0, 0), dear.pk: (1, 0)}
    assert counters(sale.event) == [*(by_type[key] for key in sorted(by_type)), (3, 0)]
    assert_integrity()


def test_place_hold_by_a_guest_belongs_to_nobody_and_opens_that_order_only():
    sale = show(10)
    other = hold(sale.event, {sale.type: 1})

    order = hold(sale.event, {sale.type: 1})

    with acting_as(None), order_in_scope(order.pk):
        assert list(Order.objects.values_list("pk", "user")) == [(order.pk, None)]
        assert list(OrderLine.objects.values_list("order", flat=True)) == [order.pk]
    with acting_as(None):
        assert not Order.objects.exists()
    assert stored(other).pk != order.pk


@pytest.mark.parametrize("status", ["draft", "postponed", "cancelled", "completed"])
def test_place_hold_at_an_event_that_is_not_published_is_refused(status):
    sale = show(10, status=status)

    refuses(NotOnSale, sale, {sale.type: 1}, buyer=sale.event.organizer)


def test_place_hold_at_an_event_that_is_over_is_refused():
    ago = timezone.now() - HOUR
    sale = show(10, start_date=ago - HOUR, end_date=ago)

    refuses(NotOnSale, sale, {sale.type: 1})


@pytest.mark.parametrize(
    "window",
    [
        {"sale_start": timezone.now() + HOUR},
        {"sale_end": timezone.now() - HOUR},
        {"status": "inactive"},
        {"status": "sold_out"},
    ],
)
def test_place_hold_of_a_type_that_is_not_on_sale_is_refused_whole(window):
    sale = show(10)
    closed = TicketTypeFactory(event=sale.event, **window)

    refuses(NotOnSale, sale, {sale.type: 1, closed: 1})


def test_place_hold_inside_the_sales_window_is_sold():
    now = timezone.now()
    sale = show(10)
    now_only = TicketTypeFactory(event=sale.event, sale_start=now - HOUR, sale_end=now + HOUR)

    hold(sale.event, {now_only: 1})

    assert stored(now_only).held == 1


def test_place_hold_of_types_of_another_event_or_of_none_is_refused():
    sale, other = show(10), show(10)

    refuses(NotOnSale, sale, {sale.type: 1, other.type: 1})
    refuses(NotOnSale, sale, {TicketTypeFactory.build(event=sale.event): 1})
    assert counters(other.event) == [(0, 0), (0, 0)]


@pytest.mark.parametrize("number", [0, -1, 7, 10**9])
def test_place_hold_of_too_many_or_too_few_is_refused(number):
    sale = show(10, 10)

    refuses(TooMany, sale, {sale.types[1]: 1, sale.types[0]: number})


def test_place_hold_of_nothing_is_refused():
    refuses(NothingWanted, show(10), {})


def test_place_hold_takes_the_last_places_of_a_type_and_not_one_more():
    sale = show(10, 3)
    hold(sale.event, {sale.types[1]: 2})

    refuses(SoldOut, sale, {sale.types[0]: 1, sale.types[1]: 2})
    hold(sale.event, {sale.types[1]: 1})

    assert counters(sale.event) == [(0, 0), (3, 0), (3, 0)]


def test_place_hold_takes_the_last_places_of_the_event_and_not_one_more():
    sale = show(10, 10, capacity=5)
    hold(sale.event, {sale.types[0]: 4})

    refuses(SoldOut, sale, {sale.types[1]: 2})
    hold(sale.event, {sale.types[1]: 1})

    assert counters(sale.event) == [(4, 0), (1, 0), (5, 0)]


def test_place_hold_at_an_event_without_limit_counts_all_the_same():
    sale = show(10, capacity=None)

    hold(sale.event, {sale.type: 6})

    assert counters(sale.event) == [(6, 0), (6, 0)]


def refuses(refusal, sale, wanted, *, buyer=None):
    """The hold is refused with this, and leaves nothing."""
    with everything():
        before = list(Order.objects.order_by("pk").values_list("pk", flat=True))
    count_before = counters(sale.event)

    with pytest.raises(refusal):
        hold(sale.event, wanted, buyer=buyer)

    with everything():
        assert list(Order.objects.order_by("pk").values_list("pk", flat=True)) == before
        assert not OrderLine.objects.exclude(order__in=before).exists()
    assert counters(sale.event) == count_before


def test_submit_checkout_keeps_who_buys_and_opens_a_payment():
    sale = show(10)
    later = NOON + timedelta(minutes=9)

    order, payment = ordered(sale.event, {sale.type: 2})
    check_out(order, at=later, attendees=["One", "Two"])

    order, payment = stored(order), stored(payment)
    assert (order.buyer_name, order.buyer_email) == ("Gwen Guest", "gwen@example.org")
    assert (order.buyer_phone, order.notes) == ("+32 2 555 01 00", "Step-free, please")
    assert (order.attendees, order.updated_at) == (["One", "Two"], later)
    assert (payment.amount, payment.currency, payment.payment_method) == (50, "EUR", "sandbox")
    assert (payment.order_id, payment.event_id, payment.created_at) == (
        order.pk, sale.event.pk, NOON,
    )  # fmt: skip
    assert states(order) == ("pending", "pending", ["pending"])
    with everything():
        assert Order.objects.get(buyer_email="GWEN@example.org").pk == order.pk


def test_submit_checkout_twice_is_one_payment():
    sale = show(10)
    order, first = ordered(sale.event, {sale.type: 1})

    second = check_out(order, name="Gwen G. Guest")

    assert second.pk == first.pk
    assert stored(order).buyer_name == "Gwen G. Guest"
    with everything():
        assert Payment.objects.count() == 1


def test_submit_checkout_after_ten_minutes_is_refused_and_keeps_nothing():
    sale = show(10)
    order = hold(sale.event, {sale.type: 1})

    with pytest.raises(HoldExpired):
        check_out(order, at=order.hold_expires_at)

    assert stored(order).buyer_name == ""
    assert states(order) == ("pending", "pending", [])


def test_submit_checkout_of_what_was_let_go_is_refused():
    sale = show(10)
    order = hold(sale.event, {sale.type: 1})
    release(order)

    with pytest.raises(HoldExpired):
        check_out(order)

    assert states(order) == ("cancelled", "pending", [])


def test_submit_checkout_of_a_free_order_completes_it_without_a_payment():
    sale = show(10, price=0)
    buyer = UserFactory()
    order = hold(sale.event, {sale.type: 2}, buyer=buyer)

    payment = check_out(order, attendees=["Ida", ""])

    assert payment is None
    assert states(order) == ("completed", "paid", [])
    assert stored(order).completed_at == NOON
    assert [(t.number, t.holder_name, t.user_id) for t in tickets_of(order)] == [
        (1, "Ida", buyer.pk),
        (2, "Gwen Guest", buyer.pk),
    ]
    assert counters(sale.event) == [(0, 2), (0, 2)]
    assert_integrity()


def test_a_free_order_is_not_completed_twice():
    sale = show(10, price=0)
    order = hold(sale.event, {sale.type: 2})
    check_out(order)

    assert check_out(order) is None

    assert len(tickets_of(order)) == 2
    assert counters(sale.event) == [(0, 2), (0, 2)]


def release(order, at=NOON):
    with acting_as(order.user_id), order_in_scope(order.pk):
        return release_hold(order, at=at)


def test_release_hold_gives_the_places_back_once():
    sale = show(10, 10)
    kept = hold(sale.event, {sale.types[0]: 1})
    order = hold(sale.event, {sale.types[0]: 2, sale.types[1]: 3})

    release(order, at=NOON + HOUR)
    with pytest.raises(NotFromHere):
        release(order)

    assert (stored(order).status, stored(order).updated_at) == ("cancelled", NOON + HOUR)
    assert stored(kept).status == "pending"
    assert counters(sale.event) == [(1, 0), (0, 0), (1, 0)]
    assert_integrity()


def test_release_hold_of_a_paid_order_changes_nothing():
    sale = show(10, price=0)
    order = hold(sale.event, {sale.type: 2})
    check_out(order)

    with pytest.raises(NotFromHere):
        release(order)

    assert states(order) == ("completed", "paid", [])
    assert counters(sale.event) == [(0, 2), (0, 2)]


def test_cancel_hold_is_the_organizers_way_to_the_same():
    sale = show(10)
    order = hold(sale.event, {sale.type: 2})

    with acting_as(sale.event.organizer):
        cancel_hold(order, by=sale.event.organizer, at=NOON)

    assert stored(order).status == "cancelled"
    assert counters(sale.event) == [(0, 0), (0, 0)]


def test_a_hold_is_held_until_its_last_moment_and_while_it_is_one():
    order = Order(status="pending", hold_expires_at=NOON, id=uuid.uuid4())

    assert order.is_held(NOON - timedelta(microseconds=1))
    assert not order.is_held(NOON)
    order.status = "expired"
    assert not order.is_held(NOON - HOUR)
