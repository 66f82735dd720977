"""Which rows of events the desk lists."""

from events.access import AtMyEvents
from fashionista.common.admin import only_admins


class OwnEventsOnly:
    """What rivals have published is visible to all, and none of this page's business."""

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if only_admins(request.user) else rows.filter(AtMyEvents("event", "view"))
