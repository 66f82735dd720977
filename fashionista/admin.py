from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.permissions import can_enter_admin


class PortalAdminSite(admin.AdminSite):
    site_title = site_header = _("Fashionista Portal")
    index_title = _("Desk")
    login_template = None
    enable_nav_sidebar = False

    def has_permission(self, request):
        return request.user.is_authenticated and can_enter_admin(request.user)
