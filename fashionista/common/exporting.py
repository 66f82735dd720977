"""
The rows a list at the desk shows, with its columns, as a file; and who took it, written down.

What is more than MOST rows the worker writes, bit by bit, as whoever asked: the list is asked anew
with the words of its address, so that no one gets what the list would not show them. The file lies
sealed until it is fetched, once and within a day, by that person.
"""

import time
from datetime import timedelta

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files.storage import storages
from django.db import transaction
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from . import outbox
from .errors import DomainError
from .export_columns import cells_of, head_of
from .identity import acting_as
from .lifecycle import advance
from .models import Export
from .private_files import SealedPieces
from .spreadsheets import MARK, csv_rows
from .workbooks import MOST_ROWS, TYPE, sheet_head, sheet_rows, workbook

MOST = 5_000  # rows of a file that is made while somebody waits
CHUNK = 500  # rows in memory at once
SLICE = 4  # seconds of work for each message, so that others' comes between
AT_ONCE = 3  # files one person may have being made
KEPT = timedelta(days=1)
FOLDER = "exports"
MAKE = "common.export"
SYSTEM = "common.exporting"
TYPES = {
    Export.Format.CSV: "text/csv; charset=utf-8",
    Export.Format.XLSX: TYPE,
}


class TooManyAtOnce(DomainError):
    message = _("You have three files being made already. Wait until one of them is ready.")


class NotThereAnyMore(DomainError):
    message = _("This file was fetched or has expired: each can be fetched once, within a day.")


def by_format(file_format, description):
    @admin.action(description=description)
    def action(page, request, queryset):
        return export(page, request, queryset, file_format)

    action.__name__ = f"export_{file_format}"
    return action


def write_down(person, *, what, rows, at, looked_for="", file_format=Export.Format.CSV):
    """Note that somebody took so many rows away as a file: every way to do so comes by here."""
    Export.objects.create(
        person=person,
        what=what,
        rows=rows,
        done=rows,
        format=file_format,
        looked_for=looked_for,
        created_at=at,
    )


def export(page, request, queryset, file_format):
    """An action of every list: the file, or the page that shows how far the worker is with it."""
    taken = Export(
        person=request.user,
        what=page.opts.db_table,
        looked_for=request.GET.urlencode(),
        format=file_format,
        language=translation.get_language() or "",
        created_at=timezone.now(),
    )
    rows = list(queryset[: MOST + 1])
    if len(rows) > MOST and request.POST.get("select_across") == "1":
        return redirect("admin:export", promise(taken).pk)
    taken.rows = taken.done = len(rows)
    taken.save()
    columns = page.get_list_display(request)
    pieces = [_head(taken, page, columns), _body(taken, page, columns, rows)]
    return attached(taken, pieces)


@transaction.atomic
def promise(taken):
    """Leave it to the worker. Raises TooManyAtOnce."""
    mine = Export.objects.filter(person=taken.person, status=Export.Status.MAKING)
    if mine.count() >= AT_ONCE:
        raise TooManyAtOnce
    taken.rows, taken.status = 0, Export.Status.MAKING
    taken.save()
    outbox.post(MAKE, taken.pk, can_wait=True)
    return taken


def work_off(export_id, *, at):
    """
    Write the next rows of a file and promise the rest, in one transaction that holds its row.

    Killed at any point it goes on where it last was sure of. Where the file cannot be made at all,
    it has failed.
    """
    with acting_as(SYSTEM), transaction.atomic():
        making = Export.objects.filter(pk=export_id, status=Export.Status.MAKING)
        job = making.select_for_update(nowait=True).first()
        if job is None:
            return
        try:
            with transaction.atomic(), acting_as(job.person_id), translation.override(job.language):
                person = get_user_model()._default_manager.get(pk=job.person_id)
                with acting_as(person):
                    is_whole = _write_on(job, *_list_of(job, person))
        except REFUSED:
            _keys(job).delete()
            _body_file(job).delete()
            advance(job, Export.Status.FAILED, at=at, rows=job.rows)
            return
        if is_whole:
            _keys(job).delete()
            stamps = {"ready_at": at, "rows": job.rows, "done": job.done, "size": job.size}
            advance(job, Export.Status.READY, at=at, **stamps)
        else:
            job.save(update_fields=["rows", "done", "size"])
            outbox.post(MAKE, job.pk, can_wait=True)


class TooLong(Exception):
    """A sheet has no room for so many rows."""


# What the list would answer with something else than rows.
REFUSED = (PermissionDenied, SuspiciousOperation, IncorrectLookupParameters, TooLong)


def _write_on(job, page, request, found):
    """The next slice of a job's file. Whether that was the last."""
    keys, body = _keys(job), _body_file(job)
    columns = page.get_list_display(request)
    if not job.size or body.size() < job.size:
        job.done = 0
        job.rows = _keep_keys(keys, found)
        if job.format == Export.Format.XLSX and job.rows >= MOST_ROWS:
            raise TooLong
        job.size = body.write([_head(job, page, columns)])
    until = time.monotonic() + SLICE
    number = job.done // CHUNK
    for piece in keys.read(number=number):
        wanted = piece.decode().split()
        rows = {str(row.pk): row for row in found.filter(pk__in=wanted).order_by()}
        still = [rows[key] for key in wanted if key in rows]  # what left the list meanwhile is out
        number += 1
        lines = _body(job, page, columns, still)
        job.size = body.write([lines], after=job.size, number=number)
        job.done += len(wanted)
        if time.monotonic() > until:
            break
    return job.done >= job.rows


def _keep_keys(file, found):
    """Keep which rows were found, in their order: no page of them comes twice or not at all."""
    count = 0

    def pieces():
        nonlocal count
        piece = []
        for key in found.values_list("pk", flat=True).iterator(chunk_size=CHUNK):
            piece.append(str(key))
            count += 1
            if len(piece) == CHUNK:
                yield "\n".join(piece).encode()
                piece = []
        if piece:
            yield "\n".join(piece).encode()

    file.write(pieces())
    return count


def _list_of(job, person):
    """The admin page, a request and the rows, as the list has them for this person by now."""
    page = _page_of(job)
    request = HttpRequest()
    request.method, request.user = "GET", person
    request.GET = QueryDict(job.looked_for)
    if not page.has_view_permission(request):
        raise PermissionDenied
    return page, request, page.get_changelist_instance(request).queryset


def _page_of(job):
    return next(page for page in admin.site._registry.values() if page.opts.db_table == job.what)


def name_of(job):
    """What is in it, as the list is called."""
    return capfirst(str(_page_of(job).opts.verbose_name_plural))


def _head(job, page, columns):
    words = head_of(page, columns)
    is_csv = job.format == Export.Format.CSV
    return (MARK + csv_rows([words]) if is_csv else sheet_head(words)).encode()


def _body(job, page, columns, rows):
    lines = (cells_of(page, columns, row) for row in rows)
    return (csv_rows(lines) if job.format == Export.Format.CSV else sheet_rows(lines)).encode()


def _body_file(job):
    return SealedPieces(storages["private"], f"{FOLDER}/{job.pk}")


def _keys(job):
    return SealedPieces(storages["private"], f"{FOLDER}/{job.pk}.keys")


def attached(job, pieces):
    """Pieces of a body as a download."""
    if job.format == Export.Format.XLSX:
        pieces = workbook(pieces)
    name = f"{_page_of(job).opts.model_name}-{job.created_at:%Y-%m-%d}.{job.format}"
    return StreamingHttpResponse(
        pieces,
        content_type=TYPES[job.format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def hand_over(job, *, by, at):
    """The file as a download: once, to whom it was made for. Raises NotThereAnyMore."""
    if job.person_id != by.pk:
        raise PermissionDenied
    body = _body_file(job)
    if job.status != Export.Status.READY or at > job.ready_at + KEPT or body.size() != job.size:
        raise NotThereAnyMore
    with acting_as(SYSTEM), transaction.atomic():
        try:
            advance(job, Export.Status.HANDED_OVER, at=at)
        except DomainError as moved_on:
            raise NotThereAnyMore from moved_on
        pieces = body.read()
        transaction.on_commit(body.delete)
    return attached(job, pieces)


def sweep(*, at):
    """Delete what nobody has fetched in time, and what is left of files that are no more."""
    store, status = storages["private"], Export.Status
    lying = store.listdir(FOLDER)[1] if store.exists(FOLDER) else []
    with acting_as(SYSTEM):
        for job in Export.objects.filter(status=status.READY, ready_at__lt=at - KEPT):
            advance(job, status.EXPIRED, at=at)
        for job in Export.objects.filter(status=status.MAKING, created_at__lt=at - KEPT):
            advance(job, status.FAILED, at=at)
        at_hand = Export.objects.filter(status__in=[status.MAKING, status.READY])
        known = {str(pk) for pk in at_hand.values_list("pk", flat=True)}
    for name in lying:
        if name.partition(".")[0] not in known:
            store.delete(f"{FOLDER}/{name}")
