"""What a payment does to its order. Only what a provider signed gets here, and free orders."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, F

from events.models import Event
from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import advance

from . import codes, places, vouchers
from .answers import keep_answers
from .exceptions import MoreThanPaid, NoSuchPayment, SoldOut
from .letting_go import open_again
from .models import Order, OrderLine, Payment, PaymentEvent, Refund, Ticket

SUCCEEDED, FAILED = "payment.succeeded", "payment.failed"
REFUNDED, REFUND_FAILED = "refund.succeeded", "refund.failed"
COMPLETED_ORDER = {"status": Order.Status.COMPLETED, "payment_status": Order.PaymentStatus.PAID}
REFUNDED_ORDER = {"status": Order.Status.REFUNDED, "payment_status": Order.PaymentStatus.REFUNDED}
Problem = PaymentEvent.Problem
LET_GO = (Order.Status.EXPIRED, Order.Status.CANCELLED)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class News:
    """
    What a provider tells of one payment, in our words. `amount` is in major units.

    `refund_id` is there where it names a refund of ours, `organizer_id` where it came over the
    account of one organizer.
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
    organizer_id: UUID | None = None


@transaction.atomic
def apply_news(news, *, gateway, at):
    """
    Do what a provider's news means, once, in whatever order news arrives.

    Holds the order's row, so that news of one order queues up. What cannot be true of what was
    asked for is kept in quarantine, and changes nothing else. Returns whether it was applied: not
    what we had already. Raises NoSuchPayment, which leaves no trace.
    """
    with order_in_scope(news.order_id), acting_as("ticketing.payment"):
        order, payment = _locked(news, gateway)
        if payment.is_old_news:
            return False
        problem = _problem(news, payment)
        PaymentEvent.objects.create(
            gateway=gateway,
            provider_event=news.provider_event,
            kind=news.kind,
            payment=payment,
            event_id=order.event_id,
            occurred_at=news.occurred_at,
            received_at=at,
            quarantined=problem,
            told=_told(news) if problem else None,
        )
        if problem:
            log.warning("news of payment %s is in quarantine: %s", payment.pk, problem)
            return False
        {SUCCEEDED: _succeed, FAILED: _fail, REFUNDED: _refunded, REFUND_FAILED: _refund_failed}[
            news.kind
        ](order, payment, news, at)
        return True


def _locked(news, gateway):
    try:
        order = Order.objects.select_for_update().get(pk=news.order_id)
        had = PaymentEvent.objects.filter(gateway=gateway, provider_event=news.provider_event)
        payments = order.payments.annotate(is_old_news=Exists(had))
        payment = payments.get(pk=news.payment_id, payment_method=gateway)
    except (Order.DoesNotExist, Payment.DoesNotExist) as error:
        raise NoSuchPayment from error
    own = Event.objects.filter(pk=order.event_id, organizer_id=news.organizer_id)
    if news.organizer_id and not own.exists():
        raise NoSuchPayment  # one organizer's account does not speak of another's payments
    return order, payment


def _problem(news, payment):
    """Why this cannot be true of what was asked for; "" where it can."""
    if news.currency != payment.currency:
        return Problem.CURRENCY
    if news.kind in (SUCCEEDED, FAILED):
        return "" if news.amount == payment.amount else Problem.AMOUNT
    refunds = list(payment.refunds.all())
    asked = [each for each in refunds if each.status != Refund.Status.FAILED]
    if news.kind == REFUND_FAILED:
        done = [each for each in _meant(news, asked) if each.status == Refund.Status.SUCCESSFUL]
        return Problem.BOUNCED if done else ""
    if news.refund_id:
        amounts = [each.amount for each in _meant(news, refunds)]
        return "" if news.amount in amounts else Problem.NOT_ASKED
    return "" if news.amount <= sum(each.amount for each in asked) else Problem.NOT_ASKED


def _meant(news, refunds):
    """Of these refunds the one that is named, or all where none is."""
    return [each for each in refunds if news.refund_id in (None, each.pk)]


def _told(news):
    told = {"amount": str(news.amount), "currency": news.currency}
    return told | {"transaction": news.transaction_id}


def _succeed(order, payment, news, at):
    if payment.status == Payment.Status.SUCCESSFUL:
        return
    advance(payment, Payment.Status.SUCCESSFUL, at=at, transaction_id=news.transaction_id)
    settle(order, payment, at=at)


def settle(order, payment, *, at):
    """
    Give a locked order what its money has bought, or give the money back.

    For callers that act as `ticketing.payment`, with the order in scope.
    """
    if order.status not in (Order.Status.PENDING, *LET_GO):
        _owe_all(order, payment, Refund.Reason.TWICE, at)
        return
    try:
        complete(order, at=at)  # undone as a whole where it cannot be
    except SoldOut:
        if order.status == Order.Status.PENDING:
            _let_go(order, at)
        _owe_all(order, payment, Refund.Reason.TOO_LATE, at)


def _let_go(order, at):
    """A hold that cannot be kept: a ticket that was to give its place was used meanwhile."""
    advance(order, Order.Status.EXPIRED, at=at)
    places.release(order.event_id, open_again(order))


def _fail(order, payment, news, at):
    """A declined payment keeps the hold: the buyer may try again."""
    if payment.status != Payment.Status.PENDING:
        return
    advance(payment, Payment.Status.FAILED, at=at)
    if order.payment_status == Order.PaymentStatus.PENDING:
        advance(order, {"payment_status": Order.PaymentStatus.FAILED}, at=at)


def _refunded(order, payment, news, at):
    """
    The money is back: of what was asked for in parts, all of it or the part that is named.

    Providers may report in any order: what came through stays so.
    """
    asked = payment.refunds.all()
    if news.refund_id is None:
        asked = asked.exclude(status=Refund.Status.FAILED)
        if news.amount != sum(each.amount for each in asked):
            return  # a part of it: that has news of its own
    for refund in _meant(news, asked):
        if refund.status != Refund.Status.SUCCESSFUL:
            _finish(order, refund, at)


def _finish(order, refund, at):
    advance(refund, Refund.Status.SUCCESSFUL, at=at, finished_at=at)
    if order.status in LET_GO:  # not where another payment has bought the places, or is back too
        advance(order, REFUNDED_ORDER, at=at)
    outbox.post("ticketing.tell_refunded", refund.pk)


def _refund_failed(order, payment, news, at):
    """The money is still owed: the payment doctor shows it, and asks again."""
    for refund in _meant(news, payment.refunds.filter(status=Refund.Status.PENDING)):
        advance(refund, Refund.Status.FAILED, at=at, finished_at=at)


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


def _owe_all(order, payment, reason, at):
    """Owe a payment that bought nothing."""
    refund = owe(payment, payment.amount, reason=reason, at=at)
    if order.payment_status == Order.PaymentStatus.FAILED:  # an earlier word: money has come
        advance(order, {"payment_status": Order.PaymentStatus.PENDING}, at=at)
    held_back = payment.provider_events.filter(kind=REFUNDED, quarantined=Problem.NOT_ASKED)
    if any(Decimal(each.told["amount"]) == refund.amount for each in held_back):
        _finish(order, refund, at)  # the later word came first


@transaction.atomic
def remember_reference(payment, reference):
    """Keep what the provider calls a payment that is open, to ask there what became of it."""
    with order_in_scope(payment.order_id), acting_as("ticketing.checkout"):
        open_payments = Payment.objects.filter(status=Payment.Status.PENDING)
        if found := open_payments.select_for_update().filter(pk=payment.pk).first():
            found.meta_data = {**found.meta_data, "reference": reference}
            found.save(update_fields=["meta_data"])


@transaction.atomic
def complete(order, *, at, counted=False):
    """
    Sell what an order holds, or what it let go and is free still, and make its tickets.

    Drawing the QR codes and the mail follow by the worker. Where it is `counted`, the caller takes
    the places of an order that holds none. Raises SoldOut where an order that lost its hold finds
    the places gone, or one that was to have somebody's ticket finds it used; nothing is changed
    then.
    """
    # For the buyer, whoever brings the news: tickets of theirs can hang on nobody else.
    with acting_as(order.user_id), order_in_scope(order.pk), acting_as("ticketing.payment"):
        lines = list(order.lines.order_by("ticket_type_id"))
        wanted = {(line.ticket_type_id, line.slot_id): line.quantity for line in lines}
        if order.status == Order.Status.PENDING:
            vouchers.settle_use(order, lines)
            if not counted:
                _settle_places(order, lines, at)
        else:
            vouchers.sell_use(order, lines)
            places.sell(order.event_id, wanted)
        advance(order, COMPLETED_ORDER, at=at, completed_at=at)
        tickets = Ticket.objects.bulk_create(_tickets(order, lines, at))
        keep_answers(order, tickets)
        outbox.post("ticketing.issue", order.pk, can_wait=True)
    return order


def _settle_places(order, lines, at):
    """What is held is sold, what others offered moves; for what was used, another place is sold."""
    keys = {(line.ticket_type_id, line.slot_id): line for line in lines}
    resold = {key: line.from_resale for key, line in keys.items() if line.from_resale}
    held = {key: line.quantity - line.from_resale for key, line in keys.items()}
    missing = {}
    if resold:
        from .reselling import move_places  # it stands above: refunds are owed here

        moved = move_places(order, at=at)
        missing = {key: number - moved[key[0]] for key, number in resold.items()}
    places.settle(order.event_id, held)
    if any(missing.values()):
        places.sell(order.event_id, missing)


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
            slot_id=line.slot_id,
            user_id=order.user_id,
            number=number,
            holder_name=name or order.buyer_name,
            holder_email=email or None,
            note=order.notes or None,
            purchase_date=at,
            qr_code=codes.new_qr_code(event_id=order.event_id, ticket_id=ticket_id),
        )
