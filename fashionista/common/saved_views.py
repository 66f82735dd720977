"""
What people ask lists of the desk for again and again.

A view is the words of an address, nothing more: a list reads them as any others, so that they show
no more than if they were typed.
"""

from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, PAGE_VAR
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .errors import DomainError
from .models import SavedView

AFTER = "after"  # the row a page of a list comes after: see `changelist`
MOST = 20  # of one list
LONGEST = 2_000  # letters of an address
PASSING = {PAGE_VAR, AFTER, ALL_VAR, ERROR_FLAG, "event_named"}  # and what begins with "_"


class TooMany(DomainError):
    message = _("You have saved twenty views of this list. Delete one that you need no more.")


class NameTaken(DomainError):
    message = _("You have a view of this list with that name already.")


class TooLong(DomainError):
    message = _("This asks for too much to be saved.")


def essence(said):
    """The words of an address (a QueryDict) that make a view: neither page nor popup."""
    kept = QueryDict(mutable=True)
    for name in sorted(said):
        if name not in PASSING and not name.startswith("_"):
            kept.setlist(name, [value for value in said.getlist(name) if value])
    return kept.urlencode()


def views_of(person, what):
    """Those of one list, by their names."""
    mine = SavedView.objects.filter(person=person, what=what)
    return sorted(mine, key=lambda view: view.name.casefold())


@transaction.atomic
def save_view(what, said, *, name, by, at):
    """Keep what a list is asked for. Raises TooMany, NameTaken, TooLong."""
    query = essence(said)
    if len(query) > LONGEST:
        raise TooLong
    others = _others(by, what)
    if len(others) >= MOST:
        raise TooMany
    _refuse_taken(name, others)
    return SavedView.objects.create(person=by, what=what, name=name, query=query, created_at=at)


@transaction.atomic
def rename_view(view, *, name, by):
    """Raises NameTaken."""
    _refuse_others(view, by)
    _refuse_taken(name, [other for other in _others(by, view.what) if other.pk != view.pk])
    view.name = name
    view.save(update_fields=["name"])
    return view


def delete_view(view, *, by):
    _refuse_others(view, by)
    view.delete()


def _others(person, what):
    """What there is of this list already, while nobody adds to it."""
    get_user_model()._default_manager.select_for_update().get(pk=person.pk)
    return views_of(person, what)


def _refuse_taken(name, others):
    if name.casefold() in {other.name.casefold() for other in others}:
        raise NameTaken


def _refuse_others(view, by):
    if view.person_id != by.pk:
        raise PermissionDenied
