"""Many shifts in one go at the desk: from a template, or a day once more. First they are shown."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.findings import list_of
from fashionista.common.admin import politely
from fashionista.common.errors import DomainError
from fashionista.common.languages import as_written

from .admin_planning import PlanningPage
from .bulk import add_shifts, fingerprint, from_day, from_rows, keep_template, misfits
from .days import days_of
from .forms_planning import (
    CopyDayForm,
    KeepForm,
    RowFormSet,
    ShowForm,
    roles_by_key,
    rows_of,
    templates_for,
)


class BulkPages(PlanningPage):
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<uuid:event_id>/template/", view(self.template), name="staffing_shift_template"),
            path("<uuid:event_id>/copy/", view(self.copy_day), name="staffing_shift_copy"),
            *super().get_urls(),
        ]

    @politely
    def template(self, request, event_id):
        event = self.planned_event(request, event_id)
        posted = request.POST if request.method == "POST" else None
        roles, templates = roles_by_key(), templates_for(event.organizer_id)
        chosen = request.GET.get("of") or templates[0][0]
        with timezone.override(event.zone):
            show = ShowForm(posted, initial={"begins": event.start_date, "ends": event.end_date})
            rows = RowFormSet(
                posted,
                initial=None if posted else rows_of(chosen, event.organizer_id),
                form_kwargs={"roles": roles},
                prefix="rows",
            )
            keep = KeepForm(posted)
            filled = posted is not None and all([show.is_valid(), rows.is_valid(), keep.is_valid()])
        if filled and "keep" in posted:
            return self._kept(request, event, keep.cleaned_data["keep_as"], rows.rows())
        planned = []
        if filled:
            times = {"start": show.cleaned_data["begins"], "end": show.cleaned_data["ends"]}
            planned = from_rows(rows.rows(), roles, **times)
        context = {
            "show": show, "rows": rows, "keep": keep, "templates": templates, "chosen": chosen,
        }  # fmt: skip
        title = _("Shifts from a template: %(event)s") % {"event": event}
        return self._looked_at(request, "template", title, event, planned, filled, context)

    def _kept(self, request, event, name, rows):
        if not (name and rows):
            messages.error(request, _("A template needs a name and a shift."))
            return redirect("admin:staffing_shift_template", event.pk)
        template = keep_template(event.organizer, name=name, rows=rows, by=request.user)
        messages.success(request, _("The template is kept."))
        where = reverse("admin:staffing_shift_template", args=[event.pk])
        return redirect(f"{where}?of={template.pk}")

    @politely
    def copy_day(self, request, event_id):
        event = self.planned_event(request, event_id)
        days = {day: as_written(date_format(day, "D j F Y")) for day in days_of(event)}
        posted = request.POST if request.method == "POST" and days else None
        form = CopyDayForm(posted, source=event, days=days, by=request.user, at=timezone.now())
        filled, planned, target = form.is_valid(), [], event
        if filled:
            target = form.cleaned_data["event"]
            planned = from_day(
                event, form.cleaned_data["day"], event=target, on=form.cleaned_data["on"]
            )
        title = _("Copy a day: %(event)s") % {"event": event}
        context = {"form": form, "days": days}
        return self._looked_at(
            request, "copy", title, event, planned, filled, context, target=target
        )

    def _looked_at(self, request, name, title, event, planned, filled, context, *, target=None):
        """What would be made and what does not fit; made once it is confirmed as it was shown."""
        target, now = target or event, timezone.now()
        looked_at = request.POST.get("looked_at") == fingerprint(planned)
        if filled and "confirm" in request.POST and looked_at:
            try:
                made = add_shifts(target, planned, by=request.user, at=now)
            except DomainError as refusal:
                messages.error(request, refusal.sentence)
            else:
                text = ngettext("%(n)s shift is made.", "%(n)s shifts are made.", len(made))
                messages.success(request, text % {"n": len(made)})
                return redirect(list_of("staffing_shift", target))
        amiss = misfits(target, planned, at=now) if filled else []
        zone = target.zone
        context |= {
            "filled": filled,
            "amiss": amiss,
            "planned": [(each, each.words(zone)) for each in planned],
            "people": sum(each.people for each in planned),
            "looked_at": fingerprint(planned),
            "target": target,
        }
        status = 422 if amiss or (request.method == "POST" and not filled) else 200
        return self.planning_page(request, name, title, event, status=status, **context)
