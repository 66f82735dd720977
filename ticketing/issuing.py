"""After the sale: QR codes are drawn and tickets mailed. Done by the worker, safe to do twice."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from communications.attachments import Attachment, provides
from communications.notifications import language_of, notify, site_url
from events.calendars import calendar_of
from events.models import Event, OrganizerProfile
from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.sealing import normalised
from fashionista.common.threads import once_a_thread

from . import billing, billing_pdf, drawing, printing
from .calling_off import CALL_OFF
from .exceptions import NothingToSend
from .gateways.transfer import account_of
from .lines import lines_of, read_lines
from .models import Invoice, Order, Refund, Ticket, TicketChange
from .vat import included

QR, PDF, CALENDAR = "ticketing.qr", "ticketing.pdf", "ticketing.calendar"
INVOICE = "ticketing.invoice"


@transaction.atomic
def issue_tickets(order_id):
    """
    Draw what is not drawn yet, make the invoice if anything was paid, mail the buyer all of it and
    each holder their own ticket.

    Drawing, invoice and mail are one transaction: where one is there, all are, and the mail is on
    its way.
    What was passed on already is left to `hand_over`; what was given back meanwhile is not mailed,
    and what was sold at a cancelled event is given back.
    """
    with order_in_scope(order_id), acting_as("ticketing.issue"):
        tickets = list(tickets_to_mail(order_id).select_for_update(of=("self",)))
        if not tickets:
            raise Ticket.DoesNotExist(f"order {order_id} has no tickets to issue")
        first = tickets[0]
        tickets = [ticket for ticket in tickets if ticket.passed_on_at is None]
        is_drawn = all(ticket.qr_modules for ticket in tickets)
        for ticket in [] if is_drawn else tickets:
            _draw(ticket)
        lines = read_lines(first.order_lines)
        invoice = _bill(first, lines)
        if is_drawn:
            return
        if first.event.status == Event.Status.CANCELLED:
            outbox.post(CALL_OFF, first.event_id)
        elif still_open := [ticket for ticket in tickets if ticket.is_open]:
            _send(first.order, still_open, lines, invoice)


def _bill(ticket, lines):
    """The invoice of this ticket's order, made now if it has none; None where it cost nothing."""
    if ticket.has_invoice or not ticket.paid_by:
        return None
    ticket.order.event = ticket.event
    invoice = billing.bill(ticket.order, lines, paid_by=ticket.paid_by)
    if ticket.has_refunds:
        billing.credit_all(ticket.order)
    return invoice


def _send(order, tickets, lines, invoice):
    """To the buyer what is still theirs, and to each holder with another address their own."""
    theirs = [ticket for ticket in tickets if ticket.passed_on_at is None]
    if theirs:
        send_tickets(order, theirs, lines, invoice)
    for ticket in tickets:
        if ticket.lets_in and normalised(ticket.holder_email or "") not in (
            "",
            normalised(order.buyer_email),
        ):
            send_ticket(ticket)


def _draw(ticket):
    ticket.qr_modules = drawing.draw(ticket.qr_code)
    ticket.save(update_fields=["qr_modules"])


@transaction.atomic
def hand_over(change_id):
    """Mail a ticket that was corrected or passed on, drawn anew where its code is new."""
    with acting_as("ticketing.issue"):
        change = TicketChange.objects.get(pk=change_id)
    with order_in_scope(change.order_id), acting_as("ticketing.issue"):
        tickets = tickets_to_mail(change.order_id).select_for_update(of=("self",))
        ticket = tickets.get(pk=change.ticket_id)
        if ticket.qr_modules is None:
            _draw(ticket)
        if ticket.status == Ticket.Status.VALID:
            send_ticket(ticket)


@transaction.atomic
def resend_tickets(order, *, by, at):
    """Mail an order's tickets once more. Raises NothingToSend where there are none."""
    with order_in_scope(order.pk), acting_as("ticketing.issue"):
        tickets = list(tickets_to_mail(order.pk).open().filter(qr_modules__isnull=False))
        if not tickets:
            raise NothingToSend
        lines = read_lines(tickets[0].order_lines)
        invoices = Invoice.objects.select_related("order__event__venue")
        invoice = invoices.filter(order=order.pk, kind=Invoice.Kind.INVOICE).first()
        _send(tickets[0].order, tickets, lines, invoice)


@transaction.atomic
def resend_ticket(ticket, *, by, at):
    """Mail one ticket to its holder once more. Raises NothingToSend where it lets nobody in."""
    with order_in_scope(ticket.order_id), acting_as("ticketing.issue"):
        drawn = tickets_to_mail(ticket.order_id).filter(qr_modules__isnull=False)
        ticket = drawn.filter(pk=ticket.pk).first()
        if ticket is None or not ticket.lets_in:
            raise NothingToSend(_("This ticket lets nobody in, so it was not sent."))
        send_ticket(ticket)


def tickets_to_mail(order_id):
    """
    An order's tickets with all that their mails and the invoice say. Each says of its order what it
    was `paid_by`, its `order_lines`, and whether it `has_invoice` and `has_refunds`.
    """
    return _mailed_tickets().filter(order=order_id)


@once_a_thread
def _mailed_tickets():
    seller = OrganizerProfile.objects.filter(user=OuterRef("event__organizer"))
    invoices = Invoice.objects.filter(order=OuterRef("order"), kind=Invoice.Kind.INVOICE)
    refunds = Refund.objects.filter(order=OuterRef("order"), status=Refund.Status.SUCCESSFUL)
    return (
        Ticket.objects.select_related("ticket_type", "slot", "order", "event__venue")
        .annotate(
            organizer_name=Subquery(seller.values("public_name")[:1]),
            paid_by=billing.paid_by_of(OuterRef("order")),
            order_lines=lines_of("order"),
            has_invoice=Exists(invoices),
            has_refunds=Exists(refunds),
        )
        .order_by("number")
    )


def send_tickets(order, tickets, lines, invoice=None):
    """Mail an order's tickets to its buyer, each with its QR, and the invoice if there is one."""
    event = tickets[0].event
    event.organizer_name = tickets[0].organizer_name
    language = language_of(order.user_id, otherwise=order.language)
    page = reverse("ticketing:order_detail", args=[order.pk])
    timed = _timed(tickets)
    notify(
        "ticketing/tickets",
        {
            "order": order,
            "event": event,
            "starts_at": timed.starts_at,
            "slot": timed.slot,
            "lines": lines,
            "vat": included(lines, order.currency),
            "invoice": invoice,
            "tickets": [_shown(ticket) for ticket in tickets],
            "order_url": order_link(order),
        },
        address=order.buyer_email,
        user_id=order.user_id,
        language=language,
        page=page,
        attachments=[
            *[_qr_of(ticket) for ticket in tickets],
            *files_of(tickets, name=order.number, page=page, language=language),
            *_paper_of(invoice),
        ],
    )


def _paper_of(invoice):
    """A document as the mail keeps it: what stands on it, drawn when the mail goes out."""
    if invoice is None:
        return []
    return [(INVOICE, [invoice.number, billing_pdf.page_of(invoice)])]


def send_ticket(ticket):
    """Mail one ticket to its holder, or to the buyer where the holder has no address."""
    order, event = ticket.order, ticket.event
    event.organizer_name = ticket.organizer_name
    language = language_of(ticket.user_id, otherwise=order.language)
    page = reverse("ticketing:ticket_detail", args=[ticket.pk])
    notify(
        "ticketing/ticket",
        {
            "order": order,
            "event": event,
            "starts_at": ticket.starts_at,
            "slot": ticket.slot,
            "ticket": _shown(ticket),
            "ticket_url": ticket_link(ticket),
        },
        address=ticket.holder_email or order.buyer_email,
        user_id=ticket.user_id,
        language=language,
        attachments=[
            _qr_of(ticket),
            *files_of([ticket], name=ticket.code, page=page, language=language),
        ],
    )


def _shown(ticket):
    return {
        "holder_name": ticket.holder_name,
        "type_name": ticket.ticket_type.name,
        "code": ticket.code,
        "cid": content_id(ticket.pk),
    }


def _qr_of(ticket):
    return QR, [content_id(ticket.pk), ticket.code, ticket.qr_modules]


def files_of(tickets, *, name, page, language):
    """The tickets on paper and their event for a calendar, made when the mail goes out."""
    with override(language):
        pages = [printing.page_of(ticket) for ticket in tickets]
    timed = _timed(tickets)
    entry = calendar_file(timed.event, timed.slot, page=page).decode()
    return [(PDF, [name, pages]), (CALENDAR, [name, entry])]


def _timed(tickets):
    """Of the tickets of an order one that is for a chosen time, as far as there is any."""
    return next((ticket for ticket in tickets if ticket.slot), tickets[0])


def calendar_file(event, slot, *, page):
    """An .ics file of one event, or of one of its times, that leads to this page."""
    times = (slot.starts_at, slot.ends_at) if slot else None
    return calendar_of([event], url_of=lambda each: site_url(page), times=times)


def ticket_link(ticket):
    """The address that opens one ticket to whoever has it, until it is passed on."""
    path = reverse("ticketing:ticket_detail", args=[ticket.pk])
    return f"{site_url(path)}?order={ticket.order_id}&key={ticket.link_key}"


def order_link(order):
    """The address that opens an order to whoever has it. Goes into mails to its buyer only."""
    path = reverse("ticketing:order_detail", args=[order.pk])
    return f"{site_url(path)}?key={order.access_secret}"


def content_id(ticket_id):
    return f"qr-{ticket_id}"


@provides(QR)
def qr_attachment(content_id, code, squares):
    return Attachment(
        name=f"{code}.png",
        mime_type="image/png",
        content=drawing.as_png(squares),
        content_id=content_id,
    )


@provides(PDF)
def pdf_attachment(name, pages):
    return Attachment(
        name=f"{name}.pdf",
        mime_type="application/pdf",
        content=printing.draw_pdf(pages, name=name),
    )


@provides(INVOICE)
def invoice_attachment(number, page):
    return Attachment(
        name=f"{number}.pdf",
        mime_type="application/pdf",
        content=billing_pdf.draw_pdf(page),
    )


@provides(CALENDAR)
def calendar_attachment(name, entry):
    return Attachment(name=f"{name}.ics", mime_type="text/calendar", content=entry.encode())


@transaction.atomic
def tell_refunded(refund_id):
    """
    Tell a buyer that their money is on its way back, why, and which tickets ended with it.

    The credit note goes with it, made in the same transaction where the order was invoiced.
    """
    with acting_as("ticketing.refund"):
        refund = Refund.objects.get(pk=refund_id)
    with order_in_scope(refund.order_id), acting_as("ticketing.issue"):
        note = billing.credit_refund(refund)
        order = Order.objects.select_related("event__venue").get(pk=refund.order_id)
        tell_buyer(
            "ticketing/refunded",
            order,
            attachments=_paper_of(note),
            credit_note=note,
            amount=refund.amount,
            reason=refund.note or Refund.Reason(refund.reason).label,
            tickets=named(order.tickets.filter(refund=refund)),
            tickets_end=order.status == Order.Status.REFUNDED,
        )


@transaction.atomic
def tell_cancelled(order_id):
    """Tell a buyer which tickets that cost nothing let nobody in any more."""
    with order_in_scope(order_id), acting_as("ticketing.issue"):
        order = Order.objects.select_related("event__venue").get(pk=order_id)
        ended = order.tickets.filter(status=Ticket.Status.REFUNDED)
        tell_buyer("ticketing/cancelled", order, tickets=named(ended))


@transaction.atomic
def tell_called_off(order_id):
    """Tell a buyer that the event does not take place, and what goes back for it."""
    with acting_as("ticketing.refund"):
        kind = Refund.Reason.EVENT_CANCELLED
        refund = Refund.objects.filter(order=order_id, reason=kind).first()
    with order_in_scope(order_id), acting_as("ticketing.issue"):
        order = Order.objects.select_related("event__venue").get(pk=order_id)
        tell_buyer("ticketing/called_off", order, amount=refund and refund.amount)


def named(tickets):
    return [
        {"holder_name": ticket.holder_name, "type_name": ticket.ticket_type.name}
        for ticket in tickets.select_related("ticket_type").order_by("number")
    ]


def tell_buyer(template, order, *, attachments=(), **context):
    notify(
        template,
        {"order": order, "event": order.event, "order_url": order_link(order), **context},
        address=order.buyer_email,
        user_id=order.user_id,
        language=language_of(order.user_id, otherwise=order.language),
        page=reverse("ticketing:order_detail", args=[order.pk]),
        attachments=attachments,
    )


def tell_account(order_id):
    """Mail a buyer where to send the money, while the order still waits for it."""
    with order_in_scope(order_id), acting_as("ticketing.issue"):
        order = Order.objects.select_related("event__venue").get(pk=order_id)
        if order.status != Order.Status.PENDING:
            return
        notify(
            "ticketing/transfer",
            {
                "order": order,
                "event": order.event,
                "account": account_of(order),
                "order_url": order_link(order),
            },
            address=order.buyer_email,
            user_id=order.user_id,
            language=language_of(order.user_id, otherwise=order.language),
            page=reverse("ticketing:order_detail", args=[order.pk]),
        )
