"""
Which orders a visitor may see without being logged in, and which codes they brought.

The session remembers the orders placed in it, or opened by the signed link in a mail. A view of
one order runs with the claim scoped to that order; of a ticket, to the ticket's order.
"""

from functools import wraps
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404
from django.utils.crypto import constant_time_compare

from events.models import EventSchedule
from fashionista.common.identity import order_in_scope
from fashionista.common.threads import once_a_thread

from .models import Order, Question, Ticket
from .permissions import can_sell_at

KEY, TICKETS, CODES = "orders", "tickets", "codes"
MOST = 20  # a session forgets its oldest orders beyond that; their links still work


def remember(request, order_id):
    known = [each for each in request.session.get(KEY, []) if each != str(order_id)]
    request.session[KEY] = [*known, str(order_id)][-MOST:]


def known_orders(request):
    """The orders of this session, latest first."""
    return [UUID(each) for each in reversed(request.session.get(KEY, []))]


def remember_code(request, event, code):
    """The code a visitor entered for an event; "" for none any more."""
    codes = request.session.get(CODES, {}) | {event.slug: code}
    request.session[CODES] = {slug: each for slug, each in codes.items() if each}


def known_code(request, event):
    return request.session.get(CODES, {}).get(event.slug, "")


def in_order_scope(view):
    """Run a view of `order_id` with that order open, if it is the session's or the person's own."""

    @wraps(view)
    def scoped(request, order_id, **kwargs):
        if order_id not in known_orders(request) and not _is_own(request.user, order_id):
            raise Http404
        with order_in_scope(order_id):
            return view(request, order_id, **kwargs)

    return scoped


def _is_own(user, order_id):
    return user.is_authenticated and Order.objects.filter(pk=order_id, user=user).exists()


def remember_ticket(request, ticket):
    """Open one ticket to this session, by the link of its own."""
    known = [each for each in _known_tickets(request) if each[0] != str(ticket.pk)]
    opened = [str(ticket.pk), str(ticket.order_id), ticket.link_key]
    request.session[TICKETS] = [*known, opened][-MOST:]


def _known_tickets(request):
    return request.session.get(TICKETS, [])


def in_ticket_scope(view):
    """
    Run a view of `ticket_id`, passing it the ticket, with the order it belongs to open.

    The ticket's `opened_as` says how it came: "buyer", or "holder" for who has the link of this
    ticket alone. What the buyer has passed on is the holder's only. Who sells or keeps the door
    sees the row too, and must not see its code.
    """

    @wraps(view)
    def scoped(request, ticket_id):
        for order_id, hands, is_theirs in _ways(request, ticket_id):
            with order_in_scope(order_id):
                ticket = _tickets().filter(pk=ticket_id).first()
                if ticket and is_theirs(ticket):
                    ticket.opened_as = hands
                    return view(request, ticket)
        raise Http404

    return scoped


def _ways(request, ticket_id):
    """The claims a visitor has: (order to open, in whose hands, whether the ticket is theirs)."""
    if request.user.is_authenticated:
        yield None, "buyer", lambda ticket: ticket.user_id == request.user.pk
    for known in known_orders(request):
        yield (
            known,
            "buyer",
            lambda ticket, known=known: ticket.order_id == known and ticket.passed_on_at is None,
        )
    for known, order_id, key in _known_tickets(request):
        if known == str(ticket_id):
            yield UUID(order_id), "holder", lambda ticket, key=key: opens(ticket, key)


def opens(ticket, key):
    return constant_time_compare(ticket.link_key, key)


@once_a_thread
def _tickets():
    """Each says whether anything `is_asked` at its event, and when its `doors_at` are open."""
    of_event = {"event": OuterRef("event")}
    first = EventSchedule.objects.filter(**of_event).order_by("start_time")
    return Ticket.objects.select_related(
        "ticket_type", "slot", "order", "event__venue", "event__refund_policies"
    ).annotate(
        is_asked=Exists(Question.objects.filter(**of_event)),
        doors_at=Subquery(first.values("start_time")[:1]),
    )


def in_holder_scope(view):
    """The same, besides for who sells at the event: as "seller"."""
    for_holders = in_ticket_scope(view)

    @wraps(view)
    def scoped(request, ticket_id):
        try:
            return for_holders(request, ticket_id)
        except Http404:
            ticket = _sellers_ticket(request.user, ticket_id)
        ticket.opened_as = "seller"
        return view(request, ticket)

    return scoped


def _sellers_ticket(user, ticket_id):
    ticket = _tickets().filter(pk=ticket_id).first() if user.is_authenticated else None
    if ticket is None or not can_sell_at(user, ticket.order):
        raise Http404
    return ticket
