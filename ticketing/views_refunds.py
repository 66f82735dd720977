"""Pages that give back what was sold."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.models import Event
from fashionista.common import throttle
from fashionista.common.errors import DomainError

from . import asking, calling_off, refunding, returning
from .exceptions import AnotherSum
from .forms_refunds import AskForm, RefundForm, ReturnForm, sum_shown
from .models import Order, OrderLine, RefundRequest, RefundRun
from .permissions import can_refund_at, can_refund_event
from .scopes import in_order_scope


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def order_refund(request, order_id):
    """The organizer chooses, sees what would go back, and confirms that very sum."""
    order = get_object_or_404(Order.objects.select_related("event__venue"), pk=order_id)
    if not can_refund_at(request.user, order):
        raise PermissionDenied
    form = RefundForm(request.POST if request.method == "POST" else None, tickets=_open(order))
    due = None
    if form.is_valid():
        try:
            if "confirm" in request.POST:
                refunding.refund(
                    order,
                    **form.what(),
                    by=request.user,
                    at=timezone.now(),
                    reason=form.cleaned_data["reason"],
                    expected=sum_shown(request.POST["confirm"]),
                )
                messages.success(request, _("Refunded. The buyer is told by email."))
                return redirect("admin:ticketing_order_change", order_id)
            due = refunding.due_back(order, list(_open(order)), **form.what())
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
            if isinstance(refusal, AnotherSum):
                due = refunding.due_back(order, list(_open(order)), **form.what())
    context = {"order": order, "event": order.event, "form": form, "due": due}
    status = 422 if form.errors else 200
    return render(request, "ticketing/order_refund.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_order_scope
def order_return(request, order_id):
    """A buyer ticks tickets, sees what they get for them, and confirms that very sum."""
    order = get_object_or_404(Order.objects.select_related("event__venue"), pk=order_id)
    if returning.must_ask(order) and request.method != "POST":
        return redirect("ticketing:order_ask", order_id)
    form = ReturnForm(request.POST if request.method == "POST" else None, tickets=_open(order))
    done, offer = _confirmed(request, order, form, returning.return_tickets)
    if done:
        messages.success(request, _("Your tickets are returned. We have emailed you."))
        return redirect("ticketing:order_detail", order_id)
    context = _return_context(order, form, offer)
    status = 422 if form.errors else 200
    return render(request, "ticketing/order_return.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_order_scope
def order_ask(request, order_id):
    """The same where the organizer decides: the buyer asks, and reads the answer here."""
    order = get_object_or_404(Order.objects.select_related("event__venue"), pk=order_id)
    asked = asking.latest_request(order)
    if not (asked or returning.must_ask(order) or request.method == "POST"):
        return redirect("ticketing:order_return", order_id)
    form = AskForm(request.POST if request.method == "POST" else None, tickets=_open(order))
    done, offer = _confirmed(request, order, form, _ask)
    if done:
        messages.success(request, _("The organizer has your request. We have emailed you."))
        return redirect("ticketing:order_ask", order_id)
    context = _return_context(order, form, offer) | {
        "asked": asked,
        "is_open": asked is not None and asked.status == RefundRequest.Status.OPEN,
        "must_ask": returning.must_ask(order),
        "asked_for": asked and _numbered(order, asked),
    }
    status = 422 if form.errors else 200
    return render(request, "ticketing/order_ask.html", context, status=status)


def _ask(order, **told):
    """Each request is a mail to the organizer: who asks and withdraws in turns has to wait."""
    throttle.hit("refund request", order.pk, limit=5, seconds=3600)
    return asking.ask_refund(order, **told)


@never_cache
@require_POST
@in_order_scope
def order_ask_withdraw(request, order_id):
    asked = get_object_or_404(RefundRequest, order=order_id, status=RefundRequest.Status.OPEN)
    try:
        asking.withdraw_request(asked, by=_who(request), at=timezone.now())
        messages.success(request, _("Your request is withdrawn. The tickets stay yours."))
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("ticketing:order_ask", order_id)


def _confirmed(request, order, form, rule):
    """Whether the rule has done what was confirmed; else what it would give, if that is asked."""
    if not form.is_valid():
        return False, None
    now, chosen = timezone.now(), list(form.cleaned_data["tickets"])
    more = {name: said for name, said in form.cleaned_data.items() if name != "tickets"}
    try:
        if "confirm" in request.POST:
            expected = sum_shown(request.POST["confirm"])
            rule(order, tickets=chosen, expected=expected, by=_who(request), at=now, **more)
            return True, None
        return False, returning.offer_return(order, list(_open(order)), tickets=chosen, at=now)
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        if isinstance(refusal, AnotherSum):
            return False, returning.offer_return(order, list(_open(order)), tickets=chosen, at=now)
    return False, None


def _return_context(order, form, offer):
    ends_at = returning.last_moment(order, list(_open(order)))
    return {
        "order": order,
        "event": order.event,
        "form": form,
        "offer": offer,
        "policy": returning.policy_of(order),
        "ends_at": ends_at,
        "is_over": ends_at is None or timezone.now() > ends_at,
    }


def _numbered(order, asked):
    """The tickets that were asked for, whatever has become of them."""
    tickets = order.tickets.select_related("ticket_type")
    return tickets.filter(number__in=asked.numbers).order_by("number")


def _who(request):
    return request.user if request.user.is_authenticated else None


SHOWN = 100  # orders on one page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def refund_run(request, slug):
    """How far a cancelled event's orders are given back, and a button for what was not."""
    event = get_object_or_404(Event, slug=slug, status=Event.Status.CANCELLED)
    if not can_refund_event(request.user, event.pk):
        raise PermissionDenied
    run = RefundRun.objects.filter(event=event).first()
    if request.method == "POST" and run:
        calling_off.retry_run(run, by=request.user, at=timezone.now())
        messages.success(request, _("What was not given back is tried again."))
        return redirect("ticketing:refund_run", slug)
    sold = Order.objects.filter(event=event, status=Order.Status.COMPLETED).order_by("created_at")
    context = {
        "event": event,
        "run": run,
        "left": sold[:SHOWN] if run and run.finished_at else [],
        "refused": calling_off.refused(event.pk)[:SHOWN],
    }
    return render(request, "ticketing/refund_run.html", context)


def _open(order):
    """The tickets that may go back, each with its `price`."""
    line = OrderLine.objects.filter(order=order.pk, ticket_type=OuterRef("ticket_type"))
    tickets = order.tickets.open().select_related("ticket_type", "order", "slot")
    return tickets.annotate(price=Subquery(line.values("unit_price"))).order_by("number")
