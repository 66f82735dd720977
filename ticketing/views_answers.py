"""What those who come have answered, for those who sell at the event."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.models import Event
from fashionista.common.exporting import write_down
from fashionista.common.spreadsheets import csv_answer

from .answers import said_on
from .models import Answer, Question, Ticket
from .permissions import can_sell_event

SHOWN = 100  # tickets on one page


def _event(request, slug):
    event = get_object_or_404(Event, slug=slug)
    if not can_sell_event(request.user, event.pk):
        raise PermissionDenied
    return event


def _tickets(event):
    tickets = Ticket.objects.open().filter(event=event).select_related("ticket_type", "order")
    return tickets.order_by("order__number", "number")


def _rows(questions, tickets):
    """For each ticket: order, type, holder, and an answer to each question, "" where none is."""
    said = said_on(tickets)
    for ticket in tickets:
        answers = [said[ticket.pk].get(question.pk, "") for question in questions]
        yield [ticket.order.number, ticket.ticket_type.name, ticket.holder_name, *answers]


@never_cache
@require_safe
@login_required
def event_answers(request, slug):
    event = _event(request, slug)
    questions = list(Question.objects.filter(event=event).in_order())
    page = Paginator(_tickets(event), SHOWN).get_page(request.GET.get("page"))
    context = {
        "event": event,
        "questions": questions,
        "page": page,
        "rows": list(_rows(questions, list(page))),
    }
    return render(request, "ticketing/event_answers.html", context)


@never_cache
@require_safe
@login_required
def event_answers_csv(request, slug):
    """All of it as a file for a spreadsheet, in which no answer becomes a formula."""
    event = _event(request, slug)
    questions = list(Question.objects.filter(event=event).in_order())
    head = [_("Order"), _("Ticket"), _("Holder"), *map(str, questions)]
    rows = list(_rows(questions, list(_tickets(event))))
    write_down(
        request.user,
        what=Answer._meta.db_table,
        rows=len(rows),
        at=timezone.now(),
        looked_for=f"event={event.pk}",
    )
    return csv_answer(f"{event.slug}-answers.csv", [head, *rows])
