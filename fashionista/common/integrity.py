"""
What must be true of the data at any moment, whatever crashed: `manage.py check_integrity`.

Each app brings its invariants as `sql/integrity/*.sql`: the first line says what holds, the
statement selects the rows for which it does not, with nobody's data in them. `%(at)s` is the
moment asked about. One statement sees one snapshot, so sales may go on meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.models import F, Q

from .access import INTEGRITY, Guarded
from .identity import acting_as
from .models import IntegrityCheck

BLIND = "What PostgreSQL's statistics call filled has rows to look at."


@dataclass(frozen=True)
class Violation:
    """A row that must not be, and what it breaks."""

    invariant: str
    row: dict

    def __str__(self):
        return " ".join(f"{name}={value}" for name, value in self.row.items())


def violations(at: datetime) -> list[Violation]:
    """Every row, of all apps, that breaks an invariant at this moment."""
    with acting_as(INTEGRITY):
        return [*_broken_invariants(at), *_of_two_events()]


def blind_spots() -> list[Violation]:
    """Guarded tables we see no row of although there are some: policies that hide what we check."""
    with acting_as(INTEGRITY), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
             WHERE c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
               AND (c.reltuples > 0 OR s.n_live_tup > 0) ORDER BY 1
            """
        )
        filled = [table for (table,) in cursor.fetchall()]
        return [Violation(BLIND, {"table": table}) for table in filled if _is_empty(cursor, table)]


def note(found: list[Violation], *, at: datetime) -> IntegrityCheck:
    """Keep that the check ran and what it found, for admins to read at the desk."""
    broken = list(dict.fromkeys(violation.invariant for violation in found))
    with acting_as(INTEGRITY):
        return IntegrityCheck.objects.create(checked_at=at, found=len(found), broken=broken)


def _is_empty(cursor, table):
    cursor.execute(f"SELECT FROM {connection.ops.quote_name(table)} LIMIT 1")
    return cursor.rowcount == 0


def _broken_invariants(at):
    for config in apps.get_app_configs():
        for file in sorted(Path(config.path).glob("sql/integrity/*.sql")):
            sql = file.read_text()
            with connection.cursor() as cursor:
                cursor.execute(sql, {"at": at})
                names = [column.name for column in cursor.description]
                for row in cursor.fetchall():
                    says = sql.partition("\n")[0].removeprefix("-- ")
                    yield Violation(says, dict(zip(names, row, strict=True)))


def _of_two_events():
    """Wherever two roads lead from a row to an event, it is the same event."""
    for child in filter(_has_event, apps.get_models()):
        for field in child._meta.local_fields:
            parent = field.related_model
            if field.name != "event" and parent and _has_event(parent):
                names = f"{child._meta.verbose_name} and its {parent._meta.verbose_name}"
                rows = child._base_manager.filter(
                    ~Q(**{f"{field.name}__event": F("event")}), **{f"{field.name}__isnull": False}
                )
                for key in rows.values_list("pk", flat=True):
                    yield Violation(f"A {names} are of one event.", {"id": key})


def _has_event(model):
    names = {field.name for field in model._meta.local_fields}
    return issubclass(model, Guarded) and "event" in names
