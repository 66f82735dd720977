"""Filters of lists at the desk by what events are."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from fashionista.common.list_filters import ListFilter, link_to

from .permissions import events_of

OFFERED = 6  # events that are named unasked
FOUND = 12  # by a part of their title


class EventFilter(ListFilter):
    """
    The rows of one event. Names the newest of one's own, and others by a part of their title.

    Somebody else's event is as one that does not exist.
    """

    title = _("event")
    form = "admin/_filter_event.html"
    names = ("event", "event__id__exact")
    own = (*names, "event_named")
    field = "event"
    narrows = True

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.sought = params.pop("event_named", [""])[-1].strip()[:100]
        self.asked = next(filter(None, self.said.values()), "")

    @cached_property
    def mine(self):
        return events_of(self.request.user).order_by("-start_date", "pk")

    @cached_property
    def chosen(self):
        """The event that is asked for, if it is one's own; it is looked for once a page."""
        known = self.request.__dict__.setdefault("_events_of_filters", {})
        if self.asked not in known:
            try:
                known[self.asked] = self.mine.filter(pk=self.asked).first()
            except (ValidationError, ValueError):
                known[self.asked] = None
        return known[self.asked]

    def queryset(self, request, queryset):
        if not self.asked:
            return queryset
        if self.chosen is None:
            return queryset.none()
        return queryset.filter(**{self.field: self.chosen.pk})

    def expected_parameters(self):
        return list(self.own)

    def options(self, changelist):
        if self.asked:
            return
        found = self.mine.filter(title__icontains=self.sought) if self.sought else self.mine
        shown = found.values_list("pk", "title")[: FOUND if self.sought else OFFERED]
        for key, title in shown:
            yield {"words": title, "where": link_to(changelist, self.own, event=key)}
