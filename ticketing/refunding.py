"""Giving back: places to the sale, and money through the provider it came by."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import advance

from . import places
from .exceptions import AnotherSum, MoreThanPaid, NoLongerOpen, NothingToRefund, ReasonNeeded
from .gateways import gateway
from .models import Order, Payment, Refund, RefundRequest, Ticket
from .payments import REFUNDED_ORDER, apply_news, owe
from .permissions import can_refund_at


@dataclass(frozen=True)
class Due:
    """What goes back: these tickets to the sale, so much of this payment to the buyer."""

    tickets: list[Ticket]
    payment: Payment | None
    amount: Decimal


@transaction.atomic
def refund(order, *, tickets=(), amount=None, by, at, reason="", expected=None):
    """
    Give back a whole order, some of its tickets, or a sum and no ticket.

    The tickets let nobody in from now on and their places are open to others; the money follows by
    the worker. Returns the Refund, or None where nothing was paid. Raises PermissionDenied,
    NothingToRefund, MoreThanPaid, NoLongerOpen, ReasonNeeded for a used ticket without one, and
    AnotherSum where not what was `expected` would go back.
    """
    if not can_refund_at(by, order):
        raise PermissionDenied
    with order_in_scope(order.pk), acting_as("ticketing.refunding"):
        order, due = _locked(order, tickets, amount)
        if expected is not None and due.amount != expected:
            raise AnotherSum
        if not reason and any(ticket.status == Ticket.Status.USED for ticket in due.tickets):
            raise ReasonNeeded
        owed = give_back(order, due, Refund.Reason.ORGANIZER, by=by, at=at, note=reason)
        if owed is None:
            outbox.post("ticketing.tell_cancelled", order.pk)
        return owed


@transaction.atomic
def refund_called_off(order, *, at):
    """
    Give back all of an order because its event does not take place, and tell the buyer.

    Used tickets and all. Returns whether there was anything to do: done twice, it is done once.
    """
    with order_in_scope(order.pk), acting_as("ticketing.refunding"):
        status = Order.objects.select_for_update().values_list("status", flat=True)
        if status.get(pk=order.pk) != Order.Status.COMPLETED:
            return False
        order, due = _locked(order, (), None)
        give_back(order, due, Refund.Reason.EVENT_CANCELLED, by=None, at=at)
        outbox.post("ticketing.tell_called_off", order.pk)
        return True


def refund_order(order, *, by, at):
    """The same for all of an order that was not used."""
    return refund(order, by=by, at=at)


def _locked(order, tickets, amount):
    order = Order.objects.select_for_update().get(pk=order.pk)
    among = list(order.tickets.open().select_for_update().order_by("number"))
    return order, due_back(order, among, tickets=tickets, amount=amount)


def due_back(order, among, *, tickets=(), amount=None):
    """
    What a refund of this would give back, `among` the order's open tickets.

    A ticket is worth what it was sold for, as long as so much is left of the payment. Raises as
    `refund` does.
    """
    payment = _kept_payment(order)
    left = payment.amount - payment.refunded if payment else Decimal(0)
    wanted = {ticket.pk for ticket in tickets}
    chosen = among if not wanted and amount is None else [t for t in among if t.pk in wanted]
    if len(chosen) < len(wanted):
        raise NoLongerOpen
    if amount is None:
        prices = dict(order.lines.values_list("ticket_type_id", "unit_price"))
        amount = min(sum((prices[each.ticket_type_id] for each in chosen), Decimal(0)), left)
    if amount > left:
        raise MoreThanPaid
    if amount < 0 or not (chosen or amount):
        raise NothingToRefund
    return Due(chosen, payment, amount)


def _kept_payment(order):
    """The payment that bought the order, while some of it is left."""
    paid = order.payments.filter(status=Payment.Status.SUCCESSFUL)
    return paid.filter(refunded__lt=F("amount")).first()


def give_back(order, due, kind, *, by, at, note="", places_stay=False):
    """
    End the tickets, open their places and owe the money. The caller holds order and tickets.

    Where `places_stay`, somebody else has bought them already: see `resale`.
    """
    owed = None
    if due.amount:
        owed = owe(due.payment, due.amount, reason=kind, at=at, by=by, note=note)
    if due.tickets:
        # One statement for all, their rows are locked: `advance` would ask once a ticket.
        keys = [ticket.pk for ticket in due.tickets]
        Ticket.objects.filter(pk__in=keys).update(
            status=Ticket.Status.REFUNDED, used_at=None, refund=owed
        )
        if not places_stay:
            going = Counter((ticket.ticket_type_id, ticket.slot_id) for ticket in due.tickets)
            places.take_back(order.event_id, going)
        _settle_request(order, at)
        if not order.tickets.open().exists():
            advance(order, REFUNDED_ORDER, at=at)
    return owed


def _settle_request(order, at):
    """End what the buyer asks for, once none of those tickets is left to give back."""
    asked = RefundRequest.objects.filter(order=order.pk, status=RefundRequest.Status.OPEN).first()
    if asked and not order.tickets.open().filter(number__in=asked.numbers).exists():
        advance(asked, RefundRequest.Status.SETTLED, at=at, answered_at=at)


@transaction.atomic
def retry_refund(refund, *, by, at):
    """Ask the provider once more for money it did not give back. Raises NotFromHere."""
    if not can_refund_at(by, refund):
        raise PermissionDenied
    with order_in_scope(refund.order_id), acting_as("ticketing.refunding"):
        again(refund, at=at)
    return refund


def again(refund, *, at):
    """Owe it once more, for callers as of `owe`. Providers take it for another request."""
    advance(refund, Refund.Status.PENDING, at=at, finished_at=None, attempt=refund.attempt + 1)
    outbox.post("ticketing.refund", refund.pk)


def ask_provider(refund_id, *, at):
    """Ask the provider for a refund. Its news, now or later, says what becomes of it."""
    with acting_as("ticketing.refund"):
        refund = Refund.objects.get(pk=refund_id)
    if refund.status != Refund.Status.PENDING:
        return
    with order_in_scope(refund.order_id), acting_as("ticketing.payment"):
        payment = Payment.objects.get(pk=refund.payment_id)
    if news := gateway(payment.payment_method).refund(payment, refund):
        apply_news(news, gateway=payment.payment_method, at=at)
