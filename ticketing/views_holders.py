"""Whose ticket it is: its name or answers corrected, or the ticket passed on."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashionista.common import throttle
from fashionista.common.errors import DomainError

from .answers import answered, asked_for, asked_of, can_correct
from .forms import HolderForm, TransferForm
from .forms_questions import AnswersForm
from .handing_on import correct_answers, correct_name, transfer_ticket
from .issuing import resend_ticket, resend_tickets
from .models import Order, Ticket
from .scopes import in_holder_scope, in_order_scope

LIMIT, HOUR = 20, 3600  # each change is a mail to an address anybody may name


@never_cache
@require_safe
@in_holder_scope
def ticket_holder(request, ticket):
    return _page(request, ticket)


@require_POST
@in_holder_scope
def ticket_correct(request, ticket):
    form = HolderForm(request.POST, auto_id="correct_%s")
    if not form.is_valid():
        return _page(request, ticket, correct=form)
    try:
        _throttled(ticket)
        correct_name(ticket, by=_person(request), at=timezone.now(), **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, ticket, correct=form)
    messages.success(request, _("The name is changed. The ticket goes out by email once more."))
    return _back(request, ticket)


@require_POST
@in_holder_scope
def ticket_transfer(request, ticket):
    form = TransferForm(request.POST, auto_id="transfer_%s")
    if not form.is_valid():
        return _page(request, ticket, transfer=form)
    try:
        _throttled(ticket)
        transfer_ticket(ticket, by=_person(request), at=timezone.now(), **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, ticket, transfer=form)
    messages.success(
        request,
        _("Passed on to %(name)s, who gets it by email. The old code lets nobody in any more.")
        % {"name": form.cleaned_data["name"]},
    )
    return _back(request, ticket, passed_on=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_holder_scope
def ticket_answers(request, ticket):
    """What the event asks of who comes on this ticket, for them to answer otherwise."""
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        questions=asked_for(asked_of(ticket.event_id), ticket.ticket_type_id),
        ticket=ticket.ticket_type.name,
        answered={each.question_id: each.value for each in answered(ticket)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            correct_answers(ticket, said=form.asked.said, by=_person(request), at=timezone.now())
            messages.success(request, _("Your answers are kept."))
            return _back(request, ticket)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
    context = {
        "ticket": ticket,
        "event": ticket.event,
        "form": form,
        "may_answer": can_correct(ticket, timezone.now()),
    }
    status = 422 if form.errors else 200
    return render(request, "ticketing/ticket_answers.html", context, status=status)


@require_POST
@in_holder_scope
def ticket_resend(request, ticket):
    try:
        _throttled(ticket)
        resend_ticket(ticket, by=_person(request), at=timezone.now())
        messages.success(request, _("The ticket is on its way by email."))
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("ticketing:ticket_holder", ticket.pk)


@require_POST
@in_order_scope
def order_resend(request, order_id):
    order = get_object_or_404(Order, pk=order_id)
    try:
        throttle.hit("order resend", order_id, limit=5, seconds=HOUR)
        resend_tickets(order, by=_person(request), at=timezone.now())
        messages.success(request, _("The tickets are on their way by email."))
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("ticketing:order_detail", order_id)


def _page(request, ticket, *, correct=None, transfer=None):
    context = {
        "ticket": ticket,
        "event": ticket.event,
        "is_open": ticket.status == Ticket.Status.VALID,
        "correct": correct
        or HolderForm(initial={"name": ticket.holder_name}, auto_id="correct_%s"),
        "transfer": transfer or TransferForm(auto_id="transfer_%s"),
    }
    status = 422 if correct or transfer else 200
    return render(request, "ticketing/ticket_holder.html", context, status=status)


def _back(request, ticket, *, passed_on=False):
    if ticket.opened_as == "seller":
        return redirect("ticketing:ticket_holder", ticket.pk)
    if not passed_on:
        return redirect("ticketing:ticket_detail", ticket.pk)
    if ticket.opened_as == "buyer":
        return redirect("ticketing:order_detail", ticket.order_id)
    return redirect("events:event_detail", ticket.event.slug)


def _throttled(ticket):
    throttle.hit("ticket holder", ticket.pk, limit=LIMIT, seconds=HOUR)


def _person(request):
    return request.user if request.user.is_authenticated else None
