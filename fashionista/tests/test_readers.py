"""Whom the history of each table is for: those whom the table's own rules let near it."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from events.access import PERMISSIONS
from fashionista.common.access import Among, Through
from fashionista.common.audit import Audited
from fashionista.common.identity import acting_as

TEAMS = {"my_events", "my_organizers"}  # the circles that ask for a permission on a team


def readers_of(model):
    """
    Those that its rules name, else those of the rows it is seen through, else finance.

    What the app of events says of an event (its own row, its programme, its words) is also for
    whoever is on the team: "view".
    """
    rules = model.access
    named = {rule.permission for rule in rules if isinstance(rule, Among) and rule.circle in TEAMS}
    seen_through = [rule.field for rule in rules if isinstance(rule, Through) and not rule.when]
    if model._meta.app_label == "events" and "event" in seen_through:
        named.add("view")
    if not named:
        for field in seen_through:
            named |= readers_of(model._meta.get_field(field).related_model)
    return named or {"finance"}


def with_readers():
    """The tables whose rows belong to an event or an organizer."""
    return [
        model
        for model in apps.get_models()
        for rule in model._meta.constraints
        if isinstance(rule, Audited) and (rule.event or rule.organizer)
    ]


def asked(sql, values=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {row[0] for row in cursor.fetchall()}


def test_the_history_of_each_table_is_for_whom_its_rules_name(db):
    wanted = {model._meta.db_table: readers_of(model) for model in with_readers()}

    found = {}
    with acting_as(None):
        for permission in PERMISSIONS:
            for table in asked("SELECT unnest(audit.read_by(%s))::text", [permission]):
                found.setdefault(table, set()).add(permission)

    missing = [
        f'history_for("{table}", "{" ".join(sorted(permissions))}")'
        for table, permissions in wanted.items()
        if found.get(table) != permissions
    ]
    assert not missing, f"A migration lacks: {', '.join(missing)}"
    assert found == wanted


def test_each_permission_has_its_policy(db):
    with acting_as(None):
        found = asked("SELECT policyname FROM pg_policies WHERE tablename = 'log'")

    assert found == {f"history_for_{name}" for name in PERMISSIONS} | {
        "history_admin", "history_own",
    }  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM audit.readers",
        "INSERT INTO audit.readers VALUES ('orders', 'view')",
        "UPDATE audit.readers SET permission = 'view'",
        "DELETE FROM audit.readers",
    ],
)
def test_who_is_a_reader_no_reader_writes(world, sql):
    for name in ("olga", "admin"):
        with acting_as(getattr(world, name)), pytest.raises(ProgrammingError, match="denied"):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
