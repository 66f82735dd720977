"""
Which orders a visitor may see without being logged in, and which codes they brought.

The session remembers the orders placed in it, or opened by the signed link in a mail. A view of
one order runs with the claim scoped to that order; of a ticket, to the ticket's order.
"""

from functools import wraps
from uuid import UUID

from django.http import Http404

from fashionista.common.identity import order_in_scope

from .models import Order, Ticket

KEY = "orders"
CODES = "codes"
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


def in_ticket_scope(view):
    """
    Run a view of `ticket_id`, passing it the ticket, with the order it belongs to open.

    Who sells or keeps the door sees the row too, and must not see its code.
    """

    @wraps(view)
    def scoped(request, ticket_id):
        tickets = Ticket.objects.select_related("ticket_type", "order", "event__venue")
        tickets = tickets.filter(pk=ticket_id)
        own = [(None, {"user": request.user})] if request.user.is_authenticated else []
        known = [(order_id, {"order": order_id}) for order_id in known_orders(request)]
        for order_id, belongs in [*own, *known]:
            with order_in_scope(order_id):
                if ticket := tickets.filter(**belongs).first():
                    return view(request, ticket)
        raise Http404

    return scoped
