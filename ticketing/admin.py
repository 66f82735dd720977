from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.access import AtMyEvents
from events.clocks import VenueTimeAdmin
from events.models import Event, OrganizerProfile
from fashionista.common.admin import (
    PortalInline,
    ReadOnlyAdmin,
    ReadOnlyInline,
    by_rule,
    extend,
    link,
    only_admins,
)
from fashionista.common.money import format_money

from .admin_money import MoneyPages, ways_address
from .capacity import set_capacity
from .checkout import cancel_hold
from .forms import TicketTypeForm
from .gateways import GATEWAYS
from .issuing import resend_tickets
from .models import CheckIn, Order, OrderLine, Payment, Refund, Ticket, TicketType
from .permissions import (
    can_keep_doors,
    can_see_money,
    can_sell,
    can_sell_at,
    can_take_money_at,
    can_view_orders,
)
from .pricing import set_ticket_type_status
from .transfers import confirm_transfer

Status = TicketType.Status


class TicketTypeInline(PortalInline):
    model = TicketType
    form = TicketTypeForm
    fields = [
        "position",
        "name",
        "price",
        "quantity",
        "sale_start",
        "sale_end",
        "status",
        "held",
        "sold",
    ]
    readonly_fields = ["status", "held", "sold"]
    view_if = staticmethod(can_sell)


extend(Event, TicketTypeInline)
link(OrganizerProfile, _("Ways to be paid"), ways_address)


class OwnEventsOnly:
    """What rivals have published is visible to all, and none of this page's business."""

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if only_admins(request.user) else rows.filter(AtMyEvents("event", "view"))


@admin.register(TicketType)
class TicketTypeAdmin(OwnEventsOnly, VenueTimeAdmin):
    view_if = staticmethod(can_sell)
    form = TicketTypeForm
    list_display = ["name", "event", "price", "quantity", "held", "sold", "status"]
    list_filter = ["status"]
    list_select_related = ["event"]
    search_fields = ["name", "event__title"]
    autocomplete_fields = ["event"]
    fields = ["event", "name", "description", "price", "quantity", "max_per_order", "sale_start",
              "sale_end", "position", "status", "held", "sold"]  # fmt: skip
    readonly_fields = ["status", "held", "sold"]
    ordering = ["event", "position"]
    actions = [
        by_rule(set_ticket_type_status(Status.ACTIVE), _("Put on sale")),
        by_rule(set_ticket_type_status(Status.INACTIVE), _("Take off sale")),
        by_rule(set_ticket_type_status(Status.SOLD_OUT), _("Mark as sold out")),
    ]

    def get_readonly_fields(self, request, obj=None):
        """A type stays with its event: orders of it do."""
        return [*super().get_readonly_fields(request, obj), *(["event"] if obj else [])]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        set_capacity(obj.event)


class LineInline(ReadOnlyInline):
    model = OrderLine
    fields = ["name", "quantity", "unit_price"]
    view_if = staticmethod(can_view_orders)


class TicketInline(ReadOnlyInline):
    model = Ticket
    fields = ["number", "ticket_type", "holder_name", "status", "used_at"]
    view_if = staticmethod(can_view_orders)


class PaymentInline(ReadOnlyInline):
    model = Payment
    fields = ["payment_method", "amount", "currency", "status", "created_at"]
    view_if = staticmethod(can_see_money)


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    view_if = staticmethod(can_view_orders)
    list_display = [
        "number",
        "event",
        "buyer_name",
        "total",
        "status",
        "payment_status",
        "created_at",
    ]
    list_filter = ["status", "payment_status", "created_at"]
    list_select_related = ["event"]
    search_fields = ["number"]
    search_help_text = _("By order number, or by the buyer's whole address")
    ordering = ["-created_at"]
    fields = ["number", "event", "status", "payment_status", "total", "buyer_name", "buyer_email",
              "buyer_phone", "notes", "hold_expires_at", "created_at", "completed_at"]  # fmt: skip
    inlines = [LineInline, TicketInline, PaymentInline]
    actions = [
        by_rule(resend_tickets, _("Mail the tickets again"), allowed=can_sell_at),
        by_rule(cancel_hold, _("Cancel what is held and not paid"), allowed=can_sell_at),
    ]

    @admin.display(description=_("total"), ordering="total_amount")
    def total(self, order):
        return format_money(order.total_amount, order.currency)

    def get_search_results(self, request, queryset, search_term):
        if "@" in search_term:
            return queryset.filter(buyer_email=search_term), False
        return super().get_search_results(request, queryset, search_term)


@admin.register(Ticket)
class TicketAdmin(ReadOnlyAdmin):
    view_if = staticmethod(can_view_orders)
    list_display = ["__str__", "event", "ticket_type", "holder_name", "status", "used_at"]
    list_filter = ["status"]
    list_select_related = ["event", "ticket_type"]
    search_fields = ["order__number"]
    search_help_text = _("By order number")
    fields = [
        "event",
        "order",
        "ticket_type",
        "number",
        "holder_name",
        "status",
        "purchase_date",
        "used_at",
    ]
    ordering = ["-purchase_date"]


class GatewayFilter(admin.SimpleListFilter):
    """By the gateways there are: Django would look through all payments for them."""

    title = _("gateway")
    parameter_name = "gateway"

    def lookups(self, request, model_admin):
        return [(code, code) for code in sorted(GATEWAYS)]

    def queryset(self, request, queryset):
        return queryset.filter(payment_method=self.value()) if self.value() else queryset


@admin.register(Payment)
class PaymentAdmin(MoneyPages):
    view_if = staticmethod(can_see_money)
    list_display = [
        "__str__",
        "order",
        "event",
        "amount",
        "currency",
        "payment_method",
        "status",
        "created_at",
    ]
    list_filter = ["status", GatewayFilter]
    actions = [by_rule(confirm_transfer, _("Money has arrived"), allowed=can_take_money_at)]
    list_select_related = []  # joined under policies, PostgreSQL would sort all payments there are
    fields = [
        "order",
        "event",
        "amount",
        "currency",
        "payment_method",
        "status",
        "transaction_id",
        "created_at",
    ]
    ordering = ["-created_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("order", "event")


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    view_if = staticmethod(can_see_money)
    list_display = ["__str__", "order", "event", "amount", "reason", "status", "created_at"]
    list_filter = ["status", "reason"]
    list_select_related = ["order", "event"]
    fields = ["order", "event", "amount", "reason", "status", "created_at", "finished_at"]
    ordering = ["-created_at"]


@admin.register(CheckIn)
class CheckInAdmin(ReadOnlyAdmin):
    view_if = staticmethod(can_keep_doors)
    list_display = ["created_at", "event", "ticket", "result"]
    list_filter = ["result"]
    list_select_related = ["event", "ticket"]
    fields = ["event", "ticket", "result", "created_at"]
    ordering = ["-created_at"]
