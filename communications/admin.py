from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from fashionista.common.admin import PortalAdmin, ReadOnlyAdmin, by_rule, only_admins
from fashionista.common.list_filters import RECENT, period

from .campaigning import activate_campaign, complete_campaign
from .models import Campaign, Notification
from .permissions import can_run_campaigns


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "type", "title", "status", "created_at", "sent_at"]
    list_filter = ["status", "type", period("created_at", default=RECENT)]
    fields = ["user", "address", "type", "title", "content", "status", "created_at", "sent_at"]
    ordering = ["-created_at"]


@admin.register(Campaign)
class CampaignAdmin(PortalAdmin):
    """Each organizer's own: rivals' are hidden by the policies."""

    view_if = staticmethod(can_run_campaigns)
    list_display = ["name", "type", "status", "start_date", "end_date"]
    list_filter = ["status", "type", period("start_date")]
    search_fields = ["name"]
    autocomplete_fields = ["organizer"]
    fields = [
        "organizer", "name", "description", "type", "start_date", "end_date", "status",
        "activated_at", "completed_at",
    ]  # fmt: skip
    readonly_fields = ["status", "activated_at", "completed_at"]
    ordering = ["-start_date"]
    actions = [
        by_rule(activate_campaign, _("Start")),
        by_rule(complete_campaign, _("End")),
    ]

    def has_add_permission(self, request, obj=None):
        """Whose campaign a new one is, an organizer need not say; a colleague changes theirs."""
        return request.user.is_active and request.user.is_staff

    def get_fields(self, request, obj=None):
        return [name for name in self.fields if name != "organizer" or only_admins(request.user)]

    def get_readonly_fields(self, request, obj=None):
        """By which road it speaks is settled once it runs."""
        running = obj is not None and obj.status != Campaign.Status.DRAFT
        return [*self.readonly_fields, *(["type"] if running else [])]

    def save_model(self, request, obj, form, change):
        if not change and not only_admins(request.user):
            obj.organizer = request.user
        super().save_model(request, obj, form, change)
