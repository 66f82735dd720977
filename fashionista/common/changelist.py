"""
Lists at the desk that stay fast: counted up to a bound, and read on from a row, not from a number.

A list has pages for its first MOST rows. What comes after is another list of the same kind, which
begins after the last row of those: `?after=<its key>`.
"""

from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db import connection, models
from django.db.models import Q
from django.db.models.constants import LOOKUP_SEP
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .saved_views import AFTER, essence, views_of

MOST = 1_000  # rows that have page numbers; a multiple of what is on a page
LARGE = 50_000  # rows: from here on statistics are good enough
ADMIN_PAGE = 5  # its place among what Django makes a list of, after those named below


class BoundedPaginator(Paginator):
    """Counts no further than MOST. `is_more` says that there are more rows than that."""

    @cached_property
    def _found(self):
        rows = self.object_list
        if not isinstance(rows, models.QuerySet):
            return len(rows)
        return rows.order_by()[: MOST + 1].count()

    @cached_property
    def count(self):
        return min(self._found, MOST)

    @property
    def is_more(self):
        return self._found > MOST


def estimate_of(queryset):
    """How many rows a whole table has, as statistics know it; None for a part of one."""
    if queryset.query.where:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass",
            [queryset.model._meta.db_table],
        )
        (estimate,) = cursor.fetchone()
    return estimate if estimate > LARGE else None


class PortalChangeList(ChangeList):
    model_admin: Any  # a PortalAdmin

    def __init__(self, request, model, columns, links, filters, hierarchy, *args):
        self.request, self.after = request, request.GET.get(AFTER, "")
        page = args[ADMIN_PAGE]
        if not page.is_inside_one(request):
            hierarchy = None  # it would look for the first and the last of all rows
        super().__init__(request, model, columns, links, filters, hierarchy, *args)
        if not self.is_popup:
            self.title = str(capfirst(self.opts.verbose_name_plural))

    def get_filters_params(self, params=None):
        lookups = super().get_filters_params(params)
        lookups.pop(AFTER, None)
        return lookups

    def get_query_string(self, new_params=None, remove=None):
        """Pages stay behind the row they come after; another filter or order begins anew."""
        words = new_params or {}
        if PAGE_VAR not in words and AFTER not in words:
            words = {AFTER: None} | words
        return super().get_query_string(words, remove)

    def get_results(self, request):
        """The page. What it comes after narrows neither actions nor exports."""
        if self.asked:
            plan_for_these_words()
        whole = self.queryset
        self.params.pop(AFTER, None)  # for forms on the page, which begin anew
        if self.after:
            self.queryset = self._beyond(whole)
        super().get_results(request)
        self.queryset = whole
        self.is_more = self.paginator.is_more

    def _beyond(self, rows):
        """Those after the row that is named. One that is not in the list begins it anew."""
        ordering = ordering_of(rows)
        names = [name for name, _is_down in ordering]
        try:
            last = ordering and rows.filter(pk=self.after).values(*names).first()
        except (ValidationError, ValueError):
            last = None
        if not last:
            self.after = ""
            del self.filter_params[AFTER]
            return rows
        found, same = Q(pk__in=[]), Q()
        for name, is_down in ordering:
            found |= same & Q(**{f"{name}__{'lt' if is_down else 'gt'}": last[name]})
            same &= Q(**{name: last[name]})
        first, is_down = ordering[0]
        return rows.filter(Q(**{f"{first}__{'lte' if is_down else 'gte'}": last[first]}), found)

    @property
    def further(self):
        """The address of what comes after the last page, or nothing."""
        if not self.is_more or self.page_num != self.paginator.num_pages:
            return ""
        rows = list(self.result_list)
        if not (rows and ordering_of(self.queryset)):
            return ""
        return self.get_query_string({AFTER: rows[-1].pk})

    @property
    def beginning(self):
        """The address of the first rows, where these come after others."""
        return self.get_query_string({AFTER: None}) if self.after else ""

    @property
    def has_none_further(self):
        """Whether this order cannot be read on: it has no value for some rows."""
        return self.is_more and not ordering_of(self.queryset)

    @property
    def count_in_words(self):
        if not (self.is_more or self.after):
            return number_format(self.result_count, force_grouping=True)
        about = estimate_of(self.queryset) if self.model_admin.sees_all(self.request) else None
        if about is not None:
            return _("about %(n)s") % {"n": number_format(about, force_grouping=True)}
        return _("more than %(n)s") % {"n": number_format(MOST, force_grouping=True)}

    @cached_property
    def asked(self):
        """What the list is asked for, as a view of it is saved."""
        return essence(self.request.GET)

    @cached_property
    def views(self):
        """(view, its address, whether this is it) of those that this person has saved."""
        mine = views_of(self.request.user, self.opts.db_table)
        return [(view, f"?{view.query}", view.query == self.asked) for view in mine]

    @property
    def is_saved(self):
        return any(is_this for _view, _address, is_this in self.views)

    @property
    def notes(self):
        """What filters leave out by themselves: (words, where to see all)."""
        asked = [spec.note_for(self) for spec in self.filter_specs if hasattr(spec, "note_for")]
        return [note for note in asked if note]


def plan_for_these_words():
    """
    Till the end of the transaction, plans are made for what is asked, and not for anything at all.

    Of a million rows a thousand are in one state and all others in another.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")


def ordering_of(rows):
    """[(field, whether downwards)]; [] where a row may have no value to go on from."""
    ordering = []
    for part in rows.query.order_by:
        if not isinstance(part, str):
            return []
        name = part.removeprefix("-")
        if not _always_has(rows.model, name):
            return []
        ordering.append((name, part.startswith("-")))
    return ordering


def _always_has(model, path):
    for name in path.split(LOOKUP_SEP):
        if name == "pk":
            continue
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if field.null or not field.concrete or getattr(field, "secret", False):
            return False
        model = field.related_model or model
    return True
