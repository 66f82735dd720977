"""What a payment does to its order. Only what a provider signed gets here, and free orders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, F

from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import advance

from . import codes, places, vouchers
from .exceptions import MoreThanPaid, NoSuchPayment, SoldOut, WrongAmount
from .models import Order, OrderLine, Payment, PaymentEvent, Refund, Ticket

SUCCEEDED, FAILED = "payment.succeeded", "payment.failed"
REFUNDED, REFUND_FAILED = "refund.succeeded", "refund.failed"
COMPLETED_ORDER = {"status": Order.Status.COMPLETED, "payment_status": Order.PaymentStatus.PAID}
REFUNDED_ORDER = {"status": Order.Status.REFUNDED, "payment_status": Order.PaymentStatus.REFUNDED}
LET_GO = (Order.Status.EXPIRED, Order.Status.CANCELLED)


@dataclass(frozen=True)
class News:
    """
    What a provider tells of one payment, in our words. `amount` is in major units.

    News of a refund names it by the id it was asked for with, and is about its amount.
    """

    provider_event: str
    kind: str
    order_id: UUID
    payment_id: UUID
    transaction_id: str
    amount: Decimal
    currency: str
    occurred_at: datetime
    refund_id: UUID | None = None


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
        refund = _refund_of(payment, news)
        if (news.amount, news.currency) != ((refund or payment).amount, payment.currency):
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
        if refund is not None:
            _settle(refund, order, news, at)
        elif news.kind in (SUCCEEDED, FAILED):
            {SUCCEEDED: _succeed, FAILED: _fail}[news.kind](order, payment, news, at)
        return True


def _locked(news, gateway):
    try:
        order = Order.objects.select_for_update().get(pk=news.order_id)
        had = PaymentEvent.objects.filter(gateway=gateway, provider_event=news.provider_event)
        payments = order.payments.annotate(is_old_news=Exists(had))
        return order, payments.get(pk=news.payment_id, payment_method=gateway)
    except (Order.DoesNotExist, Payment.DoesNotExist) as error:
        raise NoSuchPayment from error


def _refund_of(payment, news):
    """The refund that news is about. News that names none is about the oldest open one, if any."""
    if news.kind not in (REFUNDED, REFUND_FAILED):
        return None
    if news.refund_id is None:
        open_ones = payment.refunds.filter(status=Refund.Status.PENDING)
        return open_ones.order_by("created_at").first()
    try:
        return payment.refunds.get(pk=news.refund_id)
    except Refund.DoesNotExist as error:
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
            owe(payment, payment.amount, reason=Refund.Reason.TOO_LATE, at=at)
    else:
        owe(payment, payment.amount, reason=Refund.Reason.TWICE, at=at)


def _fail(order, payment, news, at):
    """A declined payment keeps the hold: the buyer may try again."""
    if payment.status != Payment.Status.PENDING:
        return
    advance(payment, Payment.Status.FAILED, at=at)
    if order.payment_status == Order.PaymentStatus.PENDING:
        advance(order, {"payment_status": Order.PaymentStatus.FAILED}, at=at)


def _settle(refund, order, news, at):
    """Providers may report in any order: what came through stays so."""
    if news.kind == REFUND_FAILED:
        if refund.status == Refund.Status.PENDING:
            advance(refund, Refund.Status.FAILED, at=at, finished_at=at)
        return
    if refund.status == Refund.Status.SUCCESSFUL:
        return
    advance(refund, Refund.Status.SUCCESSFUL, at=at, finished_at=at)
    if order.status in LET_GO:  # not where another payment has bought the places, or is back too
        advance(order, REFUNDED_ORDER, at=at)
    outbox.post("ticketing.tell_refunded", refund.pk)


def owe(payment, amount, *, reason, at, by=None, note=""):
    """
    Owe a buyer money of this payment; the worker asks the provider for it.

    One conditional UPDATE under a CHECK: no more goes back than came. Raises MoreThanPaid. Whoever
    calls acts for the system and holds the order's row.
    """
    enough_left = Payment.objects.filter(pk=payment.pk, amount__gte=F("refunded") + amount)
    if not enough_left.update(refunded=F("refunded") + amount):
        raise MoreThanPaid
    refund = Refund.objects.create(
        payment=payment,
        order_id=payment.order_id,
        event_id=payment.event_id,
        amount=amount,
        reason=reason,
        note=note,
        by=by,
        created_at=at,
    )
    outbox.post("ticketing.refund", refund.pk)
    return refund


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
