"""A ticket's holder is called otherwise, says something else, or becomes somebody else."""

from django.db import transaction

from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope

from . import codes
from .answers import forget_answers, replace_answers
from .exceptions import AnsweredTooLate, NotToHandOn, OnOffer
from .models import Ticket, TicketChange


@transaction.atomic
def correct_name(ticket, *, name, by, at):
    """
    Put another name on a ticket that is not used yet. Its code stays; the worker mails it anew.

    Raises NotToHandOn where the ticket is no longer what the caller saw, OnOffer while it is
    offered to the waiting list.
    """
    with order_in_scope(ticket.order_id), acting_as("ticketing.transfer"):
        ticket = _locked(ticket)
        ticket.holder_name = name
        ticket.save(update_fields=["holder_name"])
        _write_down(ticket, TicketChange.Kind.CORRECTED, by=by, at=at)
    return ticket


@transaction.atomic
def correct_answers(ticket, *, said, by, at):
    """
    Replace what was answered for a ticket that is not used yet: {question id: value}.

    Raises AnsweredTooLate from the start of the event on, and else as `correct_name`.
    """
    if ticket.event.start_date <= at:
        raise AnsweredTooLate
    with order_in_scope(ticket.order_id), acting_as("ticketing.transfer"):
        ticket = _locked(ticket)
        replace_answers(ticket, said)
    return ticket


@transaction.atomic
def transfer_ticket(ticket, *, name, email, by, at):
    """
    Pass a ticket that is not used yet on to another person, who gets it by mail.

    Its code is replaced in the same transaction: the old one lets nobody in any more, on paper or
    in whatever link. What was answered for it is forgotten: the next holder is asked themselves. No
    place is taken or given back. Raises as `correct_name`.
    """
    with order_in_scope(ticket.order_id), acting_as("ticketing.transfer"):
        ticket = _locked(ticket)
        old_code = ticket.code
        ticket.holder_name, ticket.holder_email, ticket.user = name, email, None
        ticket.passed_on_at = at
        ticket.qr_code = codes.new_qr_code(event_id=ticket.event_id, ticket_id=ticket.pk)
        ticket.qr_modules = None
        ticket.save(
            update_fields=[
                "holder_name", "holder_email", "user", "passed_on_at", "qr_code", "code_index",
                "qr_modules",
            ]
        )  # fmt: skip
        forget_answers(ticket)
        _write_down(ticket, TicketChange.Kind.TRANSFERRED, by=by, at=at, old_code=old_code)
    return ticket


def _locked(ticket):
    """The ticket as it is now, if nobody used it or passed it on since it was read."""
    unused = Ticket.objects.select_for_update().filter(status=Ticket.Status.VALID)
    found = unused.filter(pk=ticket.pk, code_index=ticket.code_index).first()
    if found is None:
        raise NotToHandOn
    if found.is_offered:
        raise OnOffer
    return found


def _write_down(ticket, kind, *, by, at, old_code=""):
    change = TicketChange(
        ticket=ticket,
        order_id=ticket.order_id,
        event_id=ticket.event_id,
        kind=kind,
        by=by,
        created_at=at,
    )
    change.old_code = old_code
    change.save()
    outbox.post("ticketing.hand_over", change.pk)
