"""Tickets and invoices as files: on paper, in a calendar, in a phone's wallet."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import billing_pdf, issuing, printing, wallets
from .models import Invoice, Order, Ticket
from .scopes import in_order_scope, in_ticket_scope


@never_cache
@require_safe
@in_ticket_scope
def ticket_pdf(request, ticket):
    return _pdf([ticket], name=ticket.code)


@never_cache
@require_safe
@in_order_scope
def order_pdf(request, order_id):
    """All tickets of an order that are still the buyer's and let somebody in."""
    theirs = Ticket.objects.filter(order=order_id, passed_on_at=None).order_by("number")
    tickets = list(theirs.select_related("ticket_type", "slot", "order", "event__venue"))
    return _pdf(tickets, name=tickets[0].order.number if tickets else "")


def _pdf(tickets, *, name):
    pages = [printing.page_of(ticket) for ticket in tickets if ticket.lets_in]
    if not pages:
        raise Http404
    return _file(printing.draw_pdf(pages, name=name), f"{name}.pdf", "application/pdf")


@never_cache
@require_safe
@in_order_scope
def order_invoice(request, order_id, number):
    """An order's invoice or a credit note, for its buyer."""
    return _invoice(order=order_id, number=number)


@never_cache
@require_safe
@login_required
def desk_invoice(request, invoice_id):
    """The same for those who see the documents of an event: the policies know."""
    return _invoice(pk=invoice_id)


def _invoice(**which):
    documents = Invoice.objects.select_related("order__event__venue", "corrects")
    invoice = get_object_or_404(documents, **which)
    content = billing_pdf.draw_pdf(billing_pdf.page_of(invoice))
    return _file(content, f"{invoice.number}.pdf", "application/pdf")


@never_cache
@require_safe
@in_order_scope
def order_calendar(request, order_id):
    """The event of a paid order, with a link back to its tickets that holds no secret."""
    orders = Order.objects.filter(status=Order.Status.COMPLETED).select_related("event__venue")
    order = get_object_or_404(orders, pk=order_id)
    line = order.lines.filter(slot__isnull=False).select_related("slot").first()
    page = reverse("ticketing:order_detail", args=[order.pk])
    return _calendar(order.event, line and line.slot, page=page, name=order.number)


@never_cache
@require_safe
@in_ticket_scope
def ticket_calendar(request, ticket):
    """The event of a ticket, at the time it is for."""
    page = reverse("ticketing:ticket_detail", args=[ticket.pk])
    return _calendar(ticket.event, ticket.slot, page=page, name=ticket.code)


def _calendar(event, slot, *, page, name):
    return _file(issuing.calendar_file(event, slot, page=page), f"{name}.ics", "text/calendar")


@never_cache
@require_safe
@in_ticket_scope
def ticket_apple(request, ticket):
    if not (wallets.has_apple() and ticket.lets_in):
        raise Http404
    return _file(wallets.apple_pass(ticket), f"{ticket.code}.pkpass", wallets.APPLE_TYPE)


@never_cache
@require_safe
@in_ticket_scope
def ticket_google(request, ticket):
    if not (wallets.has_google() and ticket.lets_in):
        raise Http404
    return redirect(wallets.google_link(ticket, at=timezone.now()))


def _file(content, name, mime_type):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=mime_type, headers=headers)
