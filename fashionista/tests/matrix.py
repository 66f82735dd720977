"""
What each role can do to each table, tried in SQL past all Python: `access_matrix.txt` says what.

A cell counts rows: select / insert a copy of / update / delete; "." is none of it.
"""

from contextlib import contextmanager
from pathlib import Path

from django.db import Error, connection, transaction

from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.testing import everything

# Everything is tried in a subtransaction that is always undone. What only a uniqueness refuses
# counts as done: policies and triggers have let it pass by then.
TRY = """
CREATE OR REPLACE FUNCTION pg_temp.try_all(tbl regclass, pk text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    seen int := 0;  added int := 0;  changed int := 0;  deleted int := 0;
    copy tid;
BEGIN
    BEGIN
        EXECUTE format('SELECT count(%I) FROM %s', pk, tbl) INTO seen;
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END;
    FOR copy IN EXECUTE format('SELECT ctid FROM %I', 'copies_of_' || tbl) LOOP
        BEGIN
            EXECUTE format('INSERT INTO %s SELECT * FROM %I WHERE ctid = $1', tbl, 'copies_of_' || tbl)
                USING copy;
            RAISE 'undo' USING ERRCODE = 'UN000';
        EXCEPTION
            WHEN insufficient_privilege THEN NULL;
            WHEN unique_violation OR SQLSTATE 'UN000' THEN added := added + 1;
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
    END;
    RETURN concat_ws('/', seen, added, changed, deleted);
END $$;
"""


def expected():
    """Role and table to cell, as the file says."""
    cells = {}
    for block in (Path(__file__).parent / "access_matrix.txt").read_text().strip().split("\n\n"):
        head, *rows = (line.split() for line in block.splitlines() if not line.startswith("#"))
        for role, *found in rows:
            cells |= {
                (role, table): "0/0/0/0" if cell == "." else cell
                for table, cell in zip(head, found, strict=True)
            }
    return cells


EXPECTED = expected()
ROLES = list(dict.fromkeys(role for role, _ in EXPECTED))
TABLES = list(dict.fromkeys(table for _, table in EXPECTED))


@contextmanager
def as_role(role, world):
    """A person by name, also with an order in scope; a system acts for Ann with a guest's order."""
    if "." in role:
        person, order, system = "ann", "guest_a", role
    elif role == "guest":
        person, order, system = "", "guest_a", ""
    else:
        (person, _, order), system = role.partition("+"), ""
    with acting_as(getattr(world, person, None)):
        if order:
            with order_in_scope(getattr(world, order).pk):
                if system:
                    with acting_as(system):
                        yield
                else:
                    yield
        else:
            yield


def prepare(cursor):
    """Copies of all rows under new keys, for those who may add."""
    cursor.execute(TRY)
    with everything():
        for table in TABLES:
            pk = primary_key(cursor, table)
            cursor.execute(f"CREATE TEMP TABLE copies_of_{table} AS SELECT * FROM {table}")
            if pk == "id":  # elsewhere the key is a link
                cursor.execute(f"UPDATE copies_of_{table} SET id = gen_random_uuid()")
            cursor.execute(f"GRANT SELECT ON copies_of_{table} TO PUBLIC")


def primary_key(cursor, table):
    return connection.introspection.get_primary_key_column(cursor, table)


def try_all(cursor, world, table, roles=None):
    """Role and cell, for one table."""
    pk = primary_key(cursor, table)
    for role in roles or ROLES:
        with as_role(role, world):
            cursor.execute("SELECT pg_temp.try_all(%s::regclass, %s)", [table, pk])
            yield role, cursor.fetchone()[0]


def rows_of(cursor, sql, params=None):
    """How many rows a statement gets hold of; refused means none. It is undone."""
    point = transaction.savepoint()
    try:
        cursor.execute(sql, params)
        return cursor.rowcount
    except Error as error:
        assert error.__cause__.sqlstate == "42501", error
        return 0
    finally:
        transaction.savepoint_rollback(point)


def keys(world):
    return {name: thing.pk for name, thing in vars(world).items()}
