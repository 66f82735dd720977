"""
The import at the desk: what can be imported, a file, what would come of it, and what has.

What stands behind it is loaded with the first of these pages, not with the server.
"""

from importlib import import_module

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashionista.common.errors import DomainError
from fashionista.common.models import Import

from .exceptions import RowsRefused
from .forms import FileForm

SHOWN = 100  # rows of a page
LATEST = 20


def _loaded(name):
    return import_module(f"fashionista.importing.{name}")


def _kinds(user):
    if kinds := _loaded("catalogue").kinds_for(user):
        return kinds
    raise PermissionDenied


def _kind(user, name):
    """The kind of this name. Raises PermissionDenied, or Http404 where there is none."""
    if name not in _loaded("catalogue").KINDS:
        raise Http404
    kinds = _kinds(user)
    if name not in kinds:
        raise PermissionDenied
    return kinds[name]


def _own(request, import_id):
    row = get_object_or_404(Import, pk=import_id, person=request.user)
    return row, _kind(request.user, row.kind)


def _page(request, name, title, context, status=200):
    context = admin.site.each_context(request) | {"title": title} | context
    return render(request, f"admin/importing/{name}.html", context, status=status)


@never_cache
@require_safe
def overview(request):
    kinds = _kinds(request.user)
    own = Import.objects.filter(person=request.user).defer("content", "made")
    rows = [(row, kinds[row.kind].title) for row in own.order_by("-created_at")[:LATEST]
            if row.kind in kinds]  # fmt: skip
    return _page(request, "overview", _("Import"), {"kinds": kinds.items(), "rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, name):
    kind, now = _kind(request.user, name), timezone.now()
    targets = kind.targets(request.user)
    if targets is not None:
        targets = kind.offered(targets, now)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*posted, needs=kind.needs, targets=targets)
    if form.is_valid() and (row := _looked_through(request, name, form, now)):
        return redirect("admin:import_detail", row.pk)
    context = {
        "name": name,
        "kind": kind,
        "columns": kind.columns.values(),
        "form": form,
        "nowhere": targets is not None and not targets.exists(),
    }
    title = _("Import: %(kind)s") % {"kind": kind.title}
    return _page(request, "upload", title, context, status=422 if form.errors else 200)


def _looked_through(request, name, form, now):
    """The import of this file; None where it cannot be read: the form says why."""
    file = form.cleaned_data["file"]
    try:
        row = _loaded("running").receive(
            file.read(_loaded("reading").LARGEST + 1),
            kind=name,
            target=form.cleaned_data.get("target"),
            file_name=file.name,
            by=request.user,
            at=now,
        )
        return _now_or_later(row, Import.Status.READING, by=request.user, at=now)
    except DomainError as refusal:
        form.add_error("file", refusal.sentence)
        return None


def _now_or_later(row, doing, *, by, at):
    return _loaded("waiting").now_or_later(row, doing, by=by, at=at)


@require_safe
def sample(request, name, ending):
    kind, reading = _kind(request.user, name), _loaded("reading")
    if ending not in reading.FORMATS:
        raise Http404
    columns = kind.columns.values()
    form = reading.FORMATS[ending]()
    dataset = reading.Dataset(
        [column.example for column in columns], headers=[str(column.label) for column in columns]
    )
    content = form.export_data(dataset)
    body = "\ufeff" + content if isinstance(content, str) else content
    return HttpResponse(
        body,
        content_type=form.get_content_type(),
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )


@never_cache
@require_safe
def detail(request, import_id):
    row, kind = _own(request, import_id)
    title = _("Import: %(kind)s") % {"kind": kind.title}
    context = {"row": row, "kind": kind, "target": _target(kind, row, request.user)}
    if row.asked_at:
        done = _loaded("waiting").done_of(row)
        context |= {"done": done, "percent": 100 * done // row.rows}
        return _page(request, "waiting", title, context)
    if row.status == Import.Status.PREVIEWED:
        context |= _preview(request, row, kind)
    else:
        page = Paginator(row.made, SHOWN).get_page(request.GET.get("page"))
        shown = kind.shown([key for _number, key, _before in page.object_list])
        made = [(number, *shown.get(key, ("", ""))) for number, key, _before in page.object_list]
        context |= {"page": page, "made": made}
    return _page(request, "detail", title, context)


def _target(kind, row, user):
    """What the rows are for, as far as that is this person's still."""
    targets = kind.targets(user)
    return None if targets is None else targets.filter(pk=row.target).first()


def _preview(request, row, kind):
    """Rows with faults first; each cell with what is wrong with it."""
    keys = row.content["columns"][1:]
    faults, outcomes = row.faults, row.content.get("outcomes", {})
    lines = sorted(row.content["rows"], key=lambda line: line[0] not in faults)
    page = Paginator(lines, SHOWN).get_page(request.GET.get("page"))
    entries = [
        {
            "number": number,
            "cells": [
                (kind.columns[key].label, cell, faults.get(number, {}).get(key, ()))
                for key, cell in zip(keys, cells, strict=True)
            ],
            "faults": [
                sentence
                for key, sentences in faults.get(number, {}).items()
                if key not in keys
                for sentence in sentences
            ],
            "is_wrong": number in faults,
            "outcome": outcomes.get(number) or _("in order"),
        }
        for number, *cells in page.object_list
    ]
    headings = [kind.columns[key].label for key in keys]
    return {"page": page, "entries": entries, "headings": headings, "wrong": len(faults)}


@require_POST
def carry_out(request, import_id):
    row, _unused = _own(request, import_id)
    try:
        now = timezone.now()
        done = _now_or_later(row, Import.Status.RUNNING, by=request.user, at=now)
    except RowsRefused as refusal:
        with transaction.atomic():
            row.faults = refusal.faults
            row.save(update_fields=["faults"])
        messages.error(request, refusal.sentence)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    except PermissionDenied:
        messages.error(request, _("You may not do this, so nothing was changed."))
    except IntegrityError:  # what a row hangs on is gone this moment
        messages.error(request, _("Other records depend on this, so nothing was changed."))
    else:
        if done.status == Import.Status.DONE:
            words = ngettext("%(n)s row is imported.", "%(n)s rows are imported.", done.rows)
            messages.success(request, words % {"n": done.rows})
    return redirect("admin:import_detail", row.pk)


@require_POST
def take_back(request, import_id):
    row, _unused = _own(request, import_id)
    try:
        now = timezone.now()
        done = _now_or_later(row, Import.Status.UNDOING, by=request.user, at=now)
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    except PermissionDenied:
        messages.error(request, _("You may not do this, so nothing was changed."))
    else:
        if done.status == Import.Status.UNDONE:
            messages.success(request, _("The import is undone."))
    return redirect("admin:import_detail", row.pk)


def addresses(view):
    """The pages, each behind the door of the desk: `view` is what its site puts before them."""
    return [
        path("import/", view(overview), name="imports"),
        path("import/<uuid:import_id>/", view(detail), name="import_detail"),
        path("import/<uuid:import_id>/run/", view(carry_out), name="import_run"),
        path("import/<uuid:import_id>/undo/", view(take_back), name="import_undo"),
        path("import/<slug:name>/", view(upload), name="import_upload"),
        path("import/<slug:name>/sample.<slug:ending>", view(sample), name="import_sample"),
    ]
