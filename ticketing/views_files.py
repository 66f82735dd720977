"""Tickets as files: on paper, in a calendar."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import issuing, printing
from .models import Order, Ticket
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
    tickets = Ticket.objects.filter(order=order_id, passed_on_at=None).order_by("number")
    tickets = list(tickets.select_related("ticket_type", "order", "event__venue"))
    return _pdf(tickets, name=tickets[0].order.number if tickets else "")


def _pdf(tickets, *, name):
    pages = [printing.page_of(ticket) for ticket in tickets if ticket.lets_in]
    if not pages:
        raise Http404
    return _file(printing.draw_pdf(pages, name=name), f"{name}.pdf", "application/pdf")


@never_cache
@require_safe
@in_order_scope
def order_calendar(request, order_id):
    """The event of a paid order, with a link back to its tickets that holds no secret."""
    orders = Order.objects.filter(status=Order.Status.COMPLETED).select_related("event__venue")
    order = get_object_or_404(orders, pk=order_id)
    page = reverse("ticketing:order_detail", args=[order.pk])
    return _file(
        issuing.calendar_file(order.event, page=page), f"{order.number}.ics", "text/calendar"
    )


def _file(content, name, mime_type):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=mime_type, headers=headers)
