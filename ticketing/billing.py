"""
Invoices and credit notes: made by the system for the organizer, who is the merchant.

An organizer's documents are numbered without a gap, each kind for itself: the counter is one row,
locked last of all, and a transaction that fails gives its number back.
"""

import uuid
from collections import Counter
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import OrganizerProfile
from fashionista.common.identity import acting_as, order_in_scope

from .exceptions import NothingToInvoice
from .models import Invoice, Order, Payment, Refund, Ticket
from .permissions import can_invoice_at
from .vat import Share, shares, spread

SYSTEM = "ticketing.issue"


def paid_by():
    """The gateway an order in `OuterRef("pk")` was paid by, as a subquery."""
    return paid_by_of(OuterRef("pk"))


def paid_by_of(order):
    """The same where the order's key is this expression: the payment that bought something."""
    payments = Payment.objects.filter(order=order, status=Payment.Status.SUCCESSFUL)
    sold = payments.exclude(refunds__reason__in=Refund.UNSOLD)
    return Subquery(sold.order_by("created_at").values("payment_method")[:1])


@transaction.atomic
def issue_invoice(order, *, by, at):
    """
    Make what is missing of an order's documents: its invoice, and credit notes of what went back.

    For orders from before there were invoices, and for what failed. Returns the new documents.
    Raises PermissionDenied, and NothingToInvoice where an order is not paid, cost nothing or has
    all.
    """
    if not can_invoice_at(by, order):
        raise PermissionDenied
    with order_in_scope(order.pk), acting_as(SYSTEM):
        order = _order(order.pk)
        made: list[Invoice] = []
        if not order.invoices.filter(kind=Invoice.Kind.INVOICE).exists() and order.paid_by:
            made += filter(None, [bill(order, list(order.lines.all()), paid_by=order.paid_by)])
        made += credit_all(order)
    if not made:
        raise NothingToInvoice
    return made


def _order(order_id):
    """The order, while nobody else makes documents of it: its tickets are locked for that."""
    list(Ticket.objects.select_for_update().filter(order=order_id).values_list("pk"))
    orders = Order.objects.select_related("event__venue").annotate(paid_by=paid_by())
    return orders.get(pk=order_id)


def bill(order, lines, *, paid_by):
    """
    The invoice of an order that is paid; None where it cost nothing.

    For callers in the order's scope that know there is none yet; sent twice, the second fails on
    the database's own rule. It is written for the organizer, whoever acted before.
    """
    if not (order.total_amount and order.completed_at):
        return None
    return _write(
        order,
        Invoice.Kind.INVOICE,
        total=order.total_amount,
        lines=[_line(line.name, line.quantity, line.unit_price, line.vat_rate) for line in lines],
        vat=shares(((line.vat_rate, line.amount) for line in lines), order.currency),
        settled_at=order.completed_at,
        settled_by=paid_by,
    )


def credit_all(order):
    """Credit notes of all that went back and has none yet. For callers as of `bill`."""
    done = Q(status=Refund.Status.SUCCESSFUL, credit_note__isnull=True)
    refunds = Refund.objects.filter(done, order=order).exclude(reason__in=Refund.UNSOLD)
    found = [credit(refund, order) for refund in refunds.order_by("finished_at")]
    return [note for note in found if note]


def credit_refund(refund):
    """
    The credit note of a refund that came through, made once; None where nothing was invoiced. An
    invoice that is being made this moment is waited for.

    What was paid twice, or too late, bought nothing and was never invoiced.
    """
    if refund.reason in Refund.UNSOLD:
        return None
    return credit(refund, _order(refund.order_id))


def credit(refund, order):
    documents = list(Invoice.objects.filter(order=order).order_by("issued_at"))
    invoice = next((each for each in documents if each.kind == Invoice.Kind.INVOICE), None)
    if invoice is None:
        return None
    if had := next((each for each in documents if each.refund_id == refund.pk), None):
        had.order = order
        return had
    payment = Payment.objects.get(pk=refund.payment_id)
    with override(order.language):
        lines, vat = _given_back(refund, order, _left(invoice, documents))
    return _write(
        order,
        Invoice.Kind.CREDIT_NOTE,
        total=refund.amount,
        lines=lines,
        vat=vat,
        settled_at=refund.finished_at,
        settled_by=payment.payment_method,
        refund=refund,
        corrects=invoice,
    )


def _left(invoice, documents):
    """{rate: Share}: what of an invoice no credit note has corrected yet."""
    left = {share.rate: share for share in shares_in(invoice)}
    for note in documents:
        for share in shares_in(note) if note.kind == Invoice.Kind.CREDIT_NOTE else ():
            was = left[share.rate]
            left[share.rate] = Share(
                share.rate, was.net - share.net, was.vat - share.vat, was.gross - share.gross
            )
    return left


def shares_in(invoice):
    """A document's VAT by rate."""
    return [Share(**{name: Decimal(said) for name, said in row.items()}) for row in invoice.vat]


def _given_back(refund, order, left):
    """
    Lines and VAT of a credit note.

    Tickets that ended with the refund are named at what they cost; a line for each rate says what
    was kept of that, or given besides. A free sum is parted over the rates as the invoice is. What
    gives back the last of an invoice takes what is left of each rate, so that nothing stays.
    """
    returned = Counter(order.tickets.filter(refund=refund).values_list("ticket_type", flat=True))
    sold = [line for line in order.lines.all() if returned[line.ticket_type_id]]
    worth: dict[Decimal, Decimal] = {}
    for line in sold:
        amount = returned[line.ticket_type_id] * line.unit_price
        worth[line.vat_rate] = worth.get(line.vat_rate, Decimal(0)) + amount
    room = {rate: share.gross for rate, share in left.items()}
    is_last = refund.amount == sum(room.values(), Decimal(0))
    if is_last:
        parts = {rate: part for rate, part in room.items() if part}
    else:
        weights = worth if any(worth.values()) else room
        parts = spread(refund.amount, weights, room, order.currency)
    lines = [
        _line(line.name, returned[line.ticket_type_id], line.unit_price, line.vat_rate)
        for line in sold
    ]
    for rate in sorted({*parts, *worth}, reverse=True):
        rest = parts.get(rate, Decimal(0)) - worth.get(rate, Decimal(0))
        lines += [_line(_words_for(rest, sold), 1, rest, rate)] if rest else []
    if is_last:
        return lines, [left[rate] for rate in sorted(parts, reverse=True)]
    return lines, shares(parts.items(), order.currency)


def _words_for(rest, sold):
    """What a credit note calls a sum that is no ticket's price."""
    if not sold:
        return _("Partial refund")
    return _("Kept, or given back before") if rest < 0 else _("Given back besides")


def _line(name, quantity, unit_price, rate):
    return {
        "name": name,
        "quantity": quantity,
        "unit_price": str(unit_price),
        "amount": str(quantity * unit_price),
        "rate": str(rate),
    }


def _write(order, kind, *, vat, **fields):
    organizer_id = order.event.organizer_id
    with acting_as(organizer_id), order_in_scope(order.pk), acting_as(SYSTEM):
        profile = _next(organizer_id, kind)
        buyer = {"name": order.buyer_name, "email": order.buyer_email, **(order.billing or {})}
        return Invoice.objects.create(
            organizer_id=organizer_id,
            event_id=order.event_id,
            order=order,
            event_title=order.event.title,
            event_start=order.event.start_date,
            kind=kind,
            sequence=profile.next_number,
            number=number_of(kind, profile.next_number, prefix=profile.invoice_prefix or ""),
            issued_at=profile.counted_at,
            currency=order.currency,
            vat=[{name: str(said) for name, said in vars(share).items()} for share in vat],
            seller=_seller(profile) if profile.pk else {"name": order.event.title},
            buyer=buyer,
            **fields,
        )


def _seller(profile):
    return {
        "name": profile.legal_name or profile.public_name,
        "address": profile.address,
        "vat_id": profile.vat_id,
        "note": profile.invoice_note or "",
    }


def number_of(kind, sequence, *, prefix):
    """NL-2027-000001, a credit note's NL-2027-C000001. No two of an organizer are the same."""
    series = "C" if kind == Invoice.Kind.CREDIT_NOTE else ""
    return "-".join(filter(None, [prefix, f"{series}{sequence:06}"]))


def _next(organizer_id, kind):
    """
    The organizer's profile, empty if there is none, with `next_number` of a series and when it was
    given out, `counted_at`.

    One statement, by the database's clock while the counter is locked: no later number is dated
    earlier.
    """
    (profile,) = OrganizerProfile.objects.raw(
        "WITH counted AS ("
        "  INSERT INTO invoice_counters AS counter (id, organizer_id, kind, last)"
        "  VALUES (%s, %s, %s, 1) ON CONFLICT (organizer_id, kind)"
        "  DO UPDATE SET last = counter.last + 1 RETURNING organizer_id, last)"
        " SELECT profile.*, last AS next_number, clock_timestamp() AS counted_at"
        " FROM counted LEFT JOIN organizer_profiles profile ON user_id = organizer_id",
        [uuid.uuid4(), organizer_id, kind],
    )
    return profile
