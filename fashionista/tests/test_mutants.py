"""
No rule is idle: with any one of them dropped or loosened, something we try comes out otherwise.

Run as the owner in one transaction, which is undone.
"""

import pytest
from django.db import connection, transaction

from fashionista.common.testing import everything

from .matrix import GUARDED, Keys, let_rows_disagree, measure, outcome, prepare, primary_key, settle
from .statements import BROKEN
from .test_access import STRICTER, positive_counts

pytestmark = pytest.mark.mutants


def test_every_policy_and_trigger_is_missed(owners_world):
    with connection.cursor() as cursor:
        prepare(cursor)
        settle()
        before = {
            table: dict(measure(cursor, owners_world, table)) for table in [*GUARDED, "audit.log"]
        }
        mutants = policies_and_triggers(cursor)
        unnoticed = [
            sql
            for table, sql in mutants
            if not noticed(
                cursor,
                sql,
                lambda table=table: any(
                    before[table][key] != found
                    for key, found in measure(cursor, owners_world, table)
                ),
            )
        ]

    print(f"{len(mutants)} policies and triggers dropped or loosened")
    assert unnoticed == []


def test_every_constraint_is_missed(owners_world):
    with connection.cursor() as cursor:
        prepare(cursor)
        tried = {name: sql.format_map(Keys(owners_world)) for name, sql in BROKEN.items()}
        tried |= {name: sql for name, sql in positive_counts(cursor) if name not in STRICTER}
        mutants = [(name, sql) for name, sql in constraints(cursor) if name in tried]
        unnoticed = [
            sql
            for name, sql in mutants
            if not noticed(cursor, sql, lambda name=name: refusal(cursor, tried[name]) != name)
        ]

    assert {name for name, _ in mutants} == set(tried)
    assert unnoticed == []


def test_every_audit_trigger_is_missed(owners_world):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
            " WHERE tgfoid = 'audit.capture'::regproc"
        )
        mutants = cursor.fetchall()
        let_rows_disagree(cursor)
        before = {table: entries(cursor, table) for table in GUARDED}
        unnoticed = [
            trigger
            for table, trigger in mutants
            if not noticed(
                cursor,
                f"DROP TRIGGER {trigger} ON {table}",
                lambda table=table: entries(cursor, table) != before[table],
            )
        ]

    assert len(mutants) == 3 * len(GUARDED)
    assert unnoticed == []
    assert before == {table: {"DELETE": 1, "INSERT": 1, "UPDATE": 2} for table in GUARDED}


def noticed(cursor, mutant, ask):
    point = transaction.savepoint()
    cursor.execute(mutant)
    try:
        return ask()
    finally:
        transaction.savepoint_rollback(point)


def refusal(cursor, sql):
    with everything():
        return outcome(cursor, sql)


def policies_and_triggers(cursor):
    cursor.execute(
        """
        WITH policy AS (
            SELECT replace(schemaname || '.', 'public.', '') || tablename AS tbl,
                   policyname, qual, with_check
              FROM pg_policies WHERE policyname <> 'tests_factory')
        SELECT tbl, format('DROP POLICY %I ON %s', policyname, tbl) FROM policy
        UNION ALL
        SELECT tbl, format('ALTER POLICY %I ON %s', policyname, tbl)
               || CASE WHEN qual IS NULL THEN '' ELSE ' USING (true)' END
               || CASE WHEN with_check IS NULL THEN '' ELSE ' WITH CHECK (true)' END
          FROM policy WHERE (qual, with_check) IS DISTINCT FROM ('true', NULL)
        UNION ALL
        SELECT c.relname, format('DROP TRIGGER %I ON %I', tgname, c.relname)
          FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid JOIN pg_proc p ON p.oid = tgfoid
         WHERE NOT tgisinternal AND tgfoid <> 'audit.capture'::regproc
           AND pronamespace <> 'search'::regnamespace  -- they refuse nothing: see test_listings
        """
    )
    return cursor.fetchall()


def constraints(cursor):
    cursor.execute(
        """
        SELECT conname, format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE',
               conrelid::regclass, conname)
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL
        SELECT i.relname, format('DROP INDEX %I', i.relname)
          FROM pg_index JOIN pg_class i ON i.oid = indexrelid
         WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.oid)
        """
    )
    return cursor.fetchall()


def entries(cursor, table):
    """How many entries the audit gets for a row deleted, added and (a new key: two) changed."""
    pk = primary_key(cursor, table)
    point = transaction.savepoint()
    cursor.execute("SELECT max(id) FROM audit.log")
    last = cursor.fetchone()
    cursor.execute(f"CREATE TEMP TABLE one AS SELECT * FROM {table} LIMIT 1")
    cursor.execute(f"DELETE FROM {table} WHERE {pk} = (SELECT {pk} FROM one)")
    cursor.execute(f"INSERT INTO {table} SELECT * FROM one")
    cursor.execute(
        f"UPDATE {table} SET {pk} = gen_random_uuid() WHERE {pk} = (SELECT {pk} FROM one)"
    )
    cursor.execute("SELECT op, count(*) FROM audit.log WHERE id > %s GROUP BY op", last)
    found = dict(cursor.fetchall())
    transaction.savepoint_rollback(point)
    return found
