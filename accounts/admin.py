from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from fashionista.common.admin import (
    PortalAdmin,
    ReadOnlyAdmin,
    ReadOnlyInline,
    nobody,
    only_admins,
)
from fashionista.common.list_filters import RECENT, period
from fashionista.common.models import Export

from .models import User, UserProfile


class ProfileInline(ReadOnlyInline):
    model = UserProfile
    fields = ["company", "position", "location"]


@admin.register(User)
class UserAdmin(PortalAdmin):
    view_if = staticmethod(only_admins)
    add_if = delete_if = staticmethod(nobody)
    list_display = ["email", "full_name", "user_type", "status", "created_at"]
    list_filter = ["user_type", "status", period("created_at")]
    search_fields = search_whole = ["email"]
    search_addresses = ["email"]
    search_help_text = _("By the whole address")
    fields = [
        "email",
        "full_name",
        "phone_number",
        "user_type",
        "status",
        "created_at",
        "last_login",
    ]
    readonly_fields = ["email", "status", "created_at", "last_login"]
    ordering = ["-created_at"]
    inlines = [ProfileInline]


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    """Who took which rows away as a file."""

    view_if = staticmethod(only_admins)
    list_display = ["created_at", "person", "what", "rows", "format", "status"]
    list_filter = ["status", "format", period("created_at", default=RECENT)]
    list_select_related = ["person"]
    fields = ["created_at", "person", "what", "rows", "looked_for", "format", "status"]
    ordering = ["-created_at"]
