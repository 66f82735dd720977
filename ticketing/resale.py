"""
Tickets whose buyers offer them to the waiting list, as far as held orders take their places.

Such a ticket stays its buyer's, and lets in, until somebody who waited has paid for its place: see
`reselling`. Its place is sold all the time, so no counter knows of it. A held order that would take
it is named by the ticket's `resale_order`; how many it would take, its lines say (`from_resale`).
"""

from collections.abc import Container, Iterable, Sequence
from uuid import UUID

from django.db.models import Count

from fashionista.common.identity import acting_as

from .models import Order, OrderLine, Ticket


def on_offer() -> dict[UUID, int]:
    """{ticket type id: number} of the tickets that nobody is offered yet."""
    with acting_as("ticketing.resale"):
        counted = _open().values_list("ticket_type").annotate(Count("pk"))
        return dict(counted)


def _open():
    return Ticket.objects.filter(
        status=Ticket.Status.VALID, resale_since__isnull=False, resale_order__isnull=True
    )


def lock_offered(ticket_type_id: UUID, number: int) -> list[Ticket]:
    """
    Up to so many tickets of a type that were offered first, locked. Others take the rest.

    Comes before `take`, since the order that takes them says how many there are.
    """
    if number < 1:
        return []
    with acting_as("ticketing.resale"):
        tickets = _open().filter(ticket_type=ticket_type_id).order_by("resale_since", "pk")
        return list(tickets.select_for_update(of=("self",), skip_locked=True)[:number])


def take(tickets: Sequence[Ticket], order: Order) -> None:
    """Keep the places of these locked tickets for a held order, which is in scope."""
    if tickets:
        with acting_as("ticketing.resale"):
            keys = [ticket.pk for ticket in tickets]
            Ticket.objects.filter(pk__in=keys).update(resale_order=order)


def let_go(order: Order, lines: Iterable[OrderLine]) -> None:
    """Offer to others again what a held order would have taken. The order is locked, in scope."""
    if any(line.from_resale for line in lines):
        release(order)


def taken_by(order: Order) -> list[tuple[UUID, UUID]]:
    """(order id, ticket id) of what a held order, which is in scope, would take; by order."""
    with acting_as("ticketing.resale"):
        taken = Ticket.objects.filter(resale_order=order).order_by("order_id", "number")
        return list(taken.values_list("order_id", "pk"))


def release(order: Order, *, but: Container[UUID] = ()) -> None:
    """Let go what a held order, which is locked and in scope, would take, but these tickets."""
    with acting_as("ticketing.resale"):
        taken = Ticket.objects.filter(resale_order=order).order_by("order_id", "number")
        locked = taken.select_for_update(of=("self",))
        keys = [ticket.pk for ticket in locked if ticket.pk not in but]
        Ticket.objects.filter(pk__in=keys).update(resale_order=None)
