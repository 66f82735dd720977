"""The times of an event at the desk: one by one, or many in one go."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.clocks import VenueTimeAdmin, on_the_wall
from events.list_filters import EventFilter
from events.models import Event
from fashionista.common.admin import ReadOnlyInline, politely
from fashionista.common.errors import DomainError
from fashionista.common.list_filters import period

from .forms_times import SlotForm, TimesForm
from .permissions import can_sell, can_set_times_of, page_of_times
from .timetable import add_times, times_of


class WithTime:
    """A page of what may be for a chosen time: `time`, on the venue's clock."""

    @admin.display(description=gettext_lazy("time"))
    def time(self, row):
        return on_the_wall(row.slot.starts_at, row.event) if row.slot else "-"


class TimedInline(WithTime, ReadOnlyInline):
    """The same for each of some rows."""

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("slot", "event__venue")


class SlotPages(VenueTimeAdmin):
    view_if = staticmethod(can_sell)
    form = SlotForm
    list_display = ["begins", "event", "name", "quantity", "held", "sold", "left"]
    list_filter = [EventFilter, period("starts_at")]
    list_select_related = ["event__venue"]
    search_fields = ["name", "event__title"]
    autocomplete_fields = ["event"]
    fields = ["event", "name", "starts_at", "ends_at", "quantity", "held", "sold", "left"]
    readonly_fields = ["held", "sold", "left"]
    ordering = ["starts_at", "name"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(free=F("quantity") - F("held") - F("sold"))

    def get_readonly_fields(self, request, obj=None):
        """A time stays with its event: orders for it do."""
        return [*super().get_readonly_fields(request, obj), *(["event"] if obj else [])]

    @admin.display(description=gettext_lazy("begins"), ordering="starts_at")
    def begins(self, slot):
        return on_the_wall(slot.starts_at, slot.event)

    @admin.display(description=gettext_lazy("left"), ordering="free")
    def left(self, slot):
        return "" if slot.pk is None or slot._state.adding else slot.free

    def get_urls(self):
        many = self.admin_site.admin_view(self.add_many)
        return [
            path("many/<uuid:event_id>/", many, name="ticketing_eventslot_add_times"),
            *super().get_urls(),
        ]

    @politely
    def add_many(self, request, event_id):
        """First it is told how many there would be, then they are made."""
        event = get_object_or_404(Event.objects.select_related("venue"), pk=event_id)
        if not can_set_times_of(request.user, event):
            raise PermissionDenied
        form = TimesForm(request.POST if request.method == "POST" else None, event=event)
        times = []
        if form.is_valid():
            try:
                times = times_of(form.plan(), event)
                told = request.POST.get("expected") == str(len(times))  # not changed since
                if "confirm" in request.POST and told:
                    return self._made(request, event, add_times(event, form.plan()))
            except DomainError as refusal:
                form.add_error(None, refusal.sentence)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add times: %(event)s") % {"event": event},
            "opts": self.opts,
            "event": event,
            "form": form,
            "times": times,
            "first": times and on_the_wall(times[0][0], event),
            "last": times and on_the_wall(times[-1][0], event),
        }
        status = 422 if form.errors else 200
        page = "admin/ticketing/add_times.html"
        return TemplateResponse(request, page, context, status=status)

    def _made(self, request, event, slots):
        text = ngettext("%(n)s time was made.", "%(n)s times were made.", len(slots))
        messages.success(request, text % {"n": len(slots)})
        return redirect(page_of_times(event, request.user))
