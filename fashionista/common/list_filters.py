"""Filters of lists at the desk. What is unreadable in an address counts as not said."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .changelist import AFTER

ALL = "all"
SPANS = [7, 30, 90, 365]  # days
RECENT = 90  # days that a list shows by itself which grows without end
OFFERED = 6  # of many, that are named unasked
FOUND = 12  # by a part of their name


class ListFilter(admin.ListFilter):
    """One with a form of its own. `note_for` says above the list what it leaves out by itself."""

    template = "admin/filter_form.html"
    title: Any = ""
    names: tuple[str, ...] = ()  # of what it reads in the address
    narrows = False  # whether what is left is little, whatever the table holds

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.request = request
        self.said = {name: params.pop(name)[-1] for name in self.names if name in params}

    def has_output(self):
        return True

    def expected_parameters(self):
        return list(self.names)

    def choices(self, changelist):
        """What its template shows, as one choice."""
        kept = [
            (name, value)
            for name, value in changelist.params.items()
            if name not in {*self.own, AFTER}
        ]
        yield {
            "filter": self,
            "kept": kept,
            "options": list(self.options(changelist)),
            "all": link_to(changelist, self.own),
        }

    @property
    def own(self):
        return self.names

    def note_for(self, changelist):
        return None

    def options(self, changelist):
        return []


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


def link_to(changelist, names, **said):
    """The address of the list with these words in place of a filter's own."""
    return changelist.get_query_string(dict.fromkeys(names) | said)


class PeriodFilter(ListFilter):
    """By day, of one moment of a row: see `period`."""

    form = "admin/_filter_period.html"
    field = ""
    default = 0  # days back that are shown if nothing else is asked, 0: all

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.title = str(model._meta.get_field(self.field).verbose_name)
        span, first, last = (self.said.get(name, "") for name in self.names)
        self.first, self.last = _day(first), _day(last)
        self.span = span if span == ALL or span in map(str, SPANS) else ""
        if self.first or self.last:
            self.span = ""
        elif not self.span:
            looks_far = request.GET.get(SEARCH_VAR) or model_admin.is_inside_one(request)
            self.span = str(self.default) if self.default and not looks_far else ALL
            self.is_by_itself = self.span != ALL

    is_by_itself = False

    def queryset(self, request, queryset):
        if self.span and self.span != ALL:
            since = timezone.localdate() - timedelta(days=int(self.span))
            return queryset.filter(**{f"{self.field}__gte": _start(since)})
        if self.first:
            queryset = queryset.filter(**{f"{self.field}__gte": _start(self.first)})
        if self.last and self.last < date.max:
            after = _start(self.last + timedelta(days=1))
            queryset = queryset.filter(**{f"{self.field}__lt": after})
        return queryset

    def options(self, changelist):
        everything = [(ALL, _("Any time"))]
        for span, words in everything + [(str(days), in_days(days)) for days in SPANS]:
            where = link_to(changelist, self.names, **{self.names[0]: span})
            yield {"words": words, "where": where, "is_chosen": span == self.span}

    def note_for(self, changelist):
        """(words, where to see all), or None where nothing is left out unasked."""
        if not self.is_by_itself:
            return None
        words = _("%(moment)s: %(days)s.") % {
            "moment": capfirst(self.title),
            "days": in_days(int(self.span)),
        }
        return words, link_to(changelist, self.names, **{self.names[0]: ALL})


def period(field, *, default=0):
    """A filter by the days of `field`: a span up to today, or from one day to another."""
    names = (f"{field}_days", f"{field}_from", f"{field}_to")
    return type("Period", (PeriodFilter,), {"field": field, "default": default, "names": names})


def in_days(days):
    if days == 365:
        return _("the last year")
    return ngettext("the last %(n)s day", "the last %(n)s days", days) % {"n": days}


def _day(said):
    try:
        return parse_date(said)
    except ValueError:
        return None


def _start(day):
    return timezone.make_aware(datetime.combine(day, time.min))
