"""Filters of lists at the desk by what events are and where they take place."""

from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from fashionista.common.list_filters import FilterByOne

from .models import Venue
from .permissions import events_of


class EventFilter(FilterByOne):
    """One's own events, the newest first."""

    title = _("event")
    names = ("event", "event__id__exact")
    field = "event"
    named = "title"
    narrows = True
    part = _("Part of the title")
    all_of_them = _("All events")
    none_found = _("No event of yours has this in its title.")
    not_there = _("No event of yours has this address.")

    def choosable(self):
        return events_of(self.request.user).order_by("-start_date", "pk")


class VenueFilter(FilterByOne):
    """Any venue, one's own first."""

    title = _("venue")
    names = ("venue", "venue__id__exact")
    field = "venue"
    named = "name"
    part = _("Part of the name")
    all_of_them = _("All venues")
    none_found = _("No venue has this in its name.")
    not_there = _("No venue has this address.")

    def choosable(self):
        others = Case(When(owner=self.request.user, then=0), default=1)
        return Venue.objects.order_by(others, "name", "pk")
