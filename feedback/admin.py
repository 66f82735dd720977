from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.access import AtMyEvents
from fashionista.common.admin import ReadOnlyAdmin, by_rule, only_admins

from .models import EventFeedback
from .moderation import hide_feedback, publish_feedback
from .permissions import can_moderate


@admin.register(EventFeedback)
class EventFeedbackAdmin(ReadOnlyAdmin):
    """Stars and words under the chosen name: who wrote them is nobody's business here."""

    view_if = staticmethod(can_moderate)
    delete_if = staticmethod(only_admins)
    list_display = ["__str__", "event", "rating", "author", "status", "created_at"]
    list_filter = ["status", "rating"]
    list_select_related = ["event"]
    search_fields = ["event__title", "display_name"]
    fields = [
        "event", "rating", "author", "feedback", "status", "created_at", "moderated_at",
    ]  # fmt: skip
    readonly_fields = ["author"]
    ordering = ["-created_at"]
    actions = [by_rule(publish_feedback, _("Publish")), by_rule(hide_feedback, _("Hide"))]

    @admin.display(description=_("name shown"))
    def author(self, feedback):
        return feedback.author

    def get_queryset(self, request):
        """What one moderates: rivals' published feedback is for the public pages."""
        rows = super().get_queryset(request)
        if only_admins(request.user):
            return rows
        return rows.filter(AtMyEvents("event", "marketing"))
