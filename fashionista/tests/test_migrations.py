"""What migrations make, they can take back: rules, triggers, functions and all."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fashionista.common.db.creation import FACTORY_POLICIES

pytestmark = pytest.mark.slow
OURS = ["ticketing", "staffing", "events", "communications", "accounts", "common"]
CATALOGUE = {
    "tables": "SELECT relname, relkind, relrowsecurity FROM pg_class"
    " WHERE relnamespace IN (SELECT oid FROM pg_namespace"
    "   WHERE nspname IN ('public', 'authz', 'audit'))",
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema IN ('public', 'authz', 'audit')",
    "policies": "SELECT tablename, policyname, cmd, roles::text, qual, with_check FROM pg_policies",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal",
    "functions": "SELECT proname, md5(pg_get_functiondef(oid)), proacl::text FROM pg_proc"
    " WHERE pronamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('authz', 'audit'))",
    "constraints": "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "grants": "SELECT relname, who::regrole::text, privilege FROM pg_class,"
    " aclexplode(relacl) AS a(by, who, privilege, pass_on)"
    " WHERE relnamespace = 'public'::regnamespace AND who <> 0",
}


def catalogue():
    with connection.cursor() as cursor:
        found = {}
        for name, sql in CATALOGUE.items():
            cursor.execute(sql)
            found[name] = set(cursor.fetchall())
    return found


def migrate(*targets):
    executor = MigrationExecutor(connection)
    executor.migrate([*targets] or executor.loader.graph.leaf_nodes())


def test_migrations_are_undone_without_a_trace_and_done_again_alike(owner):
    before = catalogue()
    assert len(before["policies"]) > 100

    migrate(*[(app, None) for app in OURS])
    without = catalogue()
    migrate()
    with connection.cursor() as cursor:
        cursor.execute(FACTORY_POLICIES)
    again = catalogue()

    assert [without[name] for name in ("policies", "triggers", "functions")] == [set()] * 3
    assert {row[0] for row in without["tables"] if row[2]} == set()
    for name in CATALOGUE:
        assert (name, again[name] - before[name], before[name] - again[name]) == (
            name, set(), set(),
        )  # fmt: skip
