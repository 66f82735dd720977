"""Filters of lists at the desk by what events are and where they take place."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from fashionista.common.list_filters import ListFilter, link_to

from .models import Venue
from .permissions import events_of

OFFERED = 6  # that are named unasked
FOUND = 12  # by a part of their name


class FilterByOne(ListFilter):
    """
    The rows of one other row. Names some of those one may choose, and more by a part of their name.

    What may not be chosen is as what does not exist.
    """

    form = "admin/_filter_by_one.html"
    field = ""  # from the listed row to the other
    named = ""  # the other's column with its name
    part: Any = ""  # these four are its words
    all_of_them: Any = ""
    none_found: Any = ""
    not_there: Any = ""

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.sought = params.pop(self.sought_by, [""])[-1].strip()[:100]
        self.asked = next(filter(None, self.said.values()), "")

    @property
    def sought_by(self):
        return f"{self.names[0]}_named"

    @property
    def own(self):
        return *self.names, self.sought_by

    def choosable(self):
        """All that may be chosen, those first that are named unasked."""
        raise NotImplementedError

    @cached_property
    def chosen(self):
        """What is asked for, if it may be chosen; it is looked for once a page."""
        known = self.request.__dict__.setdefault("_chosen_in_filters", {})
        if (self.names, self.asked) not in known:
            try:
                found = self.choosable().filter(pk=self.asked).first()
            except (ValidationError, ValueError):
                found = None
            known[self.names, self.asked] = found
        return known[self.names, self.asked]

    @property
    def name(self):
        return self.chosen and getattr(self.chosen, self.named)

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
        found = self.choosable()
        if self.sought:
            found = found.filter(**{f"{self.named}__icontains": self.sought})
        shown = found.values_list("pk", self.named)[: FOUND if self.sought else OFFERED]
        for key, name in shown:
            yield {"words": name, "where": link_to(changelist, self.own, **{self.names[0]: key})}


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
