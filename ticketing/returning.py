"""Buyers who give their tickets back themselves, within what the organizer promised."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction

from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope

from .exceptions import (
    AnotherSum,
    NoReturns,
    NothingToRefund,
    ReturnsChanged,
    TooLateToReturn,
    UsedAtTheDoor,
)
from .models import Order, Refund, Ticket
from .refunding import Due, due_back, give_back


@dataclass(frozen=True)
class Return:
    """What a buyer would get: (ticket, price, fee) for each, and what goes back in all."""

    tickets: list[tuple[Ticket, Decimal, Decimal]]
    due: Due

    @property
    def fee(self):
        return sum((fee for _ticket, _price, fee in self.tickets), Decimal(0))


def policy_of(order):
    return getattr(order.event, "refund_policies", None)


def must_ask(order):
    """Whether the organizer decides on what comes back: see `asking`."""
    policy = policy_of(order)
    return policy is not None and policy.approval


def _start_of(ticket, event):
    return ticket.slot.starts_at if ticket.slot else event.start_date


def last_moment(order, tickets):
    """Until when one of these tickets of an order may be returned; None where none may."""
    if (policy := policy_of(order)) is None:
        return None
    starts = [_start_of(ticket, order.event) for ticket in tickets if ticket.is_open]
    return policy.ends_at(max(starts, default=order.event.start_date))


def offer_return(order, among, *, tickets, at):
    """
    What the return of these tickets would give, `among` the order's open ones.

    Raises NoReturns, TooLateToReturn, UsedAtTheDoor, NoLongerOpen or NothingToRefund.
    """
    policy = policy_of(order)
    if policy is None:
        raise NoReturns
    wanted = {ticket.pk for ticket in tickets}
    starts = [_start_of(ticket, order.event) for ticket in among if ticket.pk in wanted]
    if at > policy.ends_at(min(starts, default=order.event.start_date)):
        raise TooLateToReturn
    return worth_of(order, among, tickets=tickets)


def worth_of(order, among, *, tickets):
    """
    The same at any time.

    Raises NoReturns, UsedAtTheDoor, NoLongerOpen or NothingToRefund.
    """
    policy = policy_of(order)
    if policy is None:
        raise NoReturns
    if not tickets:
        raise NothingToRefund
    due = due_back(order, among, tickets=tickets)
    if any(ticket.status == Ticket.Status.USED for ticket in due.tickets):
        raise UsedAtTheDoor
    prices = dict(order.lines.values_list("ticket_type_id", "unit_price"))
    lines = [
        (ticket, price, policy.fee_for(price, order.currency))
        for ticket in due.tickets
        for price in [prices[ticket.ticket_type_id]]
    ]
    worth = sum((price - fee for _ticket, price, fee in lines), Decimal(0))
    return Return(lines, replace(due, amount=min(worth, due.amount)))


@transaction.atomic
def return_tickets(order, *, tickets, expected, by, at):
    """
    Take tickets back from their buyer, who was told what they get: `expected`.

    The caller has asked whether the order is theirs. Returns the Refund, or None where nothing is
    paid back. Raises as `offer_return` does, AnotherSum where it would be another sum by now, and
    ReturnsChanged where the organizer decides on it.
    """
    with order_in_scope(order.pk), acting_as("ticketing.refunding"):
        order, among = locked_with_tickets(order.pk)
        if must_ask(order):
            raise ReturnsChanged
        offer = offer_return(order, among, tickets=tickets, at=at)
        if offer.due.amount != expected:
            raise AnotherSum
        owed = give_back(order, offer.due, Refund.Reason.RETURNED, by=by, at=at)
        if owed is None:
            outbox.post("ticketing.tell_cancelled", order.pk)
        return owed


def locked_with_tickets(order_id):
    """An order and its open tickets, for callers as of `give_back`."""
    orders = Order.objects.select_related("event").select_for_update(of=("self",))
    order = orders.get(pk=order_id)
    open_tickets = order.tickets.open().select_related("slot").order_by("number")
    return order, list(open_tickets.select_for_update(of=("self",)))
