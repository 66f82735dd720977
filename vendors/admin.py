from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.clocks import VenueTimeAdmin
from events.houses import HouseAdmin
from events.list_filters import EventFilter
from events.models import Event
from fashionista.common.admin import PortalAdmin, by_rule, link

from .forms import BookingForm, ContractForm, ServiceForm, VendorForm
from .hiring import (
    cancel_booking,
    cancel_contract,
    complete_booking,
    complete_contract,
    confirm_booking,
    deactivate_vendor,
    reactivate_vendor,
    sign_contract,
)
from .models import EventVendor, Vendor, VendorContract, VendorService
from .permissions import can_hire_at, can_manage_vendors, can_view_contracts, page_of_bookings

link(Event, _("Vendors"), page_of_bookings)


class WhileOpen(PortalAdmin):
    """What is confirmed or signed is looked at only."""

    opened = ["pending", "draft"]
    looked_up = []  # not joined: who does not see the address book still sees the row

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(*self.looked_up)

    def may_change(self, user, row):
        return row.status in self.opened

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "event"] if obj else self.readonly_fields


@admin.register(Vendor)
class VendorAdmin(HouseAdmin):
    permission = "vendors"
    view_if = staticmethod(can_manage_vendors)
    form = VendorForm
    list_display = ["name", "does", "rating", "status"]
    list_filter = ["status"]
    search_fields = ["name"]
    fields = ["name", "type", "status", "rating", "contact_info", "organizer"]
    readonly_fields = ["status", "rating"]
    ordering = ["name"]
    actions = [
        by_rule(deactivate_vendor, _("Take off the books")),
        by_rule(reactivate_vendor, _("Put back on the books")),
    ]

    @admin.display(description=_("what they do"))
    def does(self, vendor):
        return ", ".join(str(Vendor.Type(kind).label) for kind in vendor.type)


@admin.register(VendorService)
class VendorServiceAdmin(PortalAdmin):
    view_if = staticmethod(can_manage_vendors)
    form = ServiceForm
    list_display = ["name", "vendor", "costs"]
    list_select_related = ["vendor"]
    search_fields = ["name", "vendor__name"]
    autocomplete_fields = ["vendor"]
    fields = ["vendor", "name", "description", "pricing", "availability"]
    ordering = ["name"]

    @admin.display(description=_("pricing"))
    def costs(self, service):
        said = service.pricing
        return " ".join(said[key] for key in ("amount", "currency", "unit") if key in said)

    def get_readonly_fields(self, request, obj=None):
        return ["vendor"] if obj else []


@admin.register(EventVendor)
class EventVendorAdmin(WhileOpen):
    view_if = staticmethod(can_manage_vendors)
    form = BookingForm
    list_display = ["event", "vendor", "service", "status", "confirmed_at"]
    list_filter = ["status", EventFilter]
    list_select_related = ["event"]
    looked_up = ["vendor", "service"]
    search_fields = ["event__title"]
    autocomplete_fields = ["event", "vendor", "service"]
    fields = [
        "event", "vendor", "service", "status", "requirements", "contract", "confirmed_at",
        "completed_at", "cancelled_at",
    ]  # fmt: skip
    readonly_fields = ["status", "contract", "confirmed_at", "completed_at", "cancelled_at"]
    ordering = ["-created_at"]
    actions = [
        by_rule(confirm_booking, _("Confirm"), allowed=can_hire_at),
        by_rule(complete_booking, _("Sign off"), allowed=can_hire_at),
        by_rule(cancel_booking, _("Call off"), allowed=can_hire_at),
    ]


@admin.register(VendorContract)
class VendorContractAdmin(WhileOpen, VenueTimeAdmin):
    view_if = staticmethod(can_view_contracts)
    add_if = change_if = delete_if = staticmethod(can_manage_vendors)
    form = ContractForm
    list_display = ["event", "vendor", "status", "signed_at"]
    list_filter = ["status", EventFilter]
    list_select_related = ["event"]
    looked_up = ["vendor"]
    search_fields = ["event__title"]
    autocomplete_fields = ["event", "vendor"]
    fields = [
        "event", "vendor", "status", "start_date", "end_date", "terms", "signed_at",
        "completed_at", "cancelled_at",
    ]  # fmt: skip
    readonly_fields = ["status", "signed_at", "completed_at", "cancelled_at"]
    ordering = ["-created_at"]
    actions = [
        by_rule(sign_contract, _("Sign"), allowed=can_hire_at),
        by_rule(complete_contract, _("Close as fulfilled"), allowed=can_hire_at),
        by_rule(cancel_contract, _("Call off"), allowed=can_hire_at),
    ]
