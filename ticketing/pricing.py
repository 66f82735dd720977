"""What is offered: ticket types are put on sale, taken off it, marked as sold out."""

from django.db import transaction

from fashionista.common.lifecycle import advance

from .models import TicketType


def set_ticket_type_status(status):
    """The rule that brings a ticket type to this status. What is held or sold stays so."""

    @transaction.atomic
    def rule(ticket_type, *, by, at):
        return advance(ticket_type, status, at=at)

    rule.__name__ = f"set_{TicketType.Status(status).name.lower()}"
    return rule
