"""What buyers ask for at the desk: one page for each request, answered there or several at once."""

from functools import partial, update_wrapper
from operator import attrgetter

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.list_filters import EventFilter
from fashionista.common.admin import ReadOnlyAdmin, by_rule, link, politely
from fashionista.common.errors import DomainError
from fashionista.common.list_filters import period
from fashionista.common.money import format_money

from .admin_scope import BY_ORDER
from .asking import approve_request, decline_request, worth_of_request
from .forms_refunds import AnswerForm, DeclineForm, sum_shown
from .models import Order, RefundRequest
from .permissions import can_refund_at, can_see_money, page_of_request

DECLINE = gettext_lazy("Decline")

link(Order, gettext_lazy("Refund request"), page_of_request)


@admin.register(RefundRequest)
class RefundRequestAdmin(ReadOnlyAdmin):
    view_if = staticmethod(can_see_money)
    list_display = ["number", "event", "tickets", "sum", "asked_at", "status"]
    list_filter = ["status", EventFilter, period("asked_at")]
    list_select_related = ["order", "event"]
    search_fields = search_whole = ["order__number"]
    search_addresses = ["order__buyer_email"]
    search_help_text = BY_ORDER
    ordering = ["-answered_at", "asked_at"]  # who waits for an answer first, and longest first
    actions = [
        by_rule(approve_request, gettext_lazy("Approve"), named=attrgetter("order")),
        "decline",
    ]

    @admin.display(description=gettext_lazy("order"), ordering="order__number")
    def number(self, request):
        return request.order.number

    @admin.display(description=gettext_lazy("tickets"))
    def tickets(self, request):
        return len(request.numbers)

    @admin.display(description=gettext_lazy("amount"), ordering="amount")
    def sum(self, request):
        return format_money(request.amount, request.order.currency)

    @admin.action(description=DECLINE)
    def decline(self, request, queryset):
        """Each with the same sentence, which a page of its own asks for."""
        form = DeclineForm(request.POST if "answer" in request.POST else None)
        if form.is_valid():
            rule = partial(decline_request, answer=form.cleaned_data["answer"])
            update_wrapper(rule, decline_request)
            return by_rule(rule, DECLINE, named=attrgetter("order"))(self, request, queryset)
        title, chosen = _("Decline refund requests"), list(queryset)
        status = 422 if form.errors else 200
        context = {"form": form, "chosen": chosen}
        return self._page(request, "decline_requests", title, context, status)

    def _page(self, request, template, title, context, status=200):
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        page = f"admin/ticketing/{template}.html"
        return TemplateResponse(request, page, context, status=status)

    @politely
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None or not self.has_view_permission(request):
            raise PermissionDenied
        asked = self.get_object(request, object_id)
        if asked is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = AnswerForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            if done := self._answered(request, asked, form):
                return done
            asked = self.get_object(request, object_id)  # as it is after the refusal
        is_open = asked.status == RefundRequest.Status.OPEN
        tickets = asked.order.tickets.filter(number__in=asked.numbers).order_by("number")
        tickets = list(tickets.select_related("ticket_type", "slot"))
        context = {
            "asked": asked,
            "form": form,
            "tickets": tickets,
            "may_answer": is_open and can_refund_at(request.user, asked),
        }
        if context["may_answer"]:
            context |= _worth(asked, tickets)
        title = _("Refund request: order %(number)s") % {"number": asked.order.number}
        return self._page(request, "refund_request", title, context, 422 if form.errors else 200)

    def _answered(self, request, asked, form):
        """What follows an answer; None where it was refused."""
        told = {"answer": form.cleaned_data["answer"], "by": request.user, "at": timezone.now()}
        try:
            if "decline" in request.POST:
                decline_request(asked, **told)
                messages.success(request, _("Declined. The buyer is told by email."))
            elif "approve" in request.POST:
                expected = sum_shown(request.POST.get("expected", ""))
                approve_request(asked, expected=expected, **told)
                messages.success(request, _("Approved. The buyer is told by email."))
            else:
                return HttpResponseBadRequest(_("Approve or decline."))
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
            return None
        return redirect("admin:ticketing_refundrequest_changelist")


def _worth(asked, tickets):
    """What an approval would give back now, or why it cannot."""
    try:
        still_open = [ticket for ticket in tickets if ticket.is_open]
        return {"offer": worth_of_request(asked, asked.order, still_open)}
    except DomainError as refusal:
        return {"refusal": refusal.sentence}
