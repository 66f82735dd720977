"""Every change of every guarded row, written by the database into `audit.log` (sql/audit.sql)."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, migrations

from .database_rules import DatabaseRule


class Audited(DatabaseRule):
    """
    Statement triggers; `secrets` are logged as changed, without their values.

    `event` and `organizer` are the columns that say whose history it is.
    """

    options = ("pk", "event", "organizer", "secrets")
    SEES = {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }

    def label(self):
        return "audit"

    def create(self, model, names):
        arguments = ", ".join(
            f"'{column}'"
            for column in (self.pk, self.event or "", self.organizer or "", *self.secrets)
        )
        for verb, seen in self.SEES.items():
            trigger = names.quote(f"{self.name}_{verb.lower()}")
            yield (
                f"CREATE TRIGGER {trigger} AFTER {verb} ON {names.table} "
                f"REFERENCING {seen} FOR EACH STATEMENT EXECUTE FUNCTION audit.capture({arguments})"
            )

    def remove(self, names):
        for verb in self.SEES:
            yield f"DROP TRIGGER {names.quote(f'{self.name}_{verb.lower()}')} ON {names.table}"


def history_for(table, permissions, *, before=""):
    """
    A migration operation: whom the history of a table is for, as `history_for("shifts", "staff")`.

    It replaces what an earlier one said; give that as `before`.
    """

    def written(permissions):
        return [
            ("DELETE FROM audit.readers WHERE tbl = %s::regclass", [table]),
            (
                "INSERT INTO audit.readers SELECT %s::regclass, unnest(%s::text[])",
                [table, permissions.split()],
            ),
        ]

    return migrations.RunSQL(written(permissions), written(before))


@dataclass(frozen=True)
class Entry:
    """One change of one row; `before` and `after` hold the columns that differ."""

    id: int
    at: datetime
    table: str
    op: str
    pk: str
    event: UUID | None
    actor: UUID | None
    role: str
    request: str | None
    before: dict
    after: dict

    @property
    def changed(self):
        return sorted(self.before.keys() | self.after.keys())


_SELECT = """
    SELECT id, at, tbl::text, op, pk, event_id, actor, role, request,
           coalesce(before, '{}'), coalesce(after, '{}') FROM """


def entries(source, values):
    """What is in `source`, audit.log or a part of it, as the policies have it for whoever acts."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT + source, values)
        return [
            Entry(*row, json.loads(before), json.loads(after))
            for *row, before, after in cursor.fetchall()
        ]


def history(instance):
    """What happened to one row, newest first; empty for those whose business it is not."""
    return entries(
        "audit.log WHERE tbl = %s::regclass AND pk = %s ORDER BY at DESC, id DESC",
        (instance._meta.db_table, str(instance.pk)),
    )
