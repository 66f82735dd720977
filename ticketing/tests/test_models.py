"""Rows of the sale tell themselves apart, and answer what needs no query."""

from decimal import Decimal

import pytest

from ticketing.models import CheckIn, EventCapacity, OrderLine, TicketType

from .factories import (
    CheckInFactory,
    EventCapacityFactory,
    OrderFactory,
    OrderLineFactory,
    PaymentEventFactory,
    PaymentFactory,
    RefundFactory,
    SandboxPaymentFactory,
    TicketFactory,
    TicketTypeFactory,
)


@pytest.mark.django_db
def test_rows_say_what_they_are():
    line = OrderLineFactory(order=OrderFactory(number="FP-1"), name="Front row", quantity=2)
    scan = CheckInFactory(result=CheckIn.Result.ALREADY_USED)
    ticket, payment, refund = TicketFactory(), PaymentFactory(), RefundFactory()
    sandbox, capacity = SandboxPaymentFactory(), EventCapacityFactory()

    assert [str(line), str(line.order)] == ["2 × Front row", "FP-1"]
    assert str(scan) == "already used 12:00:00"
    assert str(ticket) == f"ticket {str(ticket.pk)[:8]}"
    assert str(payment) == f"payment {str(payment.pk)[:8]}"
    assert str(PaymentEventFactory(kind="payment.failed")) == "sandbox payment.failed"
    assert str(refund) == f"refund {str(refund.pk)[:8]}"
    assert str(sandbox) == f"sandbox payment {str(sandbox.pk)[:8]}"
    assert str(capacity) == f"capacity of event {str(capacity.pk)[:8]}"
    assert str(TicketTypeFactory(name="Stalls")) == "Stalls"


@pytest.mark.parametrize(("held", "sold", "left"), [(0, 0, 10), (3, 4, 3), (5, 5, 0), (9, 9, 0)])
def test_places_left_are_those_neither_held_nor_sold(held, sold, left):
    assert TicketType(quantity=10, held=held, sold=sold).left == left
    assert EventCapacity(quantity=10, held=held, sold=sold).left == left
    assert EventCapacity(quantity=None, held=held, sold=sold).left is None


def test_a_line_costs_its_places_at_their_price():
    assert OrderLine(quantity=3, unit_price=Decimal("12.50")).amount == Decimal("37.50")
