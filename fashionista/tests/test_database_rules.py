"""What a declared rule makes in the database, and that it goes again without a trace."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.models import Q
from django.test.utils import isolate_apps

from accounts.models import User
from events.access import Colleague, May
from events.models import Event
from fashionista.common.access import (
    Admin,
    Agrees,
    Copies,
    Guarded,
    OpenTo,
    OrderOf,
    Own,
    Public,
    Reserved,
    System,
    Through,
    circle,
)
from fashionista.common.database_rules import DatabaseRule, Parents
from ticketing.models import TicketType

RULES = [
    Public(status="shown"),
    Own("user", role="organizer"),
    OrderOf("order_key"),
    May("event", "sell", may="view add", title="sellers"),
    Through("event"),
    Admin(may="view"),
    System(
        "tests.looks", may="view change", columns=["status"],
        when=Q(status="sewn"), then=Q(status="shown"),
    ),
    Reserved("status", to=["admin", "tests.looks"]),
    Agrees("ticket_type", on="event"),
    Copies("ticket_type", "event"),
]  # fmt: skip
BOTH, WIDE = "{portal_app,portal_system}", "{portal_system}"
POLICIES = {
    ("looks_admin_select", "SELECT", WIDE),
    ("looks_my_events_sell_event_sellers_insert", "INSERT", BOTH),
    ("looks_my_events_sell_event_sellers_select", "SELECT", BOTH),
    ("looks_order_of_order_key_select", "SELECT", BOTH),
    ("looks_own_user", "ALL", BOTH),
    ("looks_public_select", "SELECT", BOTH),
    ("looks_system_tests_looks_select", "SELECT", WIDE),
    ("looks_system_tests_looks_update", "UPDATE", WIDE),
    ("looks_through_event_select", "SELECT", BOTH),
}
TRIGGERS = {
    "looks_audit_delete", "looks_audit_insert", "looks_audit_update", "looks_parents_i",
    "looks_parents_u", "looks_reserved_status", "looks_system_tests_looks",
}  # fmt: skip


def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row if len(row) > 1 else row[0] for row in cursor.fetchall()}


def found():
    return (
        ask("SELECT policyname, cmd, roles::text FROM pg_policies WHERE tablename = 'looks'"),
        ask("SELECT tgname FROM pg_trigger WHERE tgrelid = 'looks'::regclass AND NOT tgisinternal"),
        ask("SELECT proname FROM pg_proc WHERE proname LIKE 'looks_%'"),
        ask("SELECT conname FROM pg_constraint WHERE conname ~ '^looks_(agrees|copies)'"),
    )


@pytest.fixture
def looks(owner):
    """A table with one rule of every kind."""
    with isolate_apps("fashionista.common"):

        class Look(Guarded):
            user = models.ForeignKey(User, models.CASCADE, related_name="+")
            event = models.ForeignKey(Event, models.CASCADE, related_name="+")
            ticket_type = models.ForeignKey(
                TicketType, models.CASCADE, related_name="+", db_constraint=False
            )
            order_key = models.UUIDField()
            status = models.TextField()
            access = RULES

            class Meta:
                app_label = "common"
                db_table = "looks"

    with connection.schema_editor() as editor:
        editor.create_model(Look)
    yield Look
    for model in (User, Event, TicketType):
        model._meta._expire_cache()


def test_every_kind_of_rule_makes_what_it_says_and_takes_it_back(looks):
    assert found() == (
        POLICIES, TRIGGERS, {"looks_parents"},
        {"looks_agrees_on_event_ticket_type", "looks_copies_ticket_type"},
    )  # fmt: skip
    assert ask("SELECT relrowsecurity FROM pg_class WHERE relname = 'looks'") == {True}

    rules = [rule for rule in looks._meta.constraints if isinstance(rule, DatabaseRule)]
    assert len(rules) == len(RULES) + 2  # audit and parents
    for rule in rules:
        with connection.schema_editor() as editor:
            editor.remove_constraint(looks, rule)

    assert found() == (set(), set(), set(), set())


def test_a_rule_added_later_comes_by_itself(looks):
    rule = System("tests.looks", may="view", title="later").bind("looks")

    with connection.schema_editor() as editor:
        editor.add_constraint(looks, rule)
    assert found()[0] - POLICIES == {("looks_system_tests_looks_later_select", "SELECT", WIDE)}
    with connection.schema_editor() as editor:
        editor.remove_constraint(looks, rule)

    assert found()[0] == POLICIES


def test_conditions_are_written_into_the_policy(looks):
    ((sees, leaves),) = ask(
        "SELECT qual, with_check FROM pg_policies"
        " WHERE policyname = 'looks_system_tests_looks_update'"
    )

    assert "'@tests.looks'" in sees
    assert "'sewn'" in sees
    assert "'shown'" in leaves
    assert "'sewn'" not in leaves


def test_an_upper_app_opens_a_table_below_and_closes_it_again(owner):
    operation = OpenTo("accounts", "User", Colleague("id", may="view", title="again"))
    state = SimpleNamespace(apps=apps)
    sql = "SELECT policyname FROM pg_policies WHERE policyname LIKE 'users%again%'"

    operation.state_forwards("events", state)
    with connection.schema_editor() as editor:
        operation.database_forwards("events", editor, state, state)
    opened = ask(sql)
    with connection.schema_editor() as editor:
        operation.database_backwards("events", editor, state, state)

    assert (opened, ask(sql)) == ({"users_my_colleagues_id_again_select"}, set())
    assert operation.describe() == "Open accounts.User by my_colleagues_id"


def test_a_circle_is_made_widened_and_narrowed_again(owner):
    narrow = circle("my_tests", "SELECT me.uid")
    wide = circle("my_tests", "SELECT me.uid UNION SELECT me.actor", before="SELECT me.uid")
    sql = "SELECT prosecdef, prosrc LIKE '%UNION%' FROM pg_proc WHERE proname = 'my_tests'"

    seen = []
    for move in ("forwards narrow", "forwards wide", "backwards wide", "backwards narrow"):
        way, _, which = move.partition(" ")
        operation = {"narrow": narrow, "wide": wide}[which]
        with connection.schema_editor() as editor:
            getattr(operation, f"database_{way}")("common", editor, None, None)
        seen.append(ask(sql))

    assert seen == [{(True, False)}, {(True, True)}, {(True, False)}, set()]
    assert isinstance(narrow, migrations.RunSQL)


def test_rules_are_compared_by_what_they_say():
    def rule(**changes):
        return System(**{"system": "tests.looks", "may": "view"} | changes).bind("looks")

    assert rule() == rule()
    assert hash(rule()) == hash(rule())
    assert rule() != rule(may="view add")
    assert rule() != Parents(fields=["user"]).bind("looks")
    path, arguments, options = rule(when=Q(status="sewn")).deconstruct()
    assert (path, arguments) == ("fashionista.common.access.System", ())
    assert options == {
        "name": "looks_system_tests_looks",
        "system": "tests.looks",
        "may": "view",
        "when": Q(status="sewn"),
    }
    assert System(**options) == rule(when=Q(status="sewn"))
    assert rule().clone() == rule()
