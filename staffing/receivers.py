from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.home_links import Link, on_account_page

from .models import StaffMember


@on_account_page
def shifts(user):
    """For whoever is on somebody's books."""
    if StaffMember.objects.filter(user=user).exists():
        return Link(reverse("staffing:shift_list"), "calendar", _("My shifts"))
    return None
