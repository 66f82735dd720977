"""
The door. One visit lets one person in once, however many scanners ask at the same moment.

How many visits a ticket has is its type's entry policy: one, one a day at the venue, or one after
each time it left. The database takes one admission for each visit. A ticket for a chosen time lets
in from a little before it until it ends; whoever stands there may let in all the same.
"""

import re
import unicodedata
from datetime import timedelta
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, Exists, OuterRef, Subquery, Value

from events.models import Event, EventRestriction
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import advance
from fashionista.common.threads import once_a_thread

from . import codes
from .exceptions import NothingToUndo
from .models import CheckIn, Gate, Order, Question, Ticket, TicketChange, TicketType

SHOWN_OF_EVENT = [
    "title", "slug", "capacity", "clock", "venue__name", "venue__city", "venue__timezone",
    "venue__capacity",
]  # fmt: skip
SHOWN = [  # a door is in a hurry
    "status", "used_at", "holder_name", "note", "event", "order", "ticket_type__name",
    "ticket_type__entry_policy", "slot__starts_at", "slot__ends_at",
]  # fmt: skip
EARLY = timedelta(minutes=30)  # before its time a ticket lets in already
MOST_FOUND = 50
ORDER_NUMBER = re.compile(r"\s*FP-?([0-9A-Z]{8})\s*", re.IGNORECASE)

Result = CheckIn.Result


def doors_with_gate(gate_id):
    """
    Events with what their door shows: `gate_name`, None for a gate of others, and age.

    `shows_answers` says whether any question of theirs is for the door.
    """
    if gate_id is None:
        return _doors().annotate(gate_name=Value(None, CharField()))
    gates = Gate.objects.filter(event=OuterRef("pk"), pk=gate_id)
    return _doors().annotate(gate_name=Subquery(gates.values("name")[:1]))


@once_a_thread
def _doors():
    ages = EventRestriction.objects.filter(event=OuterRef("pk"), type=EventRestriction.Type.AGE)
    return (
        Event.objects.select_related("venue")
        .only(*SHOWN_OF_EVENT)
        .annotate(
            shows_answers=Exists(Question.objects.filter(event=OuterRef("pk"), at_door=True)),
            minimum_age=Subquery(ages.order_by("-minimum_age").values("minimum_age")[:1]),
        )
    )


def admit(event, scanned, *, nonce, by, at, gate_id=None, leaving=False, anyway=False):
    """
    Answer a scan at the door of `event` and write it down. Returns the CheckIn.

    Acts as the person at the door, whose right is asked by the database. `scanned` is what stands
    on a ticket, or the id of one that was searched for. `anyway` lets in at another time than the
    ticket's, and is written down where it did. `nonce` is the page's: a scan sent again,
    because an answer got lost, gets the first answer again. Another code, or the same at another
    door or the other way, is another scan, even from a page that was gone back to.
    """
    way = (" out" if leaving else "") + (" anyway" if anyway else "")
    nonce = uuid5(nonce, f"{event.pk} {by.pk} {scanned}{way}")
    try:
        with transaction.atomic():
            ticket, result, visit = _answer(event, scanned, leaving=leaving, at=at)
            out_of_time = result == Result.NOT_NOW
            if out_of_time and anyway:
                result = _use(ticket, at)
            return CheckIn.objects.create(
                event=event,
                ticket=ticket,
                by=by,
                result=result,
                visit=visit,
                anyway=out_of_time and anyway,
                gate_id=gate_id,
                nonce=nonce,
                created_at=at,
            )
    except IntegrityError:
        with_ticket = CheckIn.objects.select_related("ticket__ticket_type", "ticket__slot")
        return with_ticket.get(nonce=nonce)


def _answer(event, scanned, *, leaving, at):
    if isinstance(scanned, UUID):
        ticket = _locked(_scanned().filter(pk=scanned, event=event))
    elif code := codes.read_code(scanned, event_id=event.pk):
        ticket = _locked(_scanned().with_code(code).filter(event=event))
        if ticket is None:
            change = TicketChange.objects.with_old_code(code).filter(event=event).first()
            return change and change.ticket, Result.NOT_VALID, ""
    else:
        ticket = None
    if ticket is None or ticket.status not in (Ticket.Status.VALID, Ticket.Status.USED):
        return ticket, Result.NOT_VALID, ""
    return ticket, *(_let_out(ticket) if leaving else _let_in(ticket, event.zone, at))


@once_a_thread
def _scanned():
    return Ticket.objects.select_related("ticket_type", "slot").only(*SHOWN)


def _locked(tickets):
    """
    The ticket, locked where the door may change it: else it could be passed on, or be let in by
    somebody else, between being found and being used. One that was taken back is only shown.
    """
    locked = tickets.select_for_update(of=("self",), no_key=True)
    return next(iter(locked), None) or next(iter(tickets), None)


def _let_in(ticket, zone, at):
    """The answer to somebody who wants in with a ticket that is locked, and the visit it is."""
    if ticket.status == Ticket.Status.VALID:
        visit = _next_visit(ticket, [], zone, at)
        return _use(ticket, at) if is_time_for(ticket, at) else Result.NOT_NOW, visit
    passages = _passages(ticket)
    visit = _next_visit(ticket, passages, zone, at)
    if not ticket.lets_in:
        return Result.ALREADY_USED, visit
    if visit in [each.visit for each in passages if each.result == Result.ADMITTED]:
        return Result.ALREADY_USED, visit
    return Result.ADMITTED if is_time_for(ticket, at) else Result.NOT_NOW, visit


def is_time_for(ticket, at):
    """Whether a ticket lets in now, as far as it is for a chosen time."""
    slot = ticket.slot
    return slot is None or slot.starts_at - EARLY <= at <= slot.ends_at


def _use(ticket, at):
    if ticket.status == Ticket.Status.VALID:
        advance(ticket, Ticket.Status.USED, at=at, used_at=at)
    return Result.ADMITTED


def _next_visit(ticket, passages, zone, at):
    policies = TicketType.EntryPolicy
    if ticket.ticket_type.entry_policy == policies.DAILY:
        return at.astimezone(zone).date().isoformat()
    if ticket.ticket_type.entry_policy == policies.IN_AND_OUT:
        return str(sum(each.result == Result.LEFT for each in passages))
    return ""


def _let_out(ticket):
    if (admission := _stay(ticket)) is None:
        return Result.NOT_INSIDE, ""
    return Result.LEFT, admission.visit


def _stay(ticket):
    """The admission of who is inside on a ticket, or None."""
    passages = _passages(ticket)
    left = {each.visit for each in passages if each.result == Result.LEFT}
    admitted = [each for each in passages if each.result == Result.ADMITTED]
    last = max(
        admitted, key=lambda each: (each.created_at, len(each.visit), each.visit), default=None
    )
    return last if last and last.visit not in left else None


def _when(scan):
    return scan.created_at, len(scan.visit), scan.visit


def _passages(ticket):
    """When a ticket came in and out, without what was undone."""
    return list(ticket.check_ins.filter(result__in=[Result.ADMITTED, Result.LEFT], undone_at=None))


@transaction.atomic
def undo_admission(event, ticket_id, *, reason, by, at, gate_id=None):
    """
    Take back that somebody was let in: the ticket lets in again. Returns the CheckIn.

    Raises NothingToUndo where nobody is in on the ticket.
    """
    tickets = Ticket.objects.filter(event=event, pk=ticket_id, status=Ticket.Status.USED)
    ticket = next(iter(tickets.select_for_update(of=("self",), no_key=True)), None)
    admission = _stay(ticket) if ticket else None
    if admission is None:
        raise NothingToUndo
    admission.undone_at = at
    admission.save(update_fields=["undone_at"])
    if not _passages(ticket):
        advance(ticket, Ticket.Status.VALID, at=at, used_at=None)
    return CheckIn.objects.create(
        event=event,
        ticket=ticket,
        by=by,
        result=Result.UNDONE,
        visit=admission.visit,
        reason=reason,
        gate_id=gate_id,
        nonce=uuid4(),
        created_at=at,
    )


def search_tickets(event, words):
    """
    The tickets of `event` whose holder is called so, or those of the order with this number.

    Names are sealed, so all of the event are opened: for a search by hand, not for each scan.
    """
    tickets = _scanned().filter(event=event)
    if number := ORDER_NUMBER.fullmatch(words):
        with acting_as("ticketing.door"):
            orders = Order.objects.filter(event=event, number=f"FP-{number[1].upper()}")
            keys = list(orders.values_list("pk", flat=True))
        return list(tickets.filter(order__in=keys).order_by("number")[:MOST_FOUND])
    wanted = _plain(words).split()
    found = [
        ticket
        for ticket in tickets.iterator()
        if all(word in _plain(ticket.holder_name) for word in wanted)
    ]
    return sorted(found, key=lambda ticket: _plain(ticket.holder_name))[:MOST_FOUND]


def _plain(name):
    """A name as somebody at a door would type it: without accents, in small letters."""
    split = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def last_admission(ticket):
    """When and at which gate a ticket let in last."""
    admitted = ticket.check_ins.filter(result=Result.ADMITTED, undone_at=None)
    return admitted.select_related("gate").order_by("-created_at").first()


def passed_on(check_in):
    """The passing on that ended the code of a scan that was not valid, if it was that."""
    if check_in.ticket.status not in (Ticket.Status.VALID, Ticket.Status.USED):
        return None
    ended = check_in.ticket.changes.filter(kind=TicketChange.Kind.TRANSFERRED)
    return ended.filter(created_at__lte=check_in.created_at).order_by("-created_at").first()


def tally(event, *, at):
    """How many are in, and how many tickets there are to come in with. Days are counted alone."""
    today = at.astimezone(event.zone).date().isoformat()
    with connection.cursor() as cursor:  # at each scan: what the ORM would add costs half as much
        cursor.execute(
            """
            SELECT (SELECT count(*) FILTER (WHERE result = 'admitted')
                           - count(*) FILTER (WHERE result = 'left')
                      FROM check_ins
                     WHERE event_id = %(event)s AND result IN ('admitted', 'left')
                       AND undone_at IS NULL AND (length(visit) < 10 OR visit = %(today)s)),
                   (SELECT count(*) FROM tickets
                     WHERE event_id = %(event)s AND status IN ('used', 'valid'))
            """,
            {"event": event.pk, "today": today},
        )
        return cursor.fetchone()
