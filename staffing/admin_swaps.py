"""Swaps of an event at the desk: who would hand on what to whom, approved or refused."""

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fashionista.common.admin import politely

from .admin_planning import PlanningPage
from .models import ShiftSwap
from .swapping import approve_swap, refuse_swap

MOST = 50  # that are decided
DECISIONS = {
    "approve": (approve_swap, gettext_lazy("The swap is approved. Both are told.")),
    "refuse": (refuse_swap, gettext_lazy("The swap is refused. They are told.")),
}
Status = ShiftSwap.Status


class SwapsPage(PlanningPage):
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<uuid:event_id>/swaps/", view(self.swaps), name="staffing_shift_swaps"),
            *super().get_urls(),
        ]

    @politely
    def swaps(self, request, event_id):
        event = self.planned_event(request, event_id)
        rows = ShiftSwap.objects.filter(event=event.pk).select_related(
            "role", "staff__user", "to__user", "taken_by__user", "taken_by__role",
            "assignment__shift",
        )  # fmt: skip
        if request.method == "POST":
            return self._decided(request, event, rows)
        decided = rows.filter(decided_at__isnull=False).order_by("-decided_at")
        context = {
            "waiting": list(rows.filter(status=Status.TAKEN).order_by("start_time")),
            "looking": list(rows.filter(status=Status.OPEN).order_by("start_time")),
            "decided": list(decided[:MOST]),
        }
        title = _("Swaps: %(event)s") % {"event": event}
        return self.planning_page(request, "swaps", title, event, **context)

    def _decided(self, request, event, rows):
        decision = next((name for name in DECISIONS if name in request.POST), None)
        if decision is None:
            return HttpResponseBadRequest(_("Approve or refuse."))
        rule, words = DECISIONS[decision]
        rule(
            get_object_or_404(rows, pk=request.POST[decision]),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, words)
        return redirect("admin:staffing_shift_swaps", event.pk)
