"""Tickets are given away at the desk, from the page of their event."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Event
from fashionista.common.admin import ReadOnlyAdmin, politely
from fashionista.common.errors import DomainError

from .forms_giving import GivingForm
from .giving import give_tickets
from .models import Order
from .permissions import can_sell_event


class GivingPages(ReadOnlyAdmin):
    def get_urls(self):
        give = self.admin_site.admin_view(self.give)
        return [
            path("give/<uuid:event_id>/", give, name="ticketing_order_give"),
            *super().get_urls(),
        ]

    @politely
    def give(self, request, event_id):
        event = get_object_or_404(Event.objects.select_related("venue"), pk=event_id)
        if not can_sell_event(request.user, event.pk):
            raise PermissionDenied
        now = timezone.now()
        posted = request.POST if request.method == "POST" else None
        form = GivingForm(posted, event=event, at=now)
        if form.is_valid():
            try:
                return self._given(request, event, form.cleaned_data, now)
            except DomainError as refusal:
                form.add_error(None, refusal.sentence)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Give tickets away: %(event)s") % {"event": event},
            "opts": self.opts,
            "event": event,
            "form": form,
        }
        status = 422 if form.errors else 200
        page = "admin/ticketing/give_tickets.html"
        return TemplateResponse(request, page, context, status=status)

    def _given(self, request, event, told, now):
        order = Order.objects.filter(pk=told["order"], event=event).first()
        if order is None:
            order = give_tickets(
                told["ticket_type"],
                order_id=told["order"],
                number=told["number"],
                name=told["full_name"],
                email=told["email"],
                slot=told.get("slot"),
                note=told["note"],
                by=request.user,
                at=now,
            )
        words = ngettext(
            "%(n)s ticket is on its way to %(email)s.",
            "%(n)s tickets are on their way to %(email)s.",
            told["number"],
        )
        messages.success(request, words % {"n": told["number"], "email": told["email"]})
        return redirect("admin:ticketing_order_change", order.pk)
