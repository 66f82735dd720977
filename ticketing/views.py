from operator import attrgetter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Subquery, Sum
from django.db.models.functions import JSONObject
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.models import OrganizerProfile
from fashionista.common.errors import DomainError
from fashionista.common.identity import acting_as, for_nobody, order_in_scope
from fashionista.common.threads import once_a_thread

from . import checkout, drawing, payments, wallets
from .answers import answered, asked_of, can_correct, with_answers
from .asking import open_request
from .exceptions import BadWebhook, HoldExpired, NoSuchPayment, ProviderDown, SoldOut
from .forms import CheckoutForm, TicketLinkForm
from .gateways import GATEWAYS, Webhooks, gateway, offered, sandbox, transfer
from .gateways.credentials import with_credentials
from .lines import lines_of, read_lines
from .models import Invoice, Order, OrderLine, Payment, Question, Refund, SandboxPayment, Ticket
from .reselling import may_offer
from .returning import last_moment, must_ask, policy_of
from .scopes import in_order_scope, in_ticket_scope, opens, remember, remember_ticket
from .vat import included


def _order_page(order_id, *, to_pay=False):
    """
    The order with all its pages show, and `merchant`, the organizer's public name.

    `documents` are its invoice and credit notes: [{number, kind}]; `line_rows` its lines. One that
    is `to_pay` brings what its organizer has agreed with providers.
    """
    return get_object_or_404(_order_pages(to_pay), pk=order_id)


@once_a_thread
def _order_pages(to_pay):
    seller = OrganizerProfile.objects.filter(user=OuterRef("event__organizer"))
    payments = Payment.objects.filter(order=OuterRef("pk"))
    open_payments = payments.filter(status=Payment.Status.PENDING)
    refunds = Refund.objects.filter(order=OuterRef("pk"))
    documents = Invoice.objects.filter(order=OuterRef("pk")).order_by("issued_at", "kind")
    orders = with_credentials(Order.objects.all()) if to_pay else Order.objects.all()
    return orders.select_related("event__venue", "event__refund_policies").annotate(
        merchant=Subquery(seller.values("public_name")[:1]),
        paying_by=Subquery(open_payments.values("payment_method")[:1]),
        is_being_refunded=Exists(refunds.exclude(status=Refund.Status.SUCCESSFUL)),
        refunded=Subquery(refunds.values("order").values(sum=Sum("amount"))),
        is_asked=Exists(Question.objects.filter(event=OuterRef("event"))),
        line_rows=lines_of("pk"),
        documents=ArraySubquery(documents.values(json=JSONObject(number="number", kind="kind"))),
    )


def _seconds_left(order, now):
    return max(int((order.hold_expires_at - now).total_seconds()), 0)


def _slot(lines):
    """The time an order is for, if it is for one."""
    return next((line.slot for line in lines if line.slot), None)


def _order_context(order, now):
    lines = read_lines(order.line_rows)
    return {
        "order": order,
        "event": order.event,
        "lines": lines,
        "slot": _slot(lines),
        "vat": included(lines, order.currency),
        "seconds_left": _seconds_left(order, now),
        "hold_seconds": int((order.hold_expires_at - order.created_at).total_seconds()),
    }


@never_cache
@require_safe
def order_detail(request, order_id):
    if "key" in request.GET:
        return _open_by_link(request, order_id)
    return _order_detail(request, order_id)


def _open_by_link(request, order_id):
    """A link from a mail opens its order in this session, and leaves its secret behind."""
    with order_in_scope(order_id):
        order = get_object_or_404(Order, pk=order_id)
        if not constant_time_compare(order.access_secret, request.GET["key"]):
            raise Http404
    remember(request, order_id)
    return redirect("ticketing:order_detail", order_id)


@in_order_scope
def _order_detail(request, order_id):
    now = timezone.now()
    order = _order_page(order_id)
    context = _order_context(order, now) | {
        "state": _state(order, now),
        "tickets": (tickets := list(_tickets(order))),
        "has_own": any(each.lets_in and each.passed_on_at is None for each in tickets),
    }
    if context["state"] == "paid":
        ends_at = last_moment(order, tickets)
        context |= {"policy": policy_of(order), "ends_at": ends_at}
        context["may_return"] = ends_at and now <= ends_at
        if must_ask(order):
            context["asked"] = open_request(order)
    if context["state"] == "transfer":
        context["account"] = transfer.account_of(order)
    return render(request, "ticketing/order_detail.html", context)


def _tickets(order):
    if order.completed_at is None:
        return []
    tickets = order.tickets.select_related("ticket_type", "slot").order_by("number")
    return with_answers(tickets) if order.is_asked else tickets


def _state(order, now):
    """What the page tells its buyer."""
    status, payment = Order.Status, Order.PaymentStatus
    if order.status == status.COMPLETED:
        return "paid"
    if order.is_being_refunded:
        return "refunding"
    if order.status == status.REFUNDED:
        return "refunded" if order.refunded else "given back"
    if order.status == status.CANCELLED:
        return "cancelled"
    if order.status == status.PENDING and order.payment_status == payment.FAILED:
        return "declined" if order.is_held(now) else "expired"
    if order.paying_by == transfer.Transfer.code:
        return "transfer" if order.is_held(now) else "expired"
    if order.paying_by:
        return "waiting"
    return "held" if order.is_held(now) else "expired"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_order_scope
def order_checkout(request, order_id):
    now = timezone.now()
    order = _order_page(order_id, to_pay=True)
    if order.status != Order.Status.PENDING:
        return redirect("ticketing:order_detail", order_id)
    context = _order_context(order, now)
    if not order.is_held(now):
        return _gone(request, order, HoldExpired.message)
    gateways = offered(order) if order.total_amount else []
    form = CheckoutForm(
        _posted(request),
        lines=context["lines"],
        gateways=gateways,
        questions=asked_of(order.event_id) if order.is_asked else [],
        initial=_known_buyer(request.user),
    )
    context |= {"form": form, "is_sold": bool(gateways) or not order.total_amount}
    if request.method == "POST" and form.is_valid() and context["is_sold"]:
        try:
            return _sent_to(_pay(order, form, now), request, context)
        except (HoldExpired, SoldOut) as refusal:
            return _gone(request, order, refusal.sentence)
        except ProviderDown as refusal:
            form.add_error(None, refusal.sentence)
            return render(request, "ticketing/order_checkout.html", context, status=503)
    status = 422 if form.errors else 200
    return render(request, "ticketing/order_checkout.html", context, status=status)


def _sent_to(address, request, context):
    """Where a form may not lead out of the portal, a page does."""
    if address.startswith("/"):
        return redirect(address)
    return render(request, "ticketing/order_leave.html", context | {"address": address})


def _pay(order, form, now):
    """Open the payment, and return where the buyer goes next."""
    payment = checkout.submit_checkout(
        order,
        name=form.cleaned_data["full_name"],
        email=form.cleaned_data["email"],
        phone=form.cleaned_data["phone"],
        notes=form.cleaned_data["notes"],
        attendees=form.attendees(),
        billing=form.billing(),
        gateway=form.gateway(),
        at=now,
    )
    if payment is None:
        return reverse("ticketing:order_detail", args=[order.pk])
    merchant = order.merchant or order.event.title  # an organizer may lack a public name
    return gateway(payment.payment_method).begin(payment, order=order, merchant=merchant)


def _posted(request):
    """What was filled in, also where that is nothing at all."""
    return request.POST if request.method == "POST" else None


def _known_buyer(user):
    if not user.is_authenticated:
        return {}
    return {"full_name": user.full_name, "email": user.email, "phone": user.phone_number}


def _gone(request, order, reason):
    context = {"event": order.event, "reason": reason}
    return render(request, "ticketing/order_gone.html", context, status=410)


@require_POST
@in_order_scope
def order_extend(request, order_id):
    order = get_object_or_404(Order, pk=order_id)
    try:
        checkout.extend_hold(order, at=timezone.now())
        messages.success(request, _("Your tickets are held for ten minutes more."))
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("ticketing:order_checkout", order_id)


@require_POST
@in_order_scope
def order_release(request, order_id):
    order = _order_page(order_id)
    try:
        checkout.release_hold(order, at=timezone.now())
        messages.success(request, _("Your places are open to others again."))
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("events:event_detail", order.event.slug)


@never_cache
@require_safe
@login_required
def order_list(request):
    now = timezone.now()
    used = Ticket.objects.filter(order=OuterRef("pk"), status=Ticket.Status.USED)
    orders = (
        Order.objects.filter(user=request.user)
        .annotate(was_admitted=Exists(used))
        .select_related("event__venue")
        .prefetch_related(Prefetch("lines", OrderLine.objects.select_related("slot")))
    )
    upcoming, past = [], []
    for order in orders:
        lines = list(order.lines.all())
        order.lines_text = ", ".join(f"{line.quantity} × {line.name}" for line in lines)
        order.ticket_count = sum(line.quantity for line in lines)
        order.slot = _slot(lines)
        order.starts_at = (order.slot and order.slot.starts_at) or order.event.start_date
        ends_at = (order.slot and order.slot.ends_at) or order.event.end_date
        over = ends_at < now or order.status in ("expired", "cancelled", "refunded")
        (past if over else upcoming).append(order)
    upcoming.sort(key=attrgetter("starts_at"))
    past.sort(key=attrgetter("starts_at"), reverse=True)
    context = {"upcoming": upcoming, "past": past}
    return render(request, "ticketing/order_list.html", context)


@never_cache
@require_safe
def ticket_detail(request, ticket_id):
    if "key" in request.GET:
        return _open_ticket_by_link(request, ticket_id)
    return _ticket_detail(request, ticket_id=ticket_id)


def _open_ticket_by_link(request, ticket_id):
    """The link a holder got opens this ticket in the session, and nothing else of its order."""
    form = TicketLinkForm(request.GET)
    if not form.is_valid():
        raise Http404
    with order_in_scope(form.cleaned_data["order"]):
        ticket = get_object_or_404(Ticket, pk=ticket_id)
        if not opens(ticket, form.cleaned_data["key"]):
            raise Http404
    remember_ticket(request, ticket)
    return redirect("ticketing:ticket_detail", ticket_id)


@in_ticket_scope
def _ticket_detail(request, ticket):
    if ticket.opened_as == "holder":
        return _ticket_page(request, ticket)
    siblings = list(ticket.order.tickets.order_by("number"))
    following = [
        each for each in siblings if each.number > ticket.number and each.passed_on_at is None
    ]
    next_ticket = following[0] if following else None
    return _ticket_page(request, ticket, of=len(siblings), next_ticket=next_ticket)


def _ticket_page(request, ticket, **of_order):
    now, is_buyers = timezone.now(), ticket.opened_as == "buyer"
    context = {
        "ticket": ticket,
        "event": ticket.event,
        "order": ticket.order,
        "number": ticket.number,
        "answers": answered(ticket) if ticket.is_asked else [],
        "may_answer": ticket.is_asked and can_correct(ticket, now) and not ticket.is_offered,
        "may_offer": is_buyers and may_offer(ticket, at=now),
        "may_withdraw": is_buyers and ticket.is_offered and not ticket.resale_order_id,
        "has_apple": wallets.has_apple(),
        "has_google": wallets.has_google(),
    }
    return render(request, "ticketing/ticket_detail.html", context | of_order)


@never_cache
@require_safe
@in_ticket_scope
def ticket_qr_svg(request, ticket):
    return HttpResponse(drawing.as_svg(_squares(ticket)), content_type="image/svg+xml")


@never_cache
@require_safe
@in_ticket_scope
def ticket_qr_png(request, ticket):
    return HttpResponse(drawing.as_png(_squares(ticket)), content_type="image/png")


def _squares(ticket):
    """Kept by the worker a moment after the sale; drawn here for whoever is faster."""
    return ticket.qr_modules or drawing.draw(ticket.qr_code)


@for_nobody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sandbox_payment(request, payment_id):
    """The sandbox provider's page. It stands apart: no session, nothing of the portal's."""
    if request.method == "POST":
        decision = request.POST.get("decision")
        if decision not in ("pay", "decline", "delay"):
            return HttpResponseBadRequest(_("Pay, decline or delay."))
        try:
            paid = sandbox.decide(
                payment_id,
                paid=decision != "decline",
                late=decision == "delay",
                at=timezone.now(),
            )
            return redirect(paid.return_url)
        except DomainError:
            return redirect("ticketing:sandbox_payment", payment_id)
        except SandboxPayment.DoesNotExist as error:
            raise Http404 from error
    with acting_as("ticketing.sandbox"):
        payment = get_object_or_404(SandboxPayment, pk=payment_id)
    return render(request, "ticketing/sandbox_payment.html", {"payment": payment})


@for_nobody
@csrf_exempt  # the provider's signature stands in for it
@require_POST
def webhook(request, gateway_code, organizer=""):
    wanted = Webhooks.EACH if organizer else Webhooks.ONE
    if gateway_code not in GATEWAYS or gateway(gateway_code).webhooks != wanted:
        raise Http404
    now = timezone.now()
    try:
        news = gateway(gateway_code).read(
            request.body, request.headers, organizer=organizer, at=now
        )
        if news is not None:
            payments.apply_news(news, gateway=gateway_code, at=now)
    except (BadWebhook, NoSuchPayment) as refusal:
        return HttpResponseBadRequest(refusal.sentence)
    return HttpResponse(status=204)
