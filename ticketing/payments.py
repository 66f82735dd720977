"""What a payment does to its order. Only what a provider signed gets here, and free orders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists

from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import advance

from . import codes, places, vouchers
from .exceptions import NoSuchPayment, SoldOut, WrongAmount
from .models import Order, OrderLine, Payment, PaymentEvent, Refund, Ticket

SUCCEEDED, FAILED, REFUNDED = "payment.succeeded", "payment.failed", "refund.succeeded"
COMPLETED_ORDER = {"status": Order.Status.COMPLETED, "payment_status": Order.PaymentStatus.PAID}
REFUNDED_ORDER = {"status": Order.Status.REFUNDED, "payment_status": Order.PaymentStatus.REFUNDED}
LET_GO = (Order.Status.EXPIRED, Order.Status.CANCELLED)


@dataclass(frozen=True)
class News:
    """What a provider tells of one payment, in our words. `amount` is in major units."""

    provider_event: str
    kind: str
    order_id: UUID
    payment_id: UUID
    transaction_id: str
    amount: Decimal
    currency: str
    occurred_at: datetime


@transaction.atomic
def apply_news(news, *, gateway, at):
    """
    Do what a provider's news means, once, in whatever order news arrives.

    Holds the order's row, so that news of one order queues up. Returns False for news we had
    already. Raises NoSuchPayment, and WrongAmount where it is about other money than was asked
    for; both leave no trace.
    """
    with order_in_scope(news.order_id), acting_as("ticketing.payment"):
        order, payment = _locked(news, gateway)
        if (news.amount, news.currency) != (payment.amount, payment.currency):
            raise WrongAmount
        if payment.is_old_news:
            return False
        PaymentEvent.objects.create(
            gateway=gateway,
            provider_event=news.provider_event,
            kind=news.kind,
            payment=payment,
            event_id=order.event_id,
            occurred_at=news.occurred_at,
            received_at=at,
        )
        {SUCCEEDED: _succeed, FAILED: _fail, REFUNDED: _refunded}[news.kind](
            order, payment, news, at
        )
        return True


def _locked(news, gateway):
    try:
        order = Order.objects.select_for_update().get(pk=news.order_id)
        had = PaymentEvent.objects.filter(gateway=gateway, provider_event=news.provider_event)
        payments = order.payments.annotate(is_old_news=Exists(had))
        return order, payments.get(pk=news.payment_id, payment_method=gateway)
    except (Order.DoesNotExist, Payment.DoesNotExist) as error:
        raise NoSuchPayment from error


def _succeed(order, payment, news, at):
    if payment.status == Payment.Status.SUCCESSFUL:
        return
    advance(payment, Payment.Status.SUCCESSFUL, at=at, transaction_id=news.transaction_id)
    if order.status == Order.Status.PENDING:
        complete(order, at=at)
    elif order.status in LET_GO:
        try:
            complete(order, at=at)
        except SoldOut:
            _give_back(order, payment, Refund.Reason.TOO_LATE, at)
    else:
        _give_back(order, payment, Refund.Reason.TWICE, at)


def _fail(order, payment, news, at):
    """A declined payment keeps the hold: the buyer may try again."""
    if payment.status != Payment.Status.PENDING:
        return
    advance(payment, Payment.Status.FAILED, at=at)
    if order.payment_status == Order.PaymentStatus.PENDING:
        advance(order, {"payment_status": Order.PaymentStatus.FAILED}, at=at)


def _refunded(order, payment, news, at):
    refund = payment.refunds.filter(status=Refund.Status.PENDING).first()
    if refund is None:
        return
    advance(refund, Refund.Status.SUCCESSFUL, at=at, finished_at=at)
    if order.status in LET_GO:  # not where another payment has bought the places, or is back too
        advance(order, REFUNDED_ORDER, at=at)
    outbox.post("ticketing.tell_refunded", refund.pk)


def _give_back(order, payment, reason, at):
    refund = Refund.objects.create(
        payment=payment,
        order=order,
        event_id=order.event_id,
        amount=payment.amount,
        reason=reason,
        created_at=at,
    )
    outbox.post("ticketing.refund", refund.pk)


@transaction.atomic
def complete(order, *, at):
    """
    Sell what an order holds, or what it let go and is free still, and make its tickets.

    Drawing the QR codes and the mail follow by the worker. Raises SoldOut where an order that
    lost its hold finds the places gone; nothing is changed then.
    """
    # For the buyer, whoever brings the news: tickets of theirs can hang on nobody else.
    with acting_as(order.user_id), order_in_scope(order.pk), acting_as("ticketing.payment"):
        lines = list(order.lines.order_by("ticket_type_id"))
        wanted = {line.ticket_type_id: line.quantity for line in lines}
        if order.status == Order.Status.PENDING:
            vouchers.settle_use(order, lines)
            places.settle(order.event_id, wanted)
        else:
            vouchers.sell_use(order, lines)
            places.sell(order.event_id, wanted)
        advance(order, COMPLETED_ORDER, at=at, completed_at=at)
        Ticket.objects.bulk_create(_tickets(order, lines, at))
        outbox.post("ticketing.issue", order.pk)
    return order


def _tickets(order: Order, lines: list[OrderLine], at: datetime) -> Iterator[Ticket]:
    places_in_order = [line for line in lines for _ in range(line.quantity)]
    for number, line in enumerate(places_in_order, start=1):
        ticket_id = uuid4()
        name, email = order.attendee(number)
        yield Ticket(
            id=ticket_id,
            ticket_type_id=line.ticket_type_id,
            order=order,
            event_id=order.event_id,
            user_id=order.user_id,
            number=number,
            holder_name=name or order.buyer_name,
            holder_email=email or None,
            purchase_date=at,
            qr_code=codes.new_qr_code(event_id=order.event_id, ticket_id=ticket_id),
        )
