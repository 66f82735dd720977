from functools import partial

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.access import AtMyEvents
from events.clocks import VenueTimeAdmin, on_the_wall
from events.list_filters import EventFilter
from events.models import Event
from fashionista.common.admin import PortalInline, by_rule, extend, link, only_admins
from fashionista.common.list_filters import period

from .forms import LookForm, LookInOrderForm, LooksInOrder, RequirementForm, SegmentForm
from .models import (
    EventCollection,
    EventDesigner,
    EventModel,
    LineupEntry,
    RehearsalSchedule,
    RunwaySegment,
    TechnicalRequirement,
)
from .ordering import move_earlier
from .permissions import can_produce, page_of_show
from .preparing import complete_requirement, confirm_requirement, reopen_requirement


class ShowInline(PortalInline):
    view_if = staticmethod(can_produce)


class DesignerInline(ShowInline):
    model = EventDesigner
    fields = autocomplete_fields = ["designer"]
    ordering = ["designer__brand_name"]


class CollectionInline(ShowInline):
    model = EventCollection
    fields = autocomplete_fields = ["collection"]
    ordering = ["collection__name"]


class ModelInline(ShowInline):
    model = EventModel
    fields = autocomplete_fields = ["fashion_model"]
    ordering = ["fashion_model__display_name"]


extend(Event, DesignerInline, CollectionInline, ModelInline)
link(Event, _("Run of show"), partial(page_of_show, "run_of_show"))
link(Event, _("Line-up"), partial(page_of_show, "line_up"))


class ShowAdmin(VenueTimeAdmin):
    """What belongs to a show, for those who produce it: rivals' is for the public pages."""

    view_if = staticmethod(can_produce)
    list_filter = [EventFilter]
    list_select_related = ["event"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if only_admins(request.user):
            return rows
        return rows.filter(AtMyEvents("event", "production"))


class LookInline(ShowInline):
    model = LineupEntry
    form = LookInOrderForm
    formset = LooksInOrder
    fields = ["position", "look_number", "collection", "fashion_model"]
    autocomplete_fields = ["collection", "fashion_model"]
    ordering = ["position"]


@admin.register(RunwaySegment)
class RunwaySegmentAdmin(ShowAdmin):
    form = SegmentForm
    list_display = ["name", "event", "position", "duration", "is_public"]
    list_filter = ["is_public", EventFilter]
    search_fields = ["name", "event__title"]
    autocomplete_fields = ["event"]
    fields = [
        "event", "name", "description", "position", "duration", "planned_start", "is_public",
        "technical_requirements",
    ]  # fmt: skip
    ordering = ["event__start_date", "event", "position"]
    inlines = [LookInline]
    actions = [by_rule(move_earlier, _("Move one place earlier"))]


@admin.register(LineupEntry)
class LineupEntryAdmin(ShowAdmin):
    form = LookForm
    list_display = ["look_number", "outfit", "segment", "collection", "fashion_model", "event"]
    list_select_related = ["event", "segment", "collection", "fashion_model"]
    search_fields = ["collection__name", "fashion_model__display_name", "event__title"]
    autocomplete_fields = ["segment", "collection", "fashion_model"]
    fields = [
        "segment", "position", "look_number", "collection", "collection_look", "fashion_model",
        "outfit_details", "cadence", "walk", "change", "notes",
    ]  # fmt: skip
    ordering = ["event__start_date", "event", "segment__position", "position"]
    actions = [by_rule(move_earlier, _("Move one place earlier"))]

    @admin.display(description=_("outfit"))
    def outfit(self, look):
        return look.title


@admin.register(TechnicalRequirement)
class TechnicalRequirementAdmin(ShowAdmin):
    form = RequirementForm
    list_display = ["title", "category", "event", "segment", "status"]
    list_filter = ["status", "category", EventFilter]
    list_select_related = ["event", "segment"]
    search_fields = ["title", "event__title"]
    autocomplete_fields = ["event", "segment"]
    fields = [
        "event", "segment", "category", "title", "requirements", "notes", "status",
        "confirmed_at", "completed_at",
    ]  # fmt: skip
    readonly_fields = ["status", "confirmed_at", "completed_at"]
    ordering = ["event__start_date", "event", "category", "title"]
    actions = [
        by_rule(confirm_requirement, _("Confirm")),
        by_rule(complete_requirement, _("It is there")),
        by_rule(reopen_requirement, _("Find it anew")),
    ]


@admin.register(RehearsalSchedule)
class RehearsalScheduleAdmin(ShowAdmin):
    list_display = ["event", "segment", "starts", "ends", "location"]
    list_filter = [EventFilter, period("start_time")]
    list_select_related = ["event__venue", "segment"]
    search_fields = ["location", "event__title"]
    autocomplete_fields = ["event", "segment"]
    fields = ["event", "segment", "start_time", "end_time", "location", "notes"]
    ordering = ["-start_time"]

    @admin.display(description=_("starts"), ordering="start_time")
    def starts(self, rehearsal):
        return on_the_wall(rehearsal.start_time, rehearsal.event)

    @admin.display(description=_("ends"), ordering="end_time")
    def ends(self, rehearsal):
        return on_the_wall(rehearsal.end_time, rehearsal.event)
