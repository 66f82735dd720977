"""
Buyers ask for tickets to be taken back, where the organizer decides on each return.

Until it is answered the tickets stay valid, and no money moves. What may be asked for is what
`returning` would give back; an approval gives back what is left of it by then.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from communications.notifications import notify_person, site_url
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import advance

from .exceptions import AnotherSum, AnswerNeeded, AskedAlready, ReturnsChanged
from .issuing import named, tell_buyer
from .models import Order, Refund, RefundRequest, Ticket
from .permissions import can_refund_at
from .refunding import give_back
from .returning import Return, locked_with_tickets, must_ask, offer_return, worth_of

Status = RefundRequest.Status


def latest_request(order: Order) -> RefundRequest | None:
    """What the buyer of an order asked for last."""
    return RefundRequest.objects.filter(order=order.pk).order_by("-asked_at").first()


def open_request(order: Order) -> RefundRequest | None:
    """What the buyer of an order asks for, while it is not answered."""
    return RefundRequest.objects.filter(order=order.pk, status=Status.OPEN).first()


@transaction.atomic
def ask_refund(
    order: Order, *, tickets: list[Ticket], expected: Decimal, reason: str, by: Any, at: datetime
) -> RefundRequest:
    """
    Ask for these tickets to be taken back, by a buyer who was told what they would get: `expected`.

    They are told that it has come, and the organizer that it waits. The caller has asked whether
    the order is theirs. Raises as `offer_return` does, AskedAlready, AnotherSum where it would be
    another sum by now, and ReturnsChanged where tickets are returned without asking.
    """
    with order_in_scope(order.pk), acting_as("ticketing.refunding"):
        order, among = locked_with_tickets(order.pk)
        if not must_ask(order):
            raise ReturnsChanged
        if open_request(order):
            raise AskedAlready
        offer = offer_return(order, among, tickets=tickets, at=at)
        if offer.due.amount != expected:
            raise AnotherSum
        request = RefundRequest.objects.create(
            order=order,
            event_id=order.event_id,
            by=by,
            numbers=[ticket.number for ticket in offer.due.tickets],
            amount=offer.due.amount,
            reason=reason,
            asked_at=at,
        )
        _tell("refund_asked", request, amount=request.amount)
        _tell_organizer(request)
    return request


def _tell_organizer(request: RefundRequest) -> None:
    """Write to the organizer of the event, with the order in scope. The desk has the reason."""
    with acting_as("ticketing.issue"):
        order = Order.objects.select_related("event").get(pk=request.order_id)
    page = reverse("admin:ticketing_refundrequest_change", args=[request.pk])
    notify_person(
        "ticketing/refund_waits",
        {
            "order": order,
            "event": order.event,
            "count": len(request.numbers),
            "amount": request.amount,
            "page_url": site_url(page),
        },
        user_id=order.event.organizer_id,
        kind="refunds",
        page=page,
    )


def _tell(template: str, request: RefundRequest, **context: Any) -> None:
    """Mail the buyer, with the order in scope."""
    with acting_as("ticketing.issue"):
        order = Order.objects.select_related("event").get(pk=request.order_id)
        tickets = named(order.tickets.filter(number__in=request.numbers))
        tell_buyer(f"ticketing/{template}", order, tickets=tickets, **context)


@transaction.atomic
def withdraw_request(request: RefundRequest, *, by: Any, at: datetime) -> RefundRequest:
    """
    Keep one's tickets after all. The caller has asked whether the order is theirs.

    Raises NotFromHere where it was answered meanwhile.
    """
    with order_in_scope(request.order_id), acting_as("ticketing.refunding"):
        return advance(request, Status.WITHDRAWN, at=at, answered_at=at)


@transaction.atomic
def approve_request(
    request: RefundRequest,
    *,
    by: Any,
    at: datetime,
    answer: str = "",
    expected: Decimal | None = None,
) -> Refund | None:
    """
    Take back what is left of the tickets somebody asked for, less the fee, and tell them.

    Whoever approves was told what goes back, `expected`; else it is what the buyer was told. The
    money follows by the worker. Returns the Refund, or None where nothing is paid back. Raises
    PermissionDenied, NotFromHere where it was answered meanwhile, UsedAtTheDoor, NothingToRefund,
    NoReturns where the event takes nothing back by now, and AnotherSum where not that would go
    back.
    """
    if not can_refund_at(by, request):
        raise PermissionDenied
    with order_in_scope(request.order_id), acting_as("ticketing.refunding"):
        order, among = locked_with_tickets(request.order_id)
        stamps = {"answered_at": at, "answered_by": by, "answer": answer or None}
        advance(request, Status.APPROVED, at=at, **stamps)
        due = worth_of_request(request, order, among).due
        if due.amount != (request.amount if expected is None else expected):
            raise AnotherSum
        owed = give_back(order, due, Refund.Reason.RETURNED, by=by, at=at, note=answer)
        _tell("refund_approved", request, amount=due.amount, answer=answer)
    return owed


def worth_of_request(request: RefundRequest, order: Order, among: list[Ticket]) -> Return:
    """What an approval would give back, `among` the order's open tickets. Raises as `worth_of`."""
    asked = [ticket for ticket in among if ticket.number in request.numbers]
    return worth_of(order, among, tickets=asked)


@transaction.atomic
def decline_request(request: RefundRequest, *, answer: str, by: Any, at: datetime) -> RefundRequest:
    """
    Leave the tickets with their buyer, who is told why: `answer`.

    Raises PermissionDenied, AnswerNeeded, and NotFromHere where it was answered meanwhile.
    """
    if not can_refund_at(by, request):
        raise PermissionDenied
    if not answer.strip():
        raise AnswerNeeded
    with order_in_scope(request.order_id), acting_as("ticketing.refunding"):
        stamps = {"answered_at": at, "answered_by": by, "answer": answer}
        advance(request, Status.DECLINED, at=at, **stamps)
        _tell("refund_declined", request, answer=answer)
    return request
