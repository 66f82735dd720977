"""Readers of a table's history, as migrations change them. Not in one file with `world`."""

from django.db import connection, transaction

from fashionista.common.audit import history_for
from fashionista.common.identity import acting_as


def asked(sql, values=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {row[0] for row in cursor.fetchall()}


def test_readers_are_replaced_and_come_back(transactional_db):
    first, then = history_for("shifts", "staff"), history_for("shifts", "door sell", before="staff")
    seen = []
    with connection.creation.as_owner(), transaction.atomic(), acting_as(None):
        for operation, way in ((first, "for"), (then, "for"), (then, "back"), (first, "back")):
            with connection.schema_editor() as editor:
                getattr(operation, f"database_{way}wards")("staffing", editor, None, None)
            seen.append(
                asked("SELECT permission FROM audit.readers WHERE tbl = 'shifts'::regclass")
            )
        transaction.set_rollback(True)

    assert seen == [{"staff"}, {"door", "sell"}, {"staff"}, set()]
