"""The door. One ticket lets one person in once, however many scanners ask at the same moment."""

from uuid import uuid5

from django.db import IntegrityError, connection, transaction

from fashionista.common.lifecycle import NotFromHere, advance

from . import codes
from .models import CheckIn, Ticket, TicketChange

SHOWN_OF_EVENT = ["title", "slug", "venue__name", "venue__timezone"]
SHOWN = ["status", "used_at", "holder_name", "event", "ticket_type__name"]  # a door is in a hurry


def admit(event, scanned, *, nonce, by, at):
    """
    Answer a scan at the door of `event` and write it down. Returns the CheckIn.

    Acts as the person at the door, whose right is asked by the database. `nonce` is the page's: a
    scan sent again, because an answer got lost, gets the first answer again. Another code, or the
    same at another door, is another scan, even from a page that was gone back to.
    """
    nonce = uuid5(nonce, f"{event.pk} {by.pk} {scanned}")
    try:
        return _admit(event, scanned, nonce, by, at)
    except IntegrityError:
        return CheckIn.objects.select_related("ticket__ticket_type").get(nonce=nonce)


@transaction.atomic
def _admit(event, scanned, nonce, by, at):
    ticket, result = None, CheckIn.Result.NOT_VALID
    if code := codes.read_code(scanned, event_id=event.pk):
        ticket = _locked(event, code)
        if ticket is not None:
            result = _try(ticket, at)
        else:
            change = TicketChange.objects.with_old_code(code).filter(event=event).first()
            ticket = change and change.ticket
    return CheckIn.objects.create(
        event=event, ticket=ticket, by=by, result=result, nonce=nonce, created_at=at
    )


def _locked(event, code):
    """
    The ticket of this code, locked where the door may change it: else it could be passed on between
    being found and being used. One that was used or taken back is only shown.
    """
    found = Ticket.objects.with_code(code).filter(event=event).select_related("ticket_type")
    found = found.only(*SHOWN)
    valid = found.filter(status=Ticket.Status.VALID).select_for_update(of=("self",), no_key=True)
    return next(iter(valid), None) or next(iter(found), None)


def _try(ticket, at):
    try:
        advance(ticket, Ticket.Status.USED, at=at, used_at=at)
        return CheckIn.Result.ADMITTED
    except NotFromHere:
        ticket.refresh_from_db(fields=["status", "used_at"])
        used = ticket.status == Ticket.Status.USED
        return CheckIn.Result.ALREADY_USED if used else CheckIn.Result.NOT_VALID


def tally(event):
    """How many are in, and how many tickets there are to come in with."""
    with connection.cursor() as cursor:  # at each scan: what the ORM would add costs half as much
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'used'), count(*) FROM tickets"
            " WHERE event_id = %s AND status IN ('used', 'valid')",
            [event.pk],
        )
        return cursor.fetchone()


def passed_on(check_in):
    """The passing on that ended the code of a scan that was not valid, if it was that."""
    if check_in.ticket.status not in (Ticket.Status.VALID, Ticket.Status.USED):
        return None
    ended = check_in.ticket.changes.filter(kind=TicketChange.Kind.TRANSFERRED)
    return ended.filter(created_at__lte=check_in.created_at).order_by("-created_at").first()
