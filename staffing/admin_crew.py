"""Who is free and fit for a shift, at the desk: asked several at once, asked again, let be."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fashionista.common.admin import link, politely

from .admin_planning import PlanningPage
from .candidates import crew_for, next_open
from .models import Shift, StaffAssignment, StaffMember
from .offering import send_again, send_offers
from .permissions import can_plan_at
from .rostering import cancel_assignment, withdraw_offer

ON_ONE = {  # what can be done with one who was asked
    "again": (send_again, gettext_lazy("They are asked again.")),
    "withdraw": (withdraw_offer, gettext_lazy("The offer is taken back.")),
    "cancel": (cancel_assignment, gettext_lazy("They are off the shift.")),
}


class CrewPages(PlanningPage):
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<uuid:event_id>/open/", view(self.next_open), name="staffing_shift_open"),
            path("<uuid:shift_id>/crew/", view(self.crew), name="staffing_shift_crew"),
            *super().get_urls(),
        ]

    @politely
    def next_open(self, request, event_id):
        """On to the next shift with an open place, or to all of them where there is none."""
        event = self.planned_event(request, event_id)
        shift = next_open(event, at=timezone.now())
        if shift is None:
            return redirect("admin:staffing_shift_coverage", event.pk)
        return redirect("admin:staffing_shift_crew", shift.pk)

    @politely
    def crew(self, request, shift_id):
        rows = Shift.objects.select_related("event__venue", "role")
        shift = get_object_or_404(rows, pk=shift_id)
        if not can_plan_at(request.user, shift.event):
            raise PermissionDenied
        if request.method == "POST":
            self._asked(request, shift)
            return redirect("admin:staffing_shift_crew", shift.pk)
        crew, now = crew_for(shift), timezone.now()
        context = {
            "shift": shift,
            "crew": crew,
            "open": max(shift.required_staff - crew.taken, 0),
            "is_over": shift.end_time <= now,
            "next_open": next_open(shift.event, after=shift, at=now),
        }
        with timezone.override(shift.event.zone):
            title = _("Free and fit: %(shift)s") % {"shift": shift}
        return self.planning_page(request, "crew", title, shift.event, **context)

    def _asked(self, request, shift):
        acting = {"by": request.user, "at": timezone.now()}
        for name, (rule, words) in ON_ONE.items():
            if name in request.POST:
                rows = StaffAssignment.objects.filter(shift=shift)
                rows = rows.select_related("staff__user", "role", "shift")
                rule(get_object_or_404(rows, pk=request.POST[name]), **acting)
                messages.success(request, words)
                return
        members = StaffMember.objects.filter(
            organizer=shift.event.organizer_id, pk__in=request.POST.getlist("member")
        )
        members = list(members.select_related("user", "role"))
        if not members:
            messages.error(request, _("Tick somebody first."))
            return
        made, refused = send_offers(shift, members, **acting)
        if made:
            text = ngettext("%(n)s offer is sent.", "%(n)s offers are sent.", len(made))
            messages.success(request, text % {"n": len(made)})
        for member, sentence in refused:
            messages.error(request, f"{member.user.full_name}: {sentence}")


def _crew_of(shift, user):
    return reverse("admin:staffing_shift_crew", args=[shift.pk])


link(Shift, gettext_lazy("Who is free and fit"), _crew_of)
