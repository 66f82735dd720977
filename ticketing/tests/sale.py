"""The sale as tests run it: what a buyer, a provider and the worker do, all through the rules."""

import threading
import time
import uuid
from datetime import timedelta
from types import SimpleNamespace

from django.db import connection, connections, transaction

from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.models import OutboxMessage
from fashionista.common.testing import NOON, everything
from ticketing.checkout import place_hold, submit_checkout
from ticketing.models import (
    CheckIn,
    EventCapacity,
    EventSlot,
    Order,
    OrderLine,
    Payment,
    PaymentEvent,
    Refund,
    SandboxPayment,
    Ticket,
    TicketType,
)
from ticketing.payments import REFUNDED, SUCCEEDED, News, apply_news

from .factories import EventCapacityFactory, EventSlotFactory, TicketTypeFactory

KINDS = [CheckIn, Order, OrderLine, Payment, PaymentEvent, SandboxPayment]
NOTHING = [0] * len(KINDS)
DETAILS = {
    "name": "Gwen Guest",
    "email": "gwen@example.org",
    "phone": "+32 2 555 01 00",
    "notes": "Step-free, please",
    "attendees": [],
    "gateway": "sandbox",
}


def show(*quantities, capacity=100, price=25, **fields):
    """A published event with a ticket type for each quantity, in the order of their keys."""
    event = EventFactory(**fields)
    keys = sorted(uuid.uuid4() for _ in quantities)
    types = [
        TicketTypeFactory(id=key, event=event, name=f"Type {n}", quantity=quantity, price=price)
        for n, (key, quantity) in enumerate(zip(keys, quantities, strict=True), start=1)
    ]
    EventCapacityFactory(event=event, quantity=capacity)
    return SimpleNamespace(event=event, types=types, type=types[0])


def with_times(*quantities, capacity=100, places=100, **fields):
    """A show whose one type is for a chosen time: an hour for each quantity, `times`, in order."""
    length = timedelta(hours=len(quantities) + 2)
    begin = NOON + timedelta(days=30)
    sale = show(places, capacity=capacity, start_date=begin, end_date=begin + length, **fields)
    with everything():
        TicketType.objects.filter(pk=sale.type.pk).update(needs_slot=True)
        sale.type.needs_slot = True
    sale.times = [
        EventSlotFactory(
            event=sale.event, starts_at=begin + timedelta(hours=number), quantity=quantity
        )
        for number, quantity in enumerate(quantities)
    ]
    return sale


def hold(event, wanted, *, buyer=None, at=NOON, slot=None):
    """Hold {ticket type: number} for a guest or a person."""
    with acting_as(buyer):
        return place_hold(
            event,
            wanted={kind.pk: number for kind, number in wanted.items()},
            order_id=uuid.uuid4(),
            buyer=buyer,
            at=at,
            slot_id=slot and slot.pk,
        )


def check_out(order, *, at=NOON, **details):
    """What the checkout page does. Returns the open payment, if there is one."""
    with acting_as(order.user_id), order_in_scope(order.pk):
        return submit_checkout(order, at=at, **DETAILS | details)


def ordered(event, wanted, *, buyer=None, at=NOON, slot=None, **details):
    """An order on its way: held, checked out. Returns it and its open payment."""
    order = hold(event, wanted, buyer=buyer, at=at, slot=slot)
    return order, check_out(order, at=at, **details)


def news_of(payment, kind=SUCCEEDED, **changes):
    """What the provider says of a payment."""
    told = {
        "provider_event": f"{payment.pk} {kind}",
        "kind": kind,
        "order_id": payment.order_id,
        "payment_id": payment.pk,
        "transaction_id": f"tx {payment.pk}",
        "amount": payment.amount,
        "currency": payment.currency,
        "occurred_at": NOON,
        "refund_id": None,
    }
    return News(**told | changes)


def tell(news, *, at=NOON):
    """What the webhook does with news that is signed."""
    with acting_as(None):
        return apply_news(news, gateway="sandbox", at=at)


def bought(event, wanted, *, buyer=None, at=NOON, slot=None, **details):
    """An order that is paid. Returns it as stored, with its `paid_by`."""
    order, payment = ordered(event, wanted, buyer=buyer, at=at, slot=slot, **details)
    tell(news_of(payment), at=at)
    order = stored(order)
    order.paid_by = stored(payment)
    return order


def stored(row):
    """The row as it is in the database now."""
    with everything():
        return type(row)._base_manager.get(pk=row.pk)


def tickets_of(order):
    with everything():
        return list(Ticket.objects.filter(order=order).order_by("number"))


def counters(event):
    """[(held, sold)] of the event's types by key, and of the event last."""
    with everything():
        types = TicketType.objects.filter(event=event).order_by("pk")
        of_event = EventCapacity.objects.filter(event=event)
        return [*types.values_list("held", "sold"), *of_event.values_list("held", "sold")]


def slot_counters(event):
    """[(held, sold)] of the event's times, in their order."""
    with everything():
        slots = EventSlot.objects.filter(event=event).order_by("starts_at", "name")
        return list(slots.values_list("held", "sold"))


def states(order):
    """How far order and payments have come."""
    with everything():
        row = Order.objects.get(pk=order.pk)
        payments = Payment.objects.filter(order=order).order_by("created_at", "status")
        return row.status, row.payment_status, list(payments.values_list("status", flat=True))


def promised():
    """The work that waits for the worker."""
    return set(OutboxMessage.objects.values_list("kind", "target"))


def refunds_of(order):
    with everything():
        return list(Refund.objects.filter(order=order).order_by("created_at"))


def settled(refund, kind=REFUNDED, **changes):
    """The provider tells what became of a refund."""
    with everything():
        payment = Payment.objects.get(pk=refund.payment_id)
    news = {"provider_event": f"{refund.pk} {kind}", "refund_id": refund.pk}
    return tell(news_of(payment, kind, **news | {"amount": refund.amount} | changes))


def rows():
    """How many rows there are of each kind that visitors and providers bring about."""
    with everything():
        return [kind.objects.count() for kind in KINDS]


def race(*jobs):
    """
    Start all jobs at once, each on a connection of its own. Returns what each gave or raised.
    """
    start, outcomes = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place, job):
        try:
            start.wait(timeout=30)
            outcomes[place] = job()
        except Exception as error:  # the test looks at it
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def while_uncommitted(change, job):
    """
    Make a change, and before it is committed let another connection run `job` into its locks.

    Returns what the job gave or raised.
    """
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.extend(race(job)))
    with transaction.atomic():
        change()
        thread.start()
        limit = time.monotonic() + 20
        while thread.is_alive() and not _somebody_waits():
            assert time.monotonic() < limit, "nobody came to wait for the lock"
    thread.join(timeout=60)
    (outcome,) = outcomes
    return outcome


def _somebody_waits():
    with acting_as(None), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0
