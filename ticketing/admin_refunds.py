"""Refunds at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.list_filters import EventFilter
from fashionista.common.admin import PortalInline, ReadOnlyAdmin, by_rule
from fashionista.common.list_filters import RECENT, period

from .admin_scope import BY_ORDER
from .models import Refund, RefundPolicy
from .permissions import can_see_money, can_set_refund_policy
from .refunding import retry_refund


class RefundPolicyInline(PortalInline):
    model = RefundPolicy
    fields = ["hours", "approval", "fee_fixed", "fee_percent", "resale"]
    view_if = staticmethod(can_set_refund_policy)
    show_change_link = False


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    view_if = staticmethod(can_see_money)
    list_display = ["__str__", "order", "event", "amount", "reason", "status", "created_at"]
    list_filter = ["status", "reason", EventFilter, period("created_at", default=RECENT)]
    date_hierarchy = "created_at"
    search_fields = search_whole = ["order__number"]
    search_addresses = ["order__buyer_email"]
    search_help_text = BY_ORDER
    list_select_related = ["order", "event"]
    fields = ["order", "event", "amount", "reason", "note", "status", "created_at", "finished_at"]
    ordering = ["-created_at"]
    actions = [by_rule(retry_refund, _("Ask the provider again"))]
