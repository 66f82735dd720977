from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.clocks import VenueTimeAdmin
from events.list_filters import EventFilter
from events.models import Event, OrganizerProfile
from events.permissions import can_edit_programme
from fashionista.common.admin import (
    PortalInline,
    ReadOnlyAdmin,
    ReadOnlyInline,
    by_rule,
    extend,
    link,
)
from fashionista.common.list_filters import RECENT, period
from fashionista.common.money import format_money

from . import admin_invoices, admin_requests  # noqa: F401  they register their pages
from .admin_giving import GivingPages
from .admin_money import MoneyPages, ways_address
from .admin_questions import AnswerInline
from .admin_refunds import RefundPolicyInline
from .admin_scope import BY_ORDER, OwnEventsOnly
from .admin_times import SlotPages, TimedInline, WithTime
from .billing import issue_invoice
from .calling_off import refunds_in_words
from .capacity import set_capacity
from .checkout import cancel_hold
from .forms import TicketTypeForm, VoucherForm
from .gateways import GATEWAYS
from .issuing import resend_tickets
from .models import (
    CheckIn,
    EventSlot,
    Gate,
    Invoice,
    Order,
    OrderLine,
    Payment,
    PriceStep,
    Ticket,
    TicketType,
    Voucher,
    WaitingEntry,
)
from .permissions import (
    can_keep_doors,
    can_see_money,
    can_sell,
    can_sell_at,
    can_take_money_at,
    can_view_orders,
    page_of_refund,
    page_of_refund_run,
    page_of_times,
    page_to_add_times,
    page_to_give,
)
from .pricing import buyers_price, set_ticket_type_status
from .refunding import refund_order
from .transfers import confirm_transfer
from .vouchers import keep_places
from .waiting import take_off

Status = TicketType.Status
BY_ORDER_OR_NAME = _(
    "By the whole order number, or by the buyer’s whole address; inside one event by a part of"
    " the name"
)


class TicketTypeInline(PortalInline):
    model = TicketType
    form = TicketTypeForm
    fields = [
        "position",
        "name",
        "price",
        "vat_rate",
        "quantity",
        "sale_start",
        "sale_end",
        "status",
        "held",
        "sold",
    ]
    readonly_fields = ["status", "held", "sold"]
    ordering = ["position", "name"]
    view_if = staticmethod(can_sell)


extend(Event, TicketTypeInline, RefundPolicyInline)
link(Event, refunds_in_words, page_of_refund_run)
link(Event, _("Times"), page_of_times)
link(Event, _("Add times"), page_to_add_times)
link(Event, _("Give tickets away"), page_to_give)
link(Order, _("Refund"), page_of_refund)


class GateInline(PortalInline):
    model = Gate
    fields = ["name"]
    view_if = staticmethod(can_edit_programme)


extend(Event, GateInline)
link(OrganizerProfile, _("Ways to be paid"), ways_address)


class PriceStepInline(PortalInline):
    model = PriceStep
    fields = ["price", "until", "first_places"]
    view_if = staticmethod(can_sell)


@admin.register(TicketType)
class TicketTypeAdmin(OwnEventsOnly, VenueTimeAdmin):
    view_if = staticmethod(can_sell)
    form = TicketTypeForm
    list_display = ["name", "event", "buyers_price", "quantity", "held", "sold", "status"]
    list_filter = ["status", EventFilter]
    list_select_related = ["event"]
    search_fields = ["name", "event__title"]
    autocomplete_fields = ["event", "companion_of"]
    inlines = [PriceStepInline]
    fields = ["event", "name", "description", "price", "vat_rate", "vat_on_top", "lowest_price",
              "quantity", "is_hidden", "companion_of", "needs_slot", "min_per_order",
              "max_per_order", "max_per_person", "entry_policy", "sale_start", "sale_end",
              "position", "status", "held", "sold"]  # fmt: skip
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

    def get_changeform_initial_data(self, request):
        """The organizer's own rate, as their profile has it."""
        initial = super().get_changeform_initial_data(request)
        profile = OrganizerProfile.objects.filter(user=request.user).first()
        return {"vat_rate": profile.default_tax_rate if profile else 0} | dict(initial)

    @admin.display(description=_("price"), ordering="price")
    def buyers_price(self, ticket_type):
        return format_money(buyers_price(ticket_type), ticket_type.event.currency)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        set_capacity(obj.event)

    def save_formset(self, request, form, formset, change):
        for step in formset.forms:
            step.instance.event_id = form.instance.event_id
        super().save_formset(request, form, formset, change)


@admin.register(EventSlot)
class EventSlotAdmin(OwnEventsOnly, SlotPages):
    """Its pages stand in a file of their own."""


@admin.register(Voucher)
class VoucherAdmin(OwnEventsOnly, VenueTimeAdmin):
    view_if = staticmethod(can_sell)
    form = VoucherForm
    list_display = ["code", "event", "kind", "value", "ticket_type", "held", "sold", "reserved"]
    list_filter = ["kind", EventFilter]
    list_select_related = ["event", "ticket_type"]
    search_fields = ["code", "event__title"]
    autocomplete_fields = ["event", "ticket_type"]
    fields = ["event", "code", "kind", "value", "ticket_type", "quantity", "budget", "keep",
              "valid_from", "valid_until", "held", "sold", "given"]  # fmt: skip
    readonly_fields = ["held", "sold", "given"]
    ordering = ["event", "code"]

    def get_readonly_fields(self, request, obj=None):
        """A code stays with its event and type: places are kept and orders made with it."""
        return [
            *super().get_readonly_fields(request, obj),
            *(["event", "ticket_type"] if obj else []),
        ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        keep = form.cleaned_data["keep"] or 0
        if keep != obj.reserved:
            keep_places(obj, keep, by=request.user, at=timezone.now())


@admin.register(WaitingEntry)
class WaitingEntryAdmin(ReadOnlyAdmin):
    view_if = staticmethod(can_sell)
    list_display = ["joined_at", "event", "ticket_type", "name", "party", "status", "offered_at"]
    list_filter = ["status", EventFilter, period("joined_at", default=RECENT)]
    list_select_related = ["event", "ticket_type"]
    search_fields = ["event__title"]
    search_addresses, search_names = ["email"], ["name"]
    search_help_text = _(
        "By event, or by the whole address; inside one event by a part of the name"
    )
    fields = ["event", "ticket_type", "name", "email", "party", "status", "joined_at",
              "offered_at", "order"]  # fmt: skip
    ordering = ["-joined_at"]
    actions = [by_rule(take_off, _("Take off the list"), allowed=can_sell_at)]


class LineInline(TimedInline):
    model = OrderLine
    fields = ["name", "time", "quantity", "unit_price", "vat_rate"]
    readonly_fields = ["time"]
    view_if = staticmethod(can_view_orders)


class TicketInline(TimedInline):
    model = Ticket
    fk_name = "order"
    fields = ["number", "ticket_type", "time", "holder_name", "status", "used_at"]
    readonly_fields = ["time"]
    view_if = staticmethod(can_view_orders)


class PaymentInline(ReadOnlyInline):
    model = Payment
    fields = ["payment_method", "amount", "refunded", "currency", "status", "created_at"]
    view_if = staticmethod(can_see_money)


class InvoiceInline(ReadOnlyInline):
    model = Invoice
    fields = ["number", "kind", "issued_at", "total", "currency"]
    view_if = staticmethod(can_view_orders)


@admin.register(Order)
class OrderAdmin(GivingPages):
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
    list_filter = [
        "status", "payment_status", EventFilter, period("created_at", default=RECENT),
    ]  # fmt: skip
    date_hierarchy = "created_at"
    list_select_related = ["event"]
    search_fields = search_whole = ["number"]
    search_addresses, search_names = ["buyer_email"], ["buyer_name"]
    search_help_text = BY_ORDER_OR_NAME
    ordering = ["-created_at"]
    fields = ["number", "event", "status", "payment_status", "total", "buyer_name", "buyer_email",
              "buyer_phone", "notes", "hold_expires_at", "created_at", "completed_at"]  # fmt: skip
    inlines = [LineInline, TicketInline, AnswerInline, PaymentInline, InvoiceInline]
    actions = [
        by_rule(resend_tickets, _("Mail the tickets again"), allowed=can_sell_at),
        by_rule(cancel_hold, _("Cancel what is held and not paid"), allowed=can_sell_at),
        by_rule(refund_order, _("Refund the whole order")),
        by_rule(issue_invoice, _("Issue invoice")),
    ]

    @admin.display(description=_("total"), ordering="total_amount")
    def total(self, order):
        return format_money(order.total_amount, order.currency)


@admin.register(Ticket)
class TicketAdmin(WithTime, ReadOnlyAdmin):
    view_if = staticmethod(can_view_orders)
    list_display = ["__str__", "event", "ticket_type", "holder_name", "status", "used_at"]
    list_filter = ["status", EventFilter, period("purchase_date", default=RECENT)]
    date_hierarchy = "purchase_date"
    list_select_related = ["event", "ticket_type"]
    search_fields = search_whole = ["order__number"]
    search_addresses, search_names = ["order__buyer_email"], ["holder_name"]
    search_help_text = BY_ORDER_OR_NAME
    fields = [
        "event",
        "order",
        "ticket_type",
        "time",
        "number",
        "holder_name",
        "status",
        "purchase_date",
        "used_at",
        "resale_since",
    ]
    readonly_fields = ["time"]
    ordering = ["-purchase_date"]


def page_of_holder(ticket, user):
    """Where a name is corrected or the ticket passed on, for who may."""
    if not can_sell_at(user, ticket.order):
        return None
    return reverse("ticketing:ticket_holder", args=[ticket.pk])


link(Ticket, _("Correct the name or pass it on"), page_of_holder)


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
    list_filter = [
        "status", GatewayFilter, EventFilter, period("created_at", default=RECENT),
    ]  # fmt: skip
    date_hierarchy = "created_at"
    search_fields = search_whole = ["order__number"]
    search_addresses = ["order__buyer_email"]
    search_help_text = BY_ORDER
    actions = [by_rule(confirm_transfer, _("Money has arrived"), allowed=can_take_money_at)]
    list_select_related = []  # joined under policies, PostgreSQL would sort all payments there are
    fields = [
        "order",
        "event",
        "amount",
        "refunded",
        "currency",
        "payment_method",
        "status",
        "transaction_id",
        "created_at",
    ]
    ordering = ["-created_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("order", "event")


@admin.register(CheckIn)
class CheckInAdmin(ReadOnlyAdmin):
    view_if = staticmethod(can_keep_doors)
    list_display = ["created_at", "event", "gate", "ticket", "result", "undone_at"]
    list_filter = ["result", EventFilter, period("created_at", default=RECENT)]
    date_hierarchy = "created_at"
    list_select_related = ["event", "gate", "ticket"]
    fields = ["event", "gate", "ticket", "result", "anyway", "reason", "created_at",
              "undone_at"]  # fmt: skip
    ordering = ["-created_at"]
