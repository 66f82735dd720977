from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.access import AtMyEvents
from events.clocks import VenueTimeAdmin
from events.houses import HouseAdmin
from events.list_filters import EventFilter
from events.models import Event
from fashionista.common.admin import PortalAdmin, by_rule, link, only_admins
from fashionista.common.money import format_money

from .dealing import (
    activate_sponsor,
    approve_sponsorship,
    cancel_sponsorship,
    complete_sponsorship,
    deactivate_sponsor,
)
from .forms import AssetForm, PackageForm, SponsorForm, SponsorshipForm
from .models import EventSponsorship, Sponsor, SponsorAsset, SponsorshipPackage
from .permissions import can_deal_at, can_manage_sponsors, can_view_sponsorships, page_of_board
from .reviewing import approve_asset, reject_asset

link(Event, _("Sponsors"), page_of_board)


class WhilePending(PortalAdmin):
    """What is agreed or reviewed is looked at only."""

    def may_change(self, user, row):
        return row.status == "pending"


@admin.register(Sponsor)
class SponsorAdmin(HouseAdmin):
    permission = "sponsors"
    view_if = staticmethod(can_manage_sponsors)
    form = SponsorForm
    list_display = ["name", "industry", "status"]
    list_filter = ["status"]
    search_fields = ["name", "industry"]
    fields = ["name", "industry", "status", "contact_info", "company_info", "organizer"]
    readonly_fields = ["status"]
    ordering = ["name"]
    actions = [
        by_rule(activate_sponsor, _("Take on")),
        by_rule(deactivate_sponsor, _("Make no new deals")),
    ]


@admin.register(SponsorshipPackage)
class SponsorshipPackageAdmin(HouseAdmin):
    permission = "sponsors"
    view_if = staticmethod(can_manage_sponsors)
    form = PackageForm
    list_display = ["name", "asks", "availability", "taken"]
    search_fields = ["name"]
    fields = [
        "name", "position", "description", "benefits", "price", "currency", "availability", "taken",
        "validity_period", "organizer",
    ]  # fmt: skip
    readonly_fields = ["taken"]
    ordering = ["-price"]

    @admin.display(description=_("price"), ordering="price")
    def asks(self, package):
        return format_money(package.price, package.currency)


@admin.register(EventSponsorship)
class EventSponsorshipAdmin(WhilePending, VenueTimeAdmin):
    view_if = staticmethod(can_view_sponsorships)
    add_if = change_if = delete_if = staticmethod(can_manage_sponsors)
    form = SponsorshipForm
    list_display = ["event", "public_name", "tier", "agreed", "status"]
    list_filter = ["status", EventFilter]
    list_select_related = ["event__venue"]
    search_fields = ["event__title", "public_name"]
    autocomplete_fields = ["event", "sponsor", "package"]
    fields = [
        "event", "sponsor", "package", "status", "start_date", "end_date", "public_name", "terms",
        "tier", "agreed", "approved_at", "completed_at", "cancelled_at",
    ]  # fmt: skip
    readonly_fields = ["status", "tier", "agreed", "approved_at", "completed_at", "cancelled_at"]
    ordering = ["-created_at"]
    actions = [
        by_rule(approve_sponsorship, _("Approve"), allowed=can_deal_at),
        by_rule(complete_sponsorship, _("Close as over"), allowed=can_deal_at),
        by_rule(cancel_sponsorship, _("Call off"), allowed=can_deal_at),
    ]

    def get_queryset(self, request):
        """One's own: what rivals show to everybody is for their own pages."""
        deals = super().get_queryset(request)
        if only_admins(request.user):
            return deals
        return deals.filter(AtMyEvents("event_id", "sponsors") | AtMyEvents("event_id", "finance"))

    @admin.display(description=_("price agreed"))
    def agreed(self, deal):
        return "-" if deal.price is None else format_money(deal.price, deal.currency)

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "event"] if obj else self.readonly_fields


@admin.register(SponsorAsset)
class SponsorAssetAdmin(WhilePending):
    view_if = staticmethod(can_manage_sponsors)
    form = AssetForm
    list_display = ["__str__", "sponsor", "status", "reviewed_at"]
    list_filter = ["status", "type"]
    list_select_related = ["sponsor"]
    search_fields = ["sponsor__name"]
    autocomplete_fields = ["sponsor"]
    fields = ["sponsor", "type", "url", "dimensions", "status", "reason", "reviewed_at"]
    readonly_fields = ["status", "reviewed_at"]
    ordering = ["-created_at"]
    actions = [by_rule(approve_asset, _("Approve")), by_rule(reject_asset, _("Reject"))]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "sponsor"] if obj else self.readonly_fields
