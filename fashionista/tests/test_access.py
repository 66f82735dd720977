"""That each rule holds: what everybody can do to every table, in SQL. See `matrix`."""

import pytest
from django.db import connection

from fashionista.common.testing import everything

from .matrix import EXPECTED, GUARDED, TABLES, Keys, guarded_models, measure, outcome, prepare
from .statements import ALLOWED, BROKEN, REFUSED

# Django's checks that a count is not negative, where a constraint of ours asks for more.
STRICTER = {
    "event_capacity_quantity_check": "event_capacity_never_oversold",
    "event_slots_quantity_check": "event_slots_never_oversold",
    "invoices_sequence_check": "invoices_sequence",
    "order_lines_quantity_check": "order_lines_from_allotment",
    "refund_runs_total_check": "refund_runs_adds_up",
    "shifts_required_staff_check": "shifts_need_somebody",
    "ticket_types_max_per_order_check": "ticket_types_max_per_order",
    "ticket_types_max_per_person_check": "ticket_types_max_per_person",
    "ticket_types_min_per_order_check": "ticket_types_min_per_order",
    "ticket_types_quantity_check": "ticket_types_never_oversold",
    "vouchers_quantity_check": "vouchers_never_overused",
    "vouchers_reserved_check": "vouchers_reserve_of_a_type",
    "waiting_list_party_check": "waiting_list_party",
}


@pytest.fixture
def cursor(world):
    with connection.cursor() as cursor:
        prepare(cursor)
        yield cursor


def test_everybody_can_do_what_the_matrix_says_and_nothing_else(cursor, world):
    found = {key: value for table in TABLES for key, value in measure(cursor, world, table)}

    allowed = {(role, sql): 1 for role, _, sql in ALLOWED}
    refused = dict.fromkeys(found.keys() - EXPECTED.keys() - allowed.keys(), 0)
    assert len(refused) > 300
    assert {(role, sql) for role, _, sql in REFUSED} <= refused.keys()
    wanted = EXPECTED | allowed | refused
    assert found.keys() == wanted.keys()
    assert {key: (found[key], wanted[key]) for key in found if found[key] != wanted[key]} == {}


def test_the_matrix_knows_every_guarded_table():
    assert {model._meta.db_table for model in guarded_models()} == set(GUARDED)


def test_rows_that_cannot_be_are_refused_each_by_its_constraint(cursor, world):
    with everything():
        found = {name: outcome(cursor, sql.format_map(Keys(world))) for name, sql in BROKEN.items()}

    assert found == {name: name for name in BROKEN}


def test_counts_are_never_negative(cursor):
    with everything():
        found = {constraint: outcome(cursor, sql) for constraint, sql in positive_counts(cursor)}

    assert found == {constraint: STRICTER.get(constraint, constraint) for constraint in found}


def test_every_constraint_has_a_statement_it_refuses(cursor):
    cursor.execute(
        """
        SELECT conname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid
         WHERE c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
           AND (contype IN ('c', 'u', 'x') OR contype = 'f' AND cardinality(conkey) > 1)
        UNION
        SELECT i.relname FROM pg_index JOIN pg_class i ON i.oid = indexrelid
          JOIN pg_class c ON c.oid = indrelid
         WHERE c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
           AND indisunique AND NOT indisprimary
        """
    )
    known = {name for (name,) in cursor.fetchall()}

    counts = {constraint for constraint, _ in positive_counts(cursor)}
    # Keys for others to point to: the primary key in them is unique already.
    shared = ("_id_event", "_id_organizer", "_id_times", "_id_type", "_id_user", "_id_vendor",
              "_id_venue")  # fmt: skip
    targets = {name for name in known if name.endswith(shared)}
    assert known == set(BROKEN) | counts | targets


def positive_counts(cursor):
    """Django's own checks of PositiveIntegerField, and a statement each must refuse."""
    cursor.execute(
        """
        SELECT conname, format('UPDATE %s SET %I = -1', conrelid::regclass, a.attname)
          FROM pg_constraint JOIN pg_class c ON c.oid = conrelid
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = conkey[1]
         WHERE c.relrowsecurity AND contype = 'c' AND cardinality(conkey) = 1
           AND conname = format('%s_%s_check', c.relname, a.attname)
        """
    )
    return cursor.fetchall()
