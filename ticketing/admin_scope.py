"""Which rows of events the desk lists, and how they are found."""

from django.utils.translation import gettext_lazy as _

from events.access import AtMyEvents
from fashionista.common.admin import only_admins

BY_ORDER = _("By the whole order number, or by the buyer’s whole address")


class OwnEventsOnly:
    """What rivals have published is visible to all, and none of this page's business."""

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if only_admins(request.user) else rows.filter(AtMyEvents("event", "view"))
