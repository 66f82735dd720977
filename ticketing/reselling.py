"""
Buyers offer tickets to the waiting list; once somebody has paid for the place, the ticket ends.

Its price goes back in full, and its place moves from one ticket to the other: see `resale` for what
holds it meanwhile.

Locked in this order: the held order, the orders of the tickets by key, their tickets by number.
"""

from collections import Counter
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from communications.notifications import language_of, notify
from events.models import Event
from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope

from .exceptions import NoResale, NotToOffer, OfferedToSomebody
from .issuing import order_link
from .models import Order, Refund, Ticket
from .refunding import due_back, give_back
from .resale import release, taken_by
from .returning import policy_of


def may_offer(ticket: Ticket, *, at) -> bool:
    """Whether the buyer of this ticket may offer it to the waiting list."""
    event, policy = ticket.event, policy_of(ticket)
    is_on = event.status == Event.Status.PUBLISHED and at < event.start_date
    kind = ticket.ticket_type
    can_wait = not (kind.is_hidden or kind.companion_of_id or kind.needs_slot)
    return bool(policy and policy.resale) and is_on and can_wait and _is_own(ticket)


def _is_own(ticket: Ticket) -> bool:
    is_free = ticket.passed_on_at is None and ticket.resale_since is None
    return is_free and ticket.status == Ticket.Status.VALID


@transaction.atomic
def offer_to_list(ticket: Ticket, *, by, at) -> Ticket:
    """
    Offer a ticket to the waiting list, and mail its buyer so. It stays theirs until it is sold.

    The caller has asked whether it is theirs. Raises NoResale where the organizer does not allow
    it, the event has begun or nobody can wait for such tickets, and NotToOffer where the ticket is
    no longer what the caller saw.
    """
    if not may_offer(ticket, at=at):
        raise NoResale if _is_own(ticket) else NotToOffer
    with order_in_scope(ticket.order_id), acting_as("ticketing.transfer"):
        now = _locked(ticket)
        if not _is_own(now):
            raise NotToOffer
        now.resale_since = at
        now.save(update_fields=["resale_since"])
        order = Order.objects.get(pk=ticket.order_id)
    _tell_offered(ticket, order)
    return now


@transaction.atomic
def withdraw_from_list(ticket: Ticket, *, by, at) -> Ticket:
    """
    Take a ticket back from the waiting list.

    The caller has asked whether it is theirs. Raises OfferedToSomebody while a held order would
    take its place, and NotToOffer where the ticket is not on offer any more.
    """
    with order_in_scope(ticket.order_id), acting_as("ticketing.transfer"):
        now = _locked(ticket)
        if not now.is_offered:
            raise NotToOffer
        if now.resale_order_id:
            raise OfferedToSomebody
        now.resale_since = None
        now.save(update_fields=["resale_since"])
    return now


def _locked(ticket: Ticket) -> Ticket:
    valid = Ticket.objects.select_for_update().filter(status=Ticket.Status.VALID)
    found = valid.filter(pk=ticket.pk, code_index=ticket.code_index).first()
    if found is None:
        raise NotToOffer
    return found


def _tell_offered(ticket: Ticket, order: Order) -> None:
    notify(
        "ticketing/resale",
        {
            "order": order,
            "event": ticket.event,
            "ticket": {"type_name": ticket.ticket_type.name, "holder_name": ticket.holder_name},
            "order_url": order_link(order),
        },
        address=order.buyer_email,
        user_id=order.user_id,
        language=language_of(order.user_id, otherwise=order.language),
        page=reverse("ticketing:order_detail", args=[order.pk]),
    )


@transaction.atomic
def move_places(order: Order, *, at) -> Counter:
    """
    End the tickets whose places a paid order takes, and owe their buyers the price.

    Returns {ticket type id: number} of the places that came. A ticket used or taken back meanwhile
    keeps its place, or gave it to the sale. The order is locked and in scope.
    """
    pairs, ended = taken_by(order), []
    for order_id, of_order in groupby(pairs, key=lambda pair: pair[0]):
        ended += _end(order_id, {key for _order, key in of_order}, at)
    if len(ended) < len(pairs):
        release(order, but={ticket.pk for ticket in ended})
    return Counter(ticket.ticket_type_id for ticket in ended)


def _end(order_id: UUID, keys: set[UUID], at) -> list[Ticket]:
    """Give back those of an order's tickets that are unused, and leave their places sold."""
    with order_in_scope(order_id), acting_as("ticketing.refunding"):
        seller = Order.objects.select_for_update().get(pk=order_id)
        among = list(seller.tickets.open().select_for_update().order_by("number"))
        unused = [each for each in among if each.pk in keys and each.status == Ticket.Status.VALID]
        if unused:
            due = due_back(seller, among, tickets=unused)
            owed = give_back(seller, due, Refund.Reason.RESOLD, by=None, at=at, places_stay=True)
            if owed is None:
                outbox.post("ticketing.tell_cancelled", order_id)
        return unused
