"""An import: looked through without a trace, carried out as a whole or not at all, taken back."""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from tablib import Dataset

from fashionista.common.errors import DomainError
from fashionista.common.lifecycle import advance
from fashionista.common.models import Import

from .catalogue import KINDS
from .exceptions import RowsRefused
from .kinds import DEPENDS
from .reading import NUMBER, read

Status = Import.Status


def nothing():
    """What is told of each row where nobody waits to hear it."""


def receive(body, *, kind, target, file_name, by, at):
    """
    The import of a file, to be looked through: not kept yet.

    Raises a DomainError where the file is none that can be read.
    """
    dataset = read(body, columns=KINDS[kind].columns, most=KINDS[kind].most)
    return Import(
        person=by,
        kind=kind,
        target=target and target.pk,
        file_name=file_name[:200],
        rows=len(dataset),
        content={"columns": dataset.headers, "rows": [list(row) for row in dataset]},
        created_at=at,
    )


def look_through(row, *, by, at, step=nothing):
    """
    Try all rows by the rules, in a transaction that is rolled back. Returns the import, which keeps
    what is wrong with each.
    """
    run = _kind_of(row, by=by, at=at)
    faults = _run(run, row.content, step, for_good=False)
    content = row.content | {"outcomes": run.outcomes}
    if row._state.adding:
        row.content, row.faults = content, faults
        row.save(force_insert=True)
        return row
    return advance(row, Status.PREVIEWED, at=at, content=content, faults=faults, asked_at=None)


@transaction.atomic
def carry_out(row, *, by, at, step=nothing):
    """
    Import every row, by the rules, in one transaction. Done twice, it is done once.

    Raises RowsRefused, with the faults by row, where one cannot be imported: nothing is then.
    """
    row = Import.objects.select_for_update().get(pk=row.pk)
    if row.status not in (Status.PREVIEWED, Status.RUNNING):
        return row
    run = _kind_of(row, by=by, at=at)
    if faults := _run(run, row.content, step, for_good=True):
        raise RowsRefused(faults)
    stamps = {"done_at": at, "content": None, "made": run.made}
    return advance(row, Status.DONE, at=at, asked_at=None, refusal=None, **stamps)


@transaction.atomic
def take_back(row, *, by, at, step=nothing):
    """
    Undo an import in one piece, by the rules. Done twice, it is done once.

    Raises a DomainError that names the row something hangs on; nothing is changed then.
    """
    row = Import.objects.select_for_update().get(pk=row.pk)
    if row.status not in (Status.DONE, Status.UNDOING):
        return row
    kind = _kind_of(row, by=by, at=at)
    for number, key, before in reversed(row.made):
        step()
        try:
            kind.take_back(key, before)
        except DomainError as refusal:
            raise _stays(number, refusal.sentence) from refusal
        except IntegrityError as error:  # rows that are hidden from whoever undoes it
            raise _stays(number, DEPENDS) from error
    return advance(row, Status.UNDONE, at=at, undone_at=at, made=[], asked_at=None, refusal=None)


def _stays(number, why):
    words = _("Row %(n)s cannot be taken back, so nothing was: %(why)s")
    return DomainError(words % {"n": number, "why": why})


def _kind_of(row, *, by, at):
    """The kind, for what it was read for. Raises PermissionDenied where one may no more."""
    kind = KINDS[row.kind]
    if not kind.allowed(by):
        raise PermissionDenied
    targets = kind.targets(by)
    try:
        target = None if targets is None else targets.get(pk=row.target)
    except ObjectDoesNotExist as error:
        raise PermissionDenied from error
    return kind(target, by=by, at=at)


def _run(kind, content, step, *, for_good):
    """What is wrong with each row, {number: {column: [sentence]}}."""
    dataset = Dataset(*content["rows"], headers=content["columns"])
    kind.step = step
    result = kind.import_data(
        dataset,
        dry_run=not for_good,
        use_transactions=True,
        rollback_on_validation_errors=True,
    )
    for error in result.base_errors:
        raise error.error
    for failed in result.error_rows:  # no refusal, so a bug
        raise failed.errors[0].error
    numbers = dataset[NUMBER]
    faults = {}
    for invalid in result.invalid_rows:
        of_row = faults.setdefault(numbers[invalid.number - 1], {})
        for name, sentences in invalid.error_dict.items():
            key = name if name in kind.columns else ""
            of_row.setdefault(key, []).extend(map(str, sentences))
    return faults
