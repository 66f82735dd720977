"""
Searching lists at the desk where much is sealed or very long.

A whole address or number is found by its index; a part of a sealed name by opening those of one
event, one by one.
"""

from collections.abc import Sequence
from functools import reduce

from django.contrib import admin
from django.db.models import Q

from .sealing import normalised

MOST_OPENED = 20_000  # names for one search
MOST_FOUND = 1_000


class SearchingAdmin(admin.ModelAdmin):
    """What of a page's rows can be searched for, beside its `search_fields`: paths to columns."""

    search_whole: Sequence[str] = ()
    search_addresses: Sequence[str] = ()
    search_names: Sequence[str] = ()

    def is_inside_one(self, request):
        raise NotImplementedError

    def get_search_results(self, request, queryset, search_term):
        """
        By the whole of what is unique or sealed; by a part of a sealed name inside one event.

        Where a page names none of these, as Django does it.
        """
        term = search_term.strip()
        if not term or not (self.search_whole or self.search_addresses or self.search_names):
            return super().get_search_results(request, queryset, search_term)
        is_address = "@" in term
        found = Q(pk__in=[])
        for name in self.search_addresses if is_address else self.search_whole:
            found |= Q(**{f"{name}__in": [term, term.upper()]})
        for name in [] if is_address else self.search_fields:
            if name not in self.search_whole:
                found |= Q(**{f"{name}__icontains": term})
        if self.search_names and self.is_inside_one(request):
            found |= Q(pk__in=named(queryset, self.search_names, term))
        return queryset.filter(found), False


def named(rows, paths, term):
    """
    The keys of rows where one of the values at `paths` ("order__buyer_name") has this in it.

    Of the first MOST_OPENED rows, MOST_FOUND keys at most.
    """
    wanted, found = normalised(term), []
    related = {path.rpartition("__")[0] for path in paths} - {""}
    fields = ["pk", *paths]
    chosen = rows.select_related(None).prefetch_related(None).only(*fields)
    if related:
        chosen = chosen.select_related(*related)
    for row in chosen[:MOST_OPENED].iterator(chunk_size=1_000):
        if any(wanted in normalised(_at(row, path)) for path in paths):
            found.append(row.pk)
            if len(found) == MOST_FOUND:
                break
    return found


def _at(row, path):
    value = reduce(lambda thing, name: thing and getattr(thing, name), path.split("__"), row)
    return value or ""
