from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fashionista.common.admin import PortalAdmin, PortalInline, by_rule, only_admins
from fashionista.common.list_filters import period
from fashionista.common.shapes import LinesField

from . import admin_team  # noqa: F401  it registers itself
from .access import AtMyEvents
from .admin_workshop import WorkshopPages
from .clocks import on_the_wall
from .list_filters import VenueFilter
from .models import (
    Event,
    EventAmenity,
    EventAmenityAssignment,
    EventCategory,
    EventRestriction,
    EventSchedule,
    EventTag,
    EventTagAssignment,
    Hall,
    OrganizerProfile,
    Venue,
)
from .permissions import can_change_venue, can_edit_programme, can_view_events, owns_events
from .publishing import cancel_event, complete_event, postpone_event, publish_event
from .signals import capacity_changed

WHEN_AND_WHERE = ["start_date", "end_date", "venue", "clock", "hall", "capacity"]
OWN_HOURS = _("These are the event’s own hours. “New dates” moves all that is planned with them.")
NOWHERE = _(
    "There is no venue yet. Once you choose one, the times on this page stay what they say, on its"
    " clock. Times to choose, sales, shifts and rehearsals keep their moment: look at them if its"
    " time zone is another."
)


class ProgrammeInline(PortalInline):
    view_if = staticmethod(can_view_events)
    add_if = change_if = delete_if = staticmethod(can_edit_programme)


class ScheduleInline(ProgrammeInline):
    model = EventSchedule
    fields = ["position", "start_time", "end_time", "title", "location"]
    ordering = ["position", "start_time"]


class TagInline(ProgrammeInline):
    model = EventTagAssignment
    fields = autocomplete_fields = ["tag"]
    ordering = ["tag__name"]


class AmenityInline(ProgrammeInline):
    model = EventAmenityAssignment
    fields = autocomplete_fields = ["amenity"]
    ordering = ["amenity__name"]


class RestrictionInline(ProgrammeInline):
    model = EventRestriction
    fields = ["type", "minimum_age", "capacity", "description"]
    ordering = ["type"]


class EventForm(forms.ModelForm):
    def clean(self):
        told = super().clean()
        has_to_have_one = self.instance.status != Event.Status.DRAFT
        if has_to_have_one and "venue" in told and told["venue"] is None:
            self.add_error("venue", _("Only a draft may be without a venue."))
        return told


@admin.register(Event)
class EventAdmin(WorkshopPages):
    form = EventForm
    view_if = staticmethod(can_view_events)
    change_if = staticmethod(can_edit_programme)
    add_if = delete_if = staticmethod(owns_events)
    list_display = ["title", "status", "type", "starts", "venue", "capacity"]
    list_filter = ["status", "type", VenueFilter, period("start_date")]
    list_select_related = ["venue"]
    search_fields = ["title"]
    autocomplete_fields = ["venue", "organizer", "category"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["status", "created_at", "updated_at"]
    ordering = ["-start_date"]
    inlines = [ScheduleInline, RestrictionInline, TagInline, AmenityInline]
    actions = [
        by_rule(publish_event, _("Publish")),
        by_rule(postpone_event, _("Postpone")),
        by_rule(cancel_event, _("Cancel")),
        by_rule(complete_event, _("Close as over")),
    ]
    fieldsets = [
        (None, {"fields": ["title", "slug", "type", "category", "status"]}),
        (_("What people read"), {"fields": ["summary", "description"]}),
        (_("When and where"), {"fields": WHEN_AND_WHERE}),
        (_("Money"), {"fields": ["currency"]}),
        (_("Look"), {"fields": ["thread", "cover", "cover_alt"]}),
        (_("Record"), {"fields": ["created_at", "updated_at"]}),
    ]

    @admin.display(description=_("starts"), ordering="start_date")
    def starts(self, event):
        return on_the_wall(event.start_date, event)

    def clock_of(self, request, object_id):
        """The venue's, also when it is chosen together with the times; without one, the draft's."""
        if chosen := request.POST.get("venue"):
            venue = Venue.objects.filter(pk=chosen).first()
            return venue and venue.timezone
        if (clock := request.POST.get("clock")) in available_timezones():
            return clock
        event = object_id and self.get_object(request, unquote(object_id))
        return event and event.timezone

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Halls are those of the venue that is chosen, or was."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "hall" in form.base_fields:
            chosen = request.POST.get("venue") or (obj and obj.venue_id)
            halls = Hall.objects.filter(venue=chosen) if chosen else Hall.objects.none()
            form.base_fields["hall"].queryset = halls.order_by("name")
        return form

    def get_queryset(self, request):
        """One's own: what rivals have published is for their own pages."""
        events = super().get_queryset(request)
        return events if only_admins(request.user) else events.filter(AtMyEvents("pk", "view"))

    def get_fieldsets(self, request, obj=None):
        """Whose event it is, an admin says; an organizer's are their own."""
        first, words, when, *rest = super().get_fieldsets(request, obj)
        asked = ["organizer"] if only_admins(request.user) else []
        if obj and obj.venue_id:
            timed = [name for name in when[1]["fields"] if name != "clock"]
            when = (when[0], {"fields": timed, "description": OWN_HOURS})
        elif obj:
            when = (when[0], when[1] | {"description": NOWHERE})
        return [(first[0], {"fields": [*first[1]["fields"], *asked]}), words, when, *rest]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def save_model(self, request, obj, form, change):
        if not change and not only_admins(request.user):
            obj.organizer = request.user
        super().save_model(request, obj, form, change)
        if change and "venue" in form.changed_data and obj.venue_id is None:
            obj.clock = timezone.get_current_timezone_name()  # its times stay what they say
            obj.save(update_fields=["clock"])

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        capacity_changed.send(sender=Event, event=form.instance)


class VenueForm(forms.ModelForm):
    facilities = LinesField(
        label=_("Facilities"), required=False, help_text=_("One a line, such as: Step-free.")
    )


class OfOwnVenues:
    """Others' venues are there to be chosen and read."""

    def may_change(self, user, row):
        return can_change_venue(user, row)


class HallInline(OfOwnVenues, PortalInline):
    model = Hall
    view_if = staticmethod(can_view_events)
    add_if = change_if = delete_if = staticmethod(can_edit_programme)
    fields = ["name", "capacity"]

    def has_add_permission(self, request, obj=None):
        allowed = super().has_add_permission(request, obj)
        return allowed and (obj is None or self.may_change(request.user, obj))


@admin.register(Venue)
class VenueAdmin(OfOwnVenues, PortalAdmin):
    form = VenueForm
    view_if = staticmethod(can_view_events)
    change_if = staticmethod(can_edit_programme)
    add_if = delete_if = staticmethod(owns_events)
    list_display = ["name", "city", "country", "capacity", "timezone"]
    list_filter = ["country"]
    search_fields = ["name", "city"]
    prepopulated_fields = {"slug": ["name", "city"]}
    autocomplete_fields = ["owner"]
    fields = [
        "name", "slug", "address", "city", "country", ("latitude", "longitude"), "capacity",
        "timezone", "facilities", "owner",
    ]  # fmt: skip
    inlines = [HallInline]
    ordering = ["name"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_readonly_fields(self, request, obj=None):
        return [] if only_admins(request.user) else ["owner"]

    def save_model(self, request, obj, form, change):
        if not change and not only_admins(request.user):
            obj.owner = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for event in form.instance.events.exclude(status__in=["cancelled", "completed"]):
            capacity_changed.send(sender=Venue, event=event)


@admin.register(OrganizerProfile)
class OrganizerProfileAdmin(PortalAdmin):
    view_if = staticmethod(owns_events)
    add_if = delete_if = staticmethod(only_admins)
    list_display = ["public_name", "slug", "default_tax_rate"]
    search_fields = ["public_name"]
    autocomplete_fields = ["user"]
    fields = ["user", "public_name", "slug", "legal_name", "address", "vat_id", "default_tax_rate",
              "invoice_prefix", "invoice_note"]  # fmt: skip
    ordering = ["public_name"]

    def get_queryset(self, request):
        profiles = super().get_queryset(request)
        return profiles if only_admins(request.user) else profiles.filter(user=request.user)

    def get_readonly_fields(self, request, obj=None):
        return ["user"] if obj else []


class WordsAdmin(PortalAdmin):
    """What the platform keeps and every programme chooses from."""

    view_if = staticmethod(can_view_events)
    add_if = change_if = delete_if = staticmethod(only_admins)
    search_fields = ["name"]
    ordering = ["name"]

    def get_prepopulated_fields(self, request, obj=None):
        may = self.has_change_permission(request, obj)
        return super().get_prepopulated_fields(request, obj) if may and not obj else {}


@admin.register(EventCategory)
class EventCategoryAdmin(WordsAdmin):
    list_display = ["name", "parent", "slug"]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "parent", "description"]


@admin.register(EventTag)
class EventTagAdmin(WordsAdmin):
    list_display = ["name", "slug", "description"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "description"]


@admin.register(EventAmenity)
class EventAmenityAdmin(WordsAdmin):
    list_display = ["name", "icon", "description"]
    fields = ["name", "icon", "description"]
