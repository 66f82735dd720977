from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.access import AtMyEvents
from events.list_filters import EventFilter
from fashionista.common.admin import PortalAdmin, ReadOnlyAdmin, by_rule, nobody, only_admins
from fashionista.common.list_filters import period
from production.permissions import can_produce
from vendors.permissions import can_manage_vendors

from .models import DesignerReview, EventFeedback, ModelReview, VendorRating
from .moderation import hide_feedback, publish_feedback
from .permissions import can_moderate, can_rate_vendors, can_review_models, can_take_back
from .rating import rate_vendor, withdraw_rating
from .reviewing import review_model


class ModerationAdmin(ReadOnlyAdmin):
    """Stars and words under the chosen name: who wrote them is nobody's business here."""

    view_if = staticmethod(can_moderate)
    delete_if = staticmethod(only_admins)
    list_filter = ["status", "rating", EventFilter, period("created_at")]
    readonly_fields = ["author"]
    ordering = ["-created_at"]
    actions = [by_rule(publish_feedback, _("Publish")), by_rule(hide_feedback, _("Hide"))]

    @admin.display(description=_("name shown"))
    def author(self, row):
        return row.author

    def get_queryset(self, request):
        """What one moderates: what rivals have published is for the public pages."""
        rows = super().get_queryset(request)
        if only_admins(request.user):
            return rows
        return rows.filter(AtMyEvents("event", "marketing"))


@admin.register(EventFeedback)
class EventFeedbackAdmin(ModerationAdmin):
    list_display = ["__str__", "event", "rating", "author", "status", "created_at"]
    list_select_related = ["event"]
    search_fields = ["event__title", "display_name"]
    fields = [
        "event", "rating", "author", "feedback", "status", "created_at", "moderated_at",
    ]  # fmt: skip


@admin.register(DesignerReview)
class DesignerReviewAdmin(ModerationAdmin):
    list_display = ["__str__", "designer", "event", "rating", "author", "status"]
    list_select_related = ["designer", "event"]
    search_fields = ["designer__brand_name", "event__title", "display_name"]
    fields = [
        "designer", "event", "rating", "author", "review", "status", "created_at", "moderated_at",
    ]  # fmt: skip


class SaidOnceAdmin(PortalAdmin):
    """What is written by a rule, once, and then only taken back by who wrote it."""

    change_if = staticmethod(nobody)
    list_filter = ["rating", EventFilter, period("created_at")]
    ordering = ["-created_at"]
    author_field = ""

    def may_delete(self, user, row):
        return can_take_back(user, getattr(row, self.author_field))

    def save_model(self, request, obj, form, change):
        said = form.cleaned_data
        obj.pk = self.say(
            event=said["event"],
            by=request.user,
            at=timezone.now(),
            rating=said["rating"],
            text=said["review"],
            said=said,
        ).pk

    def say(self, *, said, **by_whom):
        raise NotImplementedError


@admin.register(ModelReview)
class ModelReviewAdmin(SaidOnceAdmin):
    view_if = staticmethod(can_produce)
    add_if = staticmethod(can_review_models)
    author_field = "reviewer_id"
    list_display = ["fashion_model", "event", "rating", "created_at"]
    list_select_related = ["fashion_model", "event"]
    search_fields = ["fashion_model__display_name", "event__title"]
    autocomplete_fields = ["fashion_model", "event"]
    fields = ["fashion_model", "event", "rating", "review"]

    def say(self, *, said, **by_whom):
        return review_model(said["fashion_model"], **by_whom)


@admin.register(VendorRating)
class VendorRatingAdmin(SaidOnceAdmin):
    view_if = staticmethod(can_manage_vendors)
    add_if = staticmethod(can_rate_vendors)
    author_field = "rated_by_id"
    list_display = ["of", "event", "rating", "created_at"]
    list_select_related = ["event"]
    search_fields = ["event__title"]
    autocomplete_fields = ["vendor", "event"]
    fields = ["vendor", "event", "rating", "review"]

    @admin.display(description=_("vendor"))
    def of(self, given):
        """Who is on the team of one event only does not see the house's vendors."""
        return getattr(given, "vendor", None) or given.vendor_id

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("vendor")

    def say(self, *, said, **by_whom):
        return rate_vendor(said["vendor"], **by_whom)

    def delete_model(self, request, obj):
        withdraw_rating(obj, by=request.user, at=timezone.now())
