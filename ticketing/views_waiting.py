"""The waiting list, as those who wait meet it, and those who offer their tickets to it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fashionista.common import throttle
from fashionista.common.errors import DomainError
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.languages import language_in_use

from . import waiting
from .forms import WaitingForm
from .issuing import order_link
from .models import Order, TicketType, WaitingEntry
from .reselling import offer_to_list, withdraw_from_list
from .scopes import in_ticket_scope


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def waiting_join(request, slug, ticket_type_id):
    """
    Somebody asks to be told. Whatever address they type, the answer is the same: it goes by mail.
    """
    kinds = TicketType.objects.select_related("event__venue").filter(is_hidden=False)
    kind = get_object_or_404(kinds, pk=ticket_type_id, event__slug=slug)
    user = request.user if request.user.is_authenticated else None
    form = WaitingForm(
        request.POST if request.method == "POST" else None,
        most=kind.max_per_order,
        fewest=kind.min_per_order,
        initial={"full_name": user.full_name, "email": user.email} if user else {},
    )
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            throttle.hit("waiting", email, limit=5, seconds=900)
            throttle.hit("waiting from", throttle.client_address(request), limit=30, seconds=900)
            waiting.join(
                kind,
                name=form.cleaned_data["full_name"],
                email=email,
                party=form.cleaned_data["party"],
                user=user,
                language=language_in_use(),
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request,
                _("You are on the list: your place in it is on its way to %(email)s.")
                % {"email": email},
            )
            return redirect("events:event_detail", slug)
    context = {"event": kind.event, "ticket_type": kind, "form": form}
    status = 422 if form.errors else 200
    return render(request, "ticketing/waiting_join.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def waiting_entry(request, secret):
    """One's place on the list, for whoever has the link from the mail."""
    entry = waiting.entry_of(secret)
    if entry is None:
        raise Http404
    if request.method == "POST":
        try:
            waiting.leave(entry, at=timezone.now())
            messages.success(request, _("You have left the waiting list."))
        except DomainError as refusal:
            messages.error(request, refusal.sentence)
        return redirect("ticketing:waiting_entry", secret)
    context = {
        "entry": entry,
        "event": entry.event,
        "ticket_type": entry.ticket_type,
        "place": waiting.place_of(entry) if entry.status == WaitingEntry.Status.WAITING else None,
        "offer": _offer(entry),
    }
    return render(request, "ticketing/waiting_entry.html", context)


def _offer(entry):
    """What became of the places offered: {"state": open, taken or lapsed, "until", "url"}."""
    if not entry.order_id:
        return None
    with acting_as(entry.user_id), order_in_scope(entry.order_id):
        order = Order.objects.get(pk=entry.order_id)
    state = {Order.Status.PENDING: "open", Order.Status.COMPLETED: "taken"}.get(
        order.status, "lapsed"
    )
    return {"state": state, "until": order.hold_expires_at, "url": order_link(order)}


@require_POST
@in_ticket_scope
def ticket_offer(request, ticket):
    return _change(request, ticket, offer_to_list, _("Your ticket is offered to the waiting list."))


@require_POST
@in_ticket_scope
def ticket_withdraw(request, ticket):
    return _change(request, ticket, withdraw_from_list, _("Your ticket is not offered any more."))


def _change(request, ticket, rule, done):
    """A ticket that its buyer still has: who got it from them has paid nothing here."""
    if ticket.opened_as != "buyer":
        raise Http404
    try:
        throttle.hit("ticket offer", ticket.pk, limit=20, seconds=3600)
        rule(ticket, by=request.user if request.user.is_authenticated else None, at=timezone.now())
        messages.success(request, done)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("ticketing:ticket_detail", ticket.pk)
