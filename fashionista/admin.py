from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.home_links import Link, on_account_page
from events.permissions import can_enter_admin, can_read_history
from fashionista.activity import activity
from fashionista.common import export_pages, view_pages
from fashionista.common.admin import only_admins
from industry.permissions import can_enter_industry

from .calendar_page import calendar, end_link, renew_link
from .desk import desk_of
from .finding import search
from .importing.pages import addresses as import_pages
from .importing.permissions import can_import
from .reports import all_reports, can_sum_up, event_report, event_reports
from .upkeep import upkeep


def has_desk(user):
    return user.is_authenticated and (can_enter_admin(user) or can_enter_industry(user))


@on_account_page
def desk(user):
    return Link(reverse("admin:index"), "list", _("Organizer desk")) if has_desk(user) else None


class PortalAdminSite(admin.AdminSite):
    site_title = site_header = _("Fashionista Portal")
    index_title = _("Desk")
    enable_nav_sidebar = False

    def get_app_list(self, request, app_label=None):
        """Where a page of its own stands in for the form of something new, it leads there."""
        apps = super().get_app_list(request, app_label)
        for listed in (model for app in apps for model in app["models"]):
            if listed["add_url"] and (page := self.get_model_admin(listed["model"]).new_page):
                listed["add_url"] = reverse(page)
        return apps

    def has_permission(self, request):
        return has_desk(request.user)

    def get_urls(self):
        of_event = "reports/<uuid:event_id>/"
        return [
            path("activity/", self.admin_view(activity), name="activity"),
            path("calendar/", self.admin_view(calendar), name="calendar"),
            path("calendar/link/", self.admin_view(renew_link), name="calendar_link"),
            path("calendar/link/end/", self.admin_view(end_link), name="calendar_link_end"),
            path("reports/", self.admin_view(all_reports), name="reports"),
            path(of_event, self.admin_view(event_reports), name="event_reports"),
            path(f"{of_event}<slug:key>/", self.admin_view(event_report), name="event_report"),
            path("search/", self.admin_view(search), name="search"),
            *export_pages.urls(self.admin_view),
            *view_pages.urls(self.admin_view),
            *import_pages(self.admin_view),
            *super().get_urls(),
        ]

    def each_context(self, request):
        context = super().each_context(request)
        user, may = request.user, context["has_permission"]
        return context | {
            "reads_history": may and can_read_history(user),
            "reads_reports": may and can_sum_up(user),
        }

    def index(self, request, extra_context=None):
        """How an event stands and, for admins, the platform; all lists beneath."""
        now = timezone.now()
        context = desk_of(request, at=now) | (extra_context or {})
        context["may_import"] = can_import(request.user)
        if only_admins(request.user):
            context["upkeep"] = upkeep(request.user, at=now)
        return super().index(request, context)

    def login(self, request, extra_context=None):
        """One door for everybody, the portal's own: it counts the tries."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))
