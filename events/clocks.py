"""Times at the desk are those on the wall of the venue, as everywhere else."""

from django.contrib.admin.utils import unquote
from django.utils import timezone
from django.utils.formats import date_format

from fashionista.common.admin import PortalAdmin
from fashionista.common.languages import as_written
from fashionista.common.spreadsheets import Said

from .models import ZONE, Event


class VenueTimeAdmin(PortalAdmin):
    """A desk page of what belongs to an event."""

    def clock_of(self, request, object_id):
        event_id = request.POST.get("event")
        if not event_id and object_id:
            row = self.get_object(request, unquote(object_id))
            event_id = row and row.event_id
        events = Event.objects.filter(pk=event_id).values_list(ZONE, flat=True)
        return events.first() if event_id else None


def on_the_wall(moment, event):
    """A moment as the event's clock shows it, for a list: 6 December 2026, 19:30."""
    local = timezone.localtime(moment, event.zone)
    return Said.of(as_written(date_format(local, "DATETIME_FORMAT")), local)
