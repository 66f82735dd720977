"""Every change is written down, whoever makes it and however; nobody rewrites it."""

import random

import pytest
from django.db import Error, connection, transaction
from django.db.models import F
from django.http import HttpResponse

from accounts.models import User
from accounts.tests.factories import UserFactory
from events.models import Event, EventSchedule
from events.tests.factories import EventFactory, EventScheduleFactory, VenueFactory
from fashionista.common.audit import history
from fashionista.common.identity import NOBODY, acting_as, order_in_scope
from fashionista.common.testing import NOON, everything
from ticketing.models import Order, Payment, Refund, TicketType
from ticketing.tests.factories import TicketTypeFactory

from .test_identity import served


def log(**where):
    """All entries that match, past the policies, oldest first."""
    condition = " AND ".join(f"{column}::text = %s" for column in where)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl::text, op, pk, event_id, organizer_id, actor, role, order_scope, request,"
            f" before, after FROM audit.log WHERE {condition} ORDER BY id",
            [str(value) for value in where.values()],
        )
        return cursor.fetchall()


def test_a_bulk_update_pairs_each_row_with_itself(world):
    types = [TicketTypeFactory(event=world.shown_a, quantity=100 + n) for n in range(50)]
    random.Random(7).shuffle(types)

    with acting_as(world.olga):
        TicketType.objects.filter(pk__in=[t.pk for t in types]).update(quantity=F("quantity") + 1)
        entries = [history(kind)[0] for kind in types]

    assert [(e.op, e.actor, e.role) for e in entries] == [
        ("UPDATE", world.olga.pk, "organizer")
    ] * 50
    assert [(e.before, e.after) for e in entries] == [
        ({"quantity": kind.quantity}, {"quantity": kind.quantity + 1}) for kind in types
    ]


def test_raw_sql_bulk_create_and_delete_are_written_down(world):
    with acting_as(world.olga):
        EventSchedule.objects.bulk_create(
            [
                EventSchedule(
                    event=world.draft_a,
                    title=title,
                    start_time=world.draft_a.start_date,
                    end_time=world.draft_a.end_date,
                )
                for title in ("One", "Two")
            ]
        )
        with connection.cursor() as cursor:
            cursor.execute("UPDATE event_schedules SET title = 'Raw' WHERE title = 'One'")
        EventSchedule.objects.filter(title__in=["Raw", "Two"]).delete()

    with acting_as(world.admin):
        entries = log(tbl="event_schedules", actor=world.olga.pk)
    assert [entry[1] for entry in entries] == ["INSERT", "INSERT", "UPDATE", "DELETE", "DELETE"]
    assert {entry[3] for entry in entries} == {world.draft_a.pk}


def test_a_cascade_is_written_down_with_who_caused_it(world):
    event = EventFactory(organizer=world.olga, status="draft")
    entry = EventScheduleFactory(event=event)

    with acting_as(world.olga):
        event.delete()

    with acting_as(world.admin):
        assert [row[1:2] + row[5:7] for row in log(pk=str(entry.pk))] == [
            ("INSERT", None, "@tests.factory"),
            ("DELETE", world.olga.pk, "organizer"),
        ]


def test_a_changed_primary_key_shows_as_two_entries(world):
    venue = VenueFactory(owner=world.olga)

    with everything(), connection.cursor() as cursor:
        cursor.execute("UPDATE venues SET id = gen_random_uuid() WHERE id = %s", [venue.pk])
    with acting_as(world.admin):
        old, new = log(tbl="venues", op="UPDATE")

    assert (old[2], old[10]) == (str(venue.pk), None)
    assert (new[2] != str(venue.pk), new[9]) == (True, None)


def test_a_big_update_after_small_ones_is_still_quick(world):
    with everything():
        event = EventFactory()
        points = [
            EventSchedule(event=event, title=str(n), start_time=NOON, end_time=NOON)
            for n in range(4000)
        ]
        EventSchedule.objects.bulk_create(points)
        for n in range(10):  # the trigger's plan is made and kept here
            EventSchedule.objects.filter(pk=points[0].pk).update(location=f"Room {n}")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10s'")
            cursor.execute(
                "UPDATE event_schedules SET location = 'Hall' WHERE event_id = %s", [event.pk]
            )
            assert cursor.rowcount == 4000


def test_secrets_show_as_changed_only(db):
    user = UserFactory(password="correct horse")

    with acting_as(user):
        user.set_password("another horse")
        user.email = "moved@example.org"
        user.save()
        entry, made = history(user)

    secrets = ["email", "email_index", "password_hash"]
    assert entry.changed == [*secrets, "updated_at"]
    assert [entry.after[name] for name in secrets] == ["[secret]"] * 3
    assert [entry.before[name] for name in secrets] == ["[secret]"] * 3
    assert made.after["full_name"] == made.after["preferences"] == "[secret]"


def test_no_ciphertext_is_in_the_log(world):
    with acting_as(world.admin), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl::text, key FROM audit.log,"
            " LATERAL jsonb_each_text(coalesce(before, '{}') || coalesce(after, '{}'))"
            " WHERE value LIKE '\\x%' ESCAPE '!'"
        )
        assert cursor.fetchall() == []


def test_entries_name_the_event_and_the_organizer(world):
    with acting_as(world.admin):
        (ticket,) = log(pk=str(world.ticket_a.pk))
        (event,) = log(tbl="events", pk=str(world.draft_a.pk))
        (venue,) = log(pk=str(world.venue_a.pk))
        (profile,) = log(pk=str(world.profile_a.pk))
        (person,) = log(pk=str(world.ann.pk))

    a, b = world.shown_a.pk, world.olga.pk
    assert [row[3:5] for row in (ticket, event, venue, profile, person)] == [
        (a, None), (world.draft_a.pk, b), (None, b), (None, b), (None, None),
    ]  # fmt: skip


def test_a_system_is_named_with_whom_it_served_and_the_order_in_scope(world):
    with acting_as(world.ann), order_in_scope(world.held_a.pk), acting_as("ticketing.sweep"):
        Order.objects.filter(pk=world.held_a.pk).update(status="expired")
    with acting_as(world.admin):
        *_, entry = log(pk=str(world.held_a.pk))
        first = history(world.held_a)[0]

    assert entry[5:8] == (world.ann.pk, "@ticketing.sweep", world.held_a.pk)
    assert (first.actor, first.role) == (world.ann.pk, "@ticketing.sweep")


def test_the_request_is_named(world, rf):
    def view(request):
        Event.objects.filter(pk=world.draft_a.pk).update(title="Renamed")
        return HttpResponse()

    request = rf.get("/")
    request.user = world.olga
    with acting_as(NOBODY):
        served(view)(request)
    with acting_as(world.olga):
        entry = history(world.draft_a)[0]

    assert (entry.request, entry.changed) == (request.id, ["title"])


def test_organizers_see_their_own_histories_also_of_what_is_gone(world):
    gone = EventFactory(organizer=world.olga, status="draft")
    gone_now = Event(pk=gone.pk)

    with acting_as(world.olga):
        gone.delete()
        assert [entry.op for entry in history(gone_now)] == ["DELETE", "INSERT"]
    with acting_as(world.boris):
        assert history(gone_now) == []


def test_a_team_reads_what_its_permissions_open_and_rivals_and_buyers_nothing(world):
    with everything():
        Refund.objects.filter(pk=world.refund_a.pk).update(status="failed")
        Payment.objects.filter(pk=world.payment_a.pk).update(status="failed")

    seen = {}
    for name in ("olga", "faye", "admin", "boris", "ann", "tess", "rita", "paul", "hal", "stan"):
        with acting_as(getattr(world, name)):
            seen[name] = [
                len(history(thing))
                for thing in (
                    world.shown_a, world.order_a, world.payment_a, world.refund_a, world.shift_a,
                    world.ticket_a,
                )
            ]  # fmt: skip

    assert seen == {
        "olga": [1, 1, 2, 2, 1, 1],
        "admin": [1, 1, 2, 2, 1, 1],
        "faye": [1, 1, 2, 2, 0, 0],  # keeps the books
        "tess": [1, 1, 0, 0, 0, 1],  # sells
        "rita": [1, 1, 2, 2, 0, 1],  # refunds
        "paul": [1, 0, 0, 0, 0, 0],  # programmes
        "hal": [1, 0, 0, 0, 1, 0],  # plans staff
        "stan": [0, 0, 0, 0, 0, 1],  # is at the door
        "boris": [0, 0, 0, 0, 0, 0],
        "ann": [0, 0, 0, 0, 0, 0],
    }


def test_everybody_sees_the_history_of_their_own_account_and_no_other(world):
    with acting_as(world.ann):
        User.objects.filter(pk=world.ann.pk).update(profile_image_url="new")
        assert [entry.op for entry in history(world.ann)] == ["UPDATE", "INSERT"]
        assert history(world.bob) == []
        assert history(world.note) == []


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO audit.log (tbl, op, pk, role) VALUES ('users', 'INSERT', '', '')",
        "UPDATE audit.log SET actor = NULL",
        "DELETE FROM audit.log",
        "TRUNCATE audit.log",
        "SELECT * FROM audit.log_default",
        "SELECT audit.make_partitions()",
        "DROP TRIGGER users_audit_update ON users",
        "ALTER TABLE users DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "ALTER TABLE users DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON users USING (true)",
        "TRUNCATE orders CASCADE",
        "CREATE TABLE public.mine (id int)",
    ],
)
def test_even_an_admin_cannot_touch_the_machinery(world, sql):
    with acting_as(world.admin), pytest.raises(Error, match=r"permission denied|must be owner"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_partitions_are_made_ahead_and_the_net_is_empty(world):
    with acting_as(world.admin), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit.log'::regclass")
        assert cursor.fetchone() == (5,)
        cursor.execute(
            "SELECT count(*) FROM audit.log WHERE tableoid = 'audit.log_default'::regclass"
        )
        assert cursor.fetchone() == (0,)
