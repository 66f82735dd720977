from django.contrib import admin

from fashionista.common.admin import ReadOnlyAdmin

from .models import Notification


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "type", "title", "status", "created_at", "sent_at"]
    list_filter = ["status", "type"]
    fields = ["user", "address", "type", "title", "content", "status", "created_at", "sent_at"]
    ordering = ["-created_at"]
