"""
What each role can do to each table, tried in SQL past all Python: the files in `access/` say what.

A cell counts rows: select / insert a copy of / update / delete; "." is none of it.
"""

import contextlib
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.db import Error, connection, transaction

from fashionista.common.access import Guarded, System
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.testing import everything

from .statements import ALLOWED, REFUSED

# Everything is tried in a subtransaction that is always undone. What only another row or a foreign
# key refuses counts as done: policies and triggers have let it pass by then.
TRY = """
CREATE OR REPLACE FUNCTION pg_temp.try_all(tbl regclass, pk text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    seen int := 0;  added int := 0;  changed int := 0;  deleted int := 0;
    copy tid;  key uuid;  one_by_one bool := false;  gone int;
BEGIN
    BEGIN
        EXECUTE format('SELECT count(%I) FROM %s', pk, tbl) INTO seen;
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END;
    FOR copy IN EXECUTE format('SELECT ctid FROM %I', 'copies_of_' || tbl) LOOP
        BEGIN
            EXECUTE format('INSERT INTO %s SELECT * FROM %I WHERE ctid = $1',
                           tbl, 'copies_of_' || tbl) USING copy;
            RAISE 'undo' USING ERRCODE = 'UN000';
        EXCEPTION
            WHEN insufficient_privilege THEN NULL;
            WHEN unique_violation OR exclusion_violation OR SQLSTATE 'UN000' THEN
                added := added + 1;
        END;
    END LOOP;
    BEGIN
        EXECUTE format('UPDATE %s SET %I = %I', tbl, pk, pk);
        GET DIAGNOSTICS changed = ROW_COUNT;
        RAISE 'undo' USING ERRCODE = 'UN000';
    EXCEPTION
        WHEN insufficient_privilege THEN changed := 0;
        WHEN SQLSTATE 'UN000' THEN NULL;
    END;
    BEGIN
        EXECUTE format('DELETE FROM %s', tbl);
        GET DIAGNOSTICS deleted = ROW_COUNT;
        RAISE 'undo' USING ERRCODE = 'UN000';
    EXCEPTION
        WHEN insufficient_privilege THEN deleted := 0;
        WHEN SQLSTATE 'UN000' THEN NULL;
        WHEN foreign_key_violation THEN one_by_one := true;
    END;
    IF one_by_one THEN
        FOR key IN EXECUTE format('SELECT %I FROM %s', pk, tbl) LOOP
            BEGIN
                EXECUTE format('DELETE FROM %s WHERE %I = $1', tbl, pk) USING key;
                GET DIAGNOSTICS gone = ROW_COUNT;
                RAISE 'undo' USING ERRCODE = 'UN000';
            EXCEPTION
                WHEN SQLSTATE 'UN000' THEN deleted := deleted + gone;
                WHEN foreign_key_violation THEN deleted := deleted + 1;
            END;
        END LOOP;
    END IF;
    RETURN concat_ws('/', seen, added, changed, deleted);
END $$;
"""


def expected():
    """Role and table to cell, as the files say: a role they do not name can do what nobody can."""
    files = [
        [line.split() for line in file.read_text().splitlines()]
        for file in sorted((Path(__file__).parent / "access").glob("*.txt"))
    ]
    roles = list(dict.fromkeys(row[0] for _head, *rows in files for row in rows))
    cells = {}
    for head, *rows in files:
        said = {role: found for role, *found in rows}
        for role in roles:
            found = said.get(role, said["nobody"])
            cells |= {
                (role, table): "0/0/0/0" if cell == "." else cell
                for table, cell in zip(head, found, strict=True)
            }
    return cells


EXPECTED = expected()
ROLES = list(dict.fromkeys(role for role, _ in EXPECTED))
TABLES = list(dict.fromkeys(table for _, table in EXPECTED))
GUARDED = [table for table in TABLES if table != "audit.log"]


NEW_ORDER = UUID("00000000-0000-4000-8000-000000000001")  # its id is picked, no row is there yet


@contextmanager
def as_role(role, world):
    """
    Somebody by name, or a system: it acts for Ann, with a guest's order in scope.

    After a "+" stands the order in scope; after a "@" for whom a system acts, if not for Ann.
    """
    who, _, order = role.partition("+")
    if who == "guest":
        who, order = "nobody", "guest_a"
    who, _, served = who.partition("@")
    system = who if "." in who else ""
    person = (served or "ann") if system else who
    with contextlib.ExitStack() as stack:
        stack.enter_context(acting_as(getattr(world, person, None)))
        if order or system:
            stack.enter_context(order_in_scope(Keys(world)[order or "guest_a"]))
        if system:
            stack.enter_context(acting_as(system))
        yield


def prepare(cursor):
    """Copies of all rows under new keys, for those who may add."""
    cursor.execute(TRY)
    with everything():
        for table in GUARDED:
            pk = primary_key(cursor, table)
            cursor.execute(f"CREATE TEMP TABLE copies_of_{table} AS SELECT * FROM {table}")
            if pk == "id":  # elsewhere the key is a link
                cursor.execute(f"UPDATE copies_of_{table} SET id = md5(id::text)::uuid")
            cursor.execute(f"GRANT SELECT ON copies_of_{table} TO PUBLIC")


def settle():
    """Ask the deferred foreign keys now: a table with questions open cannot be altered."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def let_rows_disagree(cursor):
    """Drop the keys asked at once, and those of `Copies`, so that rows can be torn apart."""
    cursor.execute(
        "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)"
        " FROM pg_constraint WHERE contype = 'f' AND (NOT condeferrable OR confupdtype = 'c')"
        " AND connamespace = 'public'::regnamespace"
    )
    for (drop,) in cursor.fetchall():
        cursor.execute(drop)


# What earlier tests did stands in the audit for ever.
WRITTEN_HERE = "SELECT id FROM audit.log WHERE txid = pg_current_xact_id()"


def primary_key(cursor, table):
    return connection.introspection.get_primary_key_column(cursor, table)


def try_all(cursor, world, table):
    """Role and cell, for one table."""
    if table == "audit.log":  # no right but to read
        for role in ROLES:
            with as_role(role, world):
                yield role, f"{outcome(cursor, WRITTEN_HERE)}/0/0/0"
        return
    pk = primary_key(cursor, table)
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # what hangs on a row is not asked here
    for role in ROLES:
        with as_role(role, world):
            cursor.execute("SELECT pg_temp.try_all(%s::regclass, %s)", [table, pk])
            yield role, cursor.fetchone()[0]


def outcome(cursor, sql):
    """
    How many rows a statement changes, or the constraint that stops it. It is undone.

    What policies and triggers refuse is none: an attacker cannot tell it from "no such row".
    """
    point = transaction.savepoint()
    try:
        cursor.execute(sql)
        changed = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return changed
    except Error as error:
        problem = error.__cause__
        return 0 if problem.sqlstate == "42501" else problem.diag.constraint_name or str(error)
    finally:
        transaction.savepoint_rollback(point)


class Keys(dict):
    """The keys of what is in the world, by its name there: what statements have in braces."""

    def __init__(self, world):
        super().__init__(new=NEW_ORDER)
        self.world = world

    def __missing__(self, name):
        return getattr(self.world, name).pk


def measure(cursor, world, table):
    """All we know how to try on one table: what was tried, and what came of it."""
    for role, about, sql in REFUSED + ALLOWED:
        if about == table:
            with as_role(role, world):
                yield (role, sql), outcome(cursor, sql.format_map(Keys(world)))
    for model in guarded_models():
        if model._meta.db_table == table:
            with everything():
                yield from try_parents(cursor, model)
            yield from try_columns(cursor, world, model)
    yield from (((role, table), cell) for role, cell in try_all(cursor, world, table))


def guarded_models():
    return [model for model in apps.get_models() if issubclass(model, Guarded)]


def try_parents(cursor, model):
    """No row hangs on a row that is not there: the same answer as for one that is hidden."""
    table = model._meta.db_table
    for field in model._meta.local_fields:
        if field.many_to_one or field.one_to_one:
            column = field.column
            changes = f"jsonb_build_object('{column}', gen_random_uuid())"
            row = f"jsonb_populate_record(NULL::{table}, to_jsonb(c) || {changes})"
            for sql in (
                f"UPDATE {table} SET {column} = gen_random_uuid()",
                f"INSERT INTO {table} SELECT ({row}).* FROM copies_of_{table} c",
            ):
                yield (table, sql), outcome(cursor, sql)


# Where a system's rows of a table do not belong to the guest's order that is in scope otherwise.
SCOPES = {
    ("ticketing.payment", "refunds"): "+late_a",
    ("ticketing.checkout", "payments"): "+held_a",
}
OTHER = {
    "bytea": "'other'::bytea",
    "integer": "coalesce({0}, 0) + 1",
    "smallint": "coalesce({0}, 0) + 1",
    "numeric": "coalesce({0}, 0) + 1",
    "boolean": "NOT {0}",
    "text": "coalesce({0}, '') || 'x'",
    "character varying": "'x'",
    "timestamp with time zone": "coalesce({0}, now()) + interval '1 second'",
    "jsonb": "'{{\"other\": 1}}'",
    "uuid": "gen_random_uuid()",
    "ARRAY": "{0} || {0}",
}


def try_columns(cursor, world, model):
    """A system that is given some columns changes no other."""
    table = model._meta.db_table
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s",
        [table],
    )
    columns = dict(cursor.fetchall())
    for rule in model.access:
        if isinstance(rule, System) and rule.columns:
            allowed = {model._meta.get_field(name).column for name in rule.columns}
            with as_role(rule.system + SCOPES.get((rule.system, table), ""), world):
                for column in sorted(columns.keys() - allowed - {model._meta.pk.column}):
                    other = OTHER[columns[column]].format(column)
                    sql = f"UPDATE {table} SET {column} = {other}"
                    yield (rule.system, sql), outcome(cursor, sql)
