"""The day board at the desk: who is late, who has come and gone, with one tap each."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fashionista.common.admin import politely
from fashionista.common.errors import DomainError
from fashionista.common.exporting import write_down
from fashionista.common.spreadsheets import csv_answer

from .admin_planning import PlanningPage
from .attendance import check_in, check_out, mark_no_show, undo
from .board import board_of, today_of, worked
from .days import chosen_day, day_bounds, days_of
from .hours import hours_table
from .models import StaffAssignment

TAPS = {
    "in": (check_in, gettext_lazy("%(name)s has come.")),
    "out": (check_out, gettext_lazy("%(name)s has gone.")),
    "missed": (mark_no_show, gettext_lazy("%(name)s did not come. The place is open.")),
    "undo": (undo, gettext_lazy("%(name)s: that is undone.")),
}


class BoardPage(PlanningPage):
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<uuid:event_id>/day/", view(self.day_board), name="staffing_shift_day"),
            *super().get_urls(),
        ]

    @politely
    def day_board(self, request, event_id):
        event, now = self.planned_event(request, event_id), timezone.now()
        days = days_of(event)
        day = chosen_day(days, request.GET.get("day", ""), today=today_of(event, now))
        if request.method == "POST":
            if "hours" in request.POST:
                return self._hours(request, event, day, now)
            self._tapped(request, event, now)
            where = reverse("admin:staffing_shift_day", args=[event.pk])
            return redirect(f"{where}?day={day}" if day else where)
        board = board_of(event, day, at=now) if day else None
        context = {"days": days, "day": day, "board": board, "now": now}
        title = _("Day board: %(event)s") % {"event": event}
        return self.planning_page(request, "day", title, event, **context)

    def _tapped(self, request, event, now):
        rows = StaffAssignment.objects.filter(event=event).select_related("staff__user")
        for name, (rule, words) in TAPS.items():
            if name not in request.POST:
                continue
            row = get_object_or_404(rows, pk=request.POST[name])
            person = row.staff.user.full_name
            try:
                rule(row, by=request.user, at=now)
            except DomainError as refusal:
                messages.error(request, f"{person}: {refusal.sentence}")
            else:
                messages.success(request, words % {"name": person})

    def _hours(self, request, event, day, now):
        """Of the day or of the whole event, and that somebody took it."""
        rows = worked(event).exclude(status=StaffAssignment.Status.OFFERED)
        if request.POST["hours"] == "day" and day:
            first, last = day_bounds(day, event.zone)
            rows = rows.filter(start_time__gte=first, start_time__lt=last)
        rows = list(rows)
        table = StaffAssignment._meta.db_table
        told = f"event={event.pk}"
        write_down(request.user, what=table, rows=len(rows), at=now, looked_for=told)
        name = f"hours-{event.slug}-{now.astimezone(event.zone):%Y-%m-%d}.csv"
        return csv_answer(name, hours_table(rows, event.zone))
