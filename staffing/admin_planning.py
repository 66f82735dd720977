"""The planning pages of an event at the desk: their frame, and how far each day is covered."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.clocks import VenueTimeAdmin
from events.models import Event
from fashionista.common.admin import link, politely

from .coverage import coverage_of
from .coverage_chart import drawn
from .days import chosen_day, days_of
from .permissions import can_plan_at

PAGES = [  # of the planning of an event, as its head names them
    ("coverage", gettext_lazy("Coverage")),
    ("day", gettext_lazy("Day board")),
    ("swaps", gettext_lazy("Swaps")),
    ("template", gettext_lazy("From a template")),
    ("copy", gettext_lazy("Copy a day")),
]


class PlanningPage(VenueTimeAdmin):
    """What the planning pages of an event share: who may see them, and their frame."""

    def planned_event(self, request, event_id):
        event = get_object_or_404(Event.objects.select_related("venue"), pk=event_id)
        if not can_plan_at(request.user, event):
            raise PermissionDenied
        return event

    def chosen_day(self, request, event):
        """All days with shifts, and the one that is looked at."""
        days = days_of(event)
        today = timezone.now().astimezone(event.zone).date()
        return days, chosen_day(days, request.GET.get("day", ""), today=today)

    def planning_page(self, request, name, title, event, *, status=200, **context):
        context |= self.admin_site.each_context(request)
        pages = [
            (words, reverse(f"admin:staffing_shift_{page}", args=[event.pk]), page == name)
            for page, words in PAGES
        ]
        context |= {"title": title, "opts": self.opts, "event": event, "pages": pages}
        template = f"admin/staffing/{name}.html"
        with timezone.override(event.zone):
            return TemplateResponse(request, template, context, status=status).render()


class CoveragePage(PlanningPage):
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<uuid:event_id>/coverage/", view(self.coverage), name="staffing_shift_coverage"),
            *super().get_urls(),
        ]

    @politely
    def coverage(self, request, event_id):
        event = self.planned_event(request, event_id)
        days, day = self.chosen_day(request, event)
        coverage = coverage_of(event, day) if day else None
        context = {"days": days, "day": day, "coverage": coverage}
        if coverage and coverage.spans:
            context["chart"] = drawn(coverage)
        title = _("Coverage: %(event)s") % {"event": event}
        return self.planning_page(request, "coverage", title, event, **context)


def way_to(page):
    def address(event, user):
        if not can_plan_at(user, event):
            return None
        return reverse(f"admin:staffing_shift_{page}", args=[event.pk])

    return address


link(Event, gettext_lazy("Plan shifts"), way_to("coverage"))
