"""The claim cannot be forged, follows whoever acts everywhere, and never stays behind."""

import time
import uuid

import pytest
from celery import Celery
from django.contrib.auth import login, logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import Error, IntegrityError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse

from accounts.models import User
from accounts.tests.factories import UserFactory
from events.models import Event
from events.tests.factories import EventFactory
from fashionista.common.identity import (
    NOBODY,
    Identity,
    IdentityMiddleware,
    acting_as,
    become,
    current_identity,
    order_in_scope,
)
from fashionista.common.sessions import SessionStore
from fashionista.common.testing import NOON, everything
from ticketing.models import Order, Ticket, TicketType


def whoami():
    with connection.cursor() as cursor:
        cursor.execute("SELECT uid, actor, role, order_scope FROM authz.me()")
        return cursor.fetchone()


def served(view):
    """The middleware around a view, called as Django's handler calls both."""

    def resolved(request):
        middleware.process_view(request, view, (), {})
        return view(request)

    middleware = IdentityMiddleware(resolved)
    return middleware


def count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_claim_says_who_acts_and_for_whom(world):
    ann, order = world.ann.pk, world.order_a.pk

    with acting_as(world.ann):
        assert whoami() == (ann, ann, "attendee", None)
        with acting_as("ticketing.checkout"):
            assert whoami() == (None, ann, "@ticketing.checkout", None)
        with order_in_scope(order):
            assert whoami() == (ann, ann, "attendee", order)
            with acting_as("ticketing.payment"):
                assert whoami() == (None, ann, "@ticketing.payment", order)
            with acting_as(world.bob):
                assert whoami() == (world.bob.pk, world.bob.pk, "attendee", None)
        assert whoami() == (ann, ann, "attendee", None)
    with acting_as(world.bob.pk):
        assert whoami() == (world.bob.pk, world.bob.pk, "attendee", None)
    with acting_as(world.ivan):
        assert whoami() == (None, world.ivan.pk, "inactive", None)
    with acting_as(None):
        assert whoami() == (None, None, "anonymous", None)
        with order_in_scope(order):
            assert whoami() == (None, None, "anonymous", order)


def test_injected_sql_cannot_become_someone_else(world):
    with acting_as(world.ann), order_in_scope(world.order_a.pk):
        mine = current_identity().claim
        ann, order = str(world.ann.pk), str(world.order_a.pk)
        forgeries = [
            mine.replace(ann, str(world.admin.pk)),
            mine.replace("||", "|ticketing.sweep|", 1),
            mine.replace(order, str(world.order_b.pk)),
            mine.replace(order, ""),
            mine.replace(f"{ann}|", "|", 1),
            mine[:-1] + ("0" if mine[-1] != "0" else "1"),
            mine.rpartition("|")[0],
            mine + "|",
            f"{world.admin.pk}||||9999999999|",
            "|||||",
            "||||",
            str(world.admin.pk),
        ]
        for forged in forgeries:
            with pytest.raises(Error, match="not a valid claim"), transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('app.claim', %s, false)", [forged])
                    cursor.execute("SELECT count(*) FROM users")
        assert count("users") == 1


def test_an_order_scope_cannot_be_moved_to_another_claim(world):
    with acting_as(None), order_in_scope(world.guest_a.pk):
        guest = current_identity().claim.split("|")
    with acting_as(world.ann):
        ann = current_identity().claim.split("|")
        spliced = [*ann[:3], guest[3], *ann[4:]]

        with pytest.raises(Error, match="not a valid claim"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('app.claim', %s, false)", ["|".join(spliced)])
                cursor.execute("SELECT count(*) FROM orders")


@pytest.mark.parametrize(
    "order_id", ["x|y", "|9999999999|", "00000000-0000-4000-8000-000000000000|"]
)
def test_an_order_id_cannot_smuggle_parts_into_the_claim(world, order_id):
    with acting_as(None), order_in_scope(order_id):
        with pytest.raises(Error, match="not a valid claim"), transaction.atomic():
            Order.objects.count()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM authz.key",
        "INSERT INTO authz.key VALUES ('', '')",
        "CREATE OR REPLACE FUNCTION authz.role() RETURNS text LANGUAGE sql RETURN 'admin'",
        "SET ROLE portal_owner",
        "SET SESSION AUTHORIZATION portal_owner",
    ],
)
def test_the_key_and_the_owner_are_out_of_reach(world, sql):
    with acting_as(world.admin), pytest.raises(Error, match="permission denied"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_taking_the_wide_database_role_gains_nothing(world):
    with acting_as(world.ann), connection.cursor() as cursor:
        cursor.execute("SET ROLE portal_system")
        cursor.execute("SELECT count(*) FROM users")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM orders")
        assert cursor.fetchone() == (1,)
        cursor.execute("UPDATE ticket_types SET held = 1")
        assert cursor.rowcount == 0


def test_an_expired_claim_is_refused_and_long_work_renews_its_own(world, monkeypatch):
    old = Identity(world.ann.pk)
    old._claim, old._fresh_until = old._mint(expires=1), float("inf")

    with acting_as(old), pytest.raises(Error, match="expired"), transaction.atomic():
        User.objects.count()
    with acting_as(world.ann):
        first = current_identity().claim
        later = time.time() + 400
        monkeypatch.setattr("time.time", lambda: later)
        assert current_identity().claim != first
        assert User.objects.count() == 1


def test_a_demotion_bites_on_the_next_statement(world):
    with acting_as(world.olga):
        assert Event.objects.count() == 4
        with acting_as(world.admin):
            User.objects.filter(pk=world.olga.pk).update(user_type="attendee")
        assert Event.objects.count() == 3
        assert Order.objects.count() == 0


def test_a_suspension_bites_on_the_next_statement(world):
    with acting_as(world.admin):
        assert User.objects.count() > 1
        with everything():
            User.objects.filter(pk=world.admin.pk).update(status="inactive")
        assert User.objects.count() == 0


def test_a_team_ends_with_its_organizer(world):
    with acting_as(world.tess):
        assert Order.objects.count() == 4
        with acting_as(world.admin):
            User.objects.filter(pk=world.olga.pk).update(status="inactive")
        assert Order.objects.count() == 0


def test_a_door_closes_when_the_assignment_does(world):
    with acting_as(world.stan):
        assert Ticket.objects.count() == 3
        with acting_as(world.olga):
            type(world.assignment_a).objects.filter(pk=world.assignment_a.pk).update(
                status="completed", closed_at=NOON
            )
        assert Ticket.objects.count() == 0


def test_two_guests_see_only_their_own_order(world):
    with acting_as(None):
        for mine, other in [(world.guest_a, world.guest_b), (world.guest_b, world.guest_a)]:
            with order_in_scope(mine.pk):
                assert list(Order.objects.values_list("pk", flat=True)) == [mine.pk]
                assert list(Ticket.objects.values_list("order_id", flat=True)) == [mine.pk]
                assert not Order.objects.filter(pk=other.pk).exists()
        assert Order.objects.count() == 0


def test_an_unknown_system_is_refused_at_once():
    with pytest.raises(LookupError, match=r"ticketing\.sweeep"):
        acting_as("ticketing.sweeep").__enter__()


def test_a_test_that_forgets_who_acts_fails(world):
    with pytest.raises(Error, match="say who acts"), transaction.atomic():
        Order.objects.count()


def test_identity_survives_rollbacks_of_every_kind(world):
    with acting_as(world.ann):
        with pytest.raises(IntegrityError), transaction.atomic():
            with acting_as("accounts.signup"):  # told inside what is rolled back
                User.objects.create(email="ann@canary.example")
        assert whoami()[2] == "attendee"
        with transaction.atomic():
            point = transaction.savepoint()
            with acting_as("ticketing.sweep"):
                assert whoami()[2] == "@ticketing.sweep"
            transaction.savepoint_rollback(point)
            assert whoami()[2] == "attendee"
        with pytest.raises(Error, match="division"), transaction.atomic():
            with acting_as("ticketing.sweep"):
                connection.cursor().execute("SELECT 1/0")
        assert whoami()[2] == "attendee"
        with acting_as("ticketing.sweep"):
            assert whoami()[2] == "@ticketing.sweep"


def test_a_cursor_made_before_a_change_of_identity_follows_it(world):
    with acting_as(world.ann), connection.cursor() as cursor:
        with acting_as(world.olga):
            cursor.execute("SELECT count(*) FROM events")
            assert cursor.fetchone() == (4,)
        cursor.execute("SELECT count(*) FROM events")
        assert cursor.fetchone() == (3,)


def test_a_server_side_cursor_reads_as_who_opened_it(world):
    with acting_as(world.olga):
        rows = Event.objects.order_by("pk").iterator(chunk_size=1)
        assert len(list(rows)) == 4


def answer(rf, user, view):
    """What the middleware answers to a request of a person, with one view behind it."""
    request = rf.get("/")
    request.user = user
    with acting_as(NOBODY):
        return request, served(view)(request)


def test_a_request_acts_as_its_user_and_leaves_nobody_behind(world, rf):
    request, response = answer(rf, world.olga, lambda request: HttpResponse(Event.objects.count()))
    _, strangers = answer(rf, AnonymousUser(), lambda request: HttpResponse(Event.objects.count()))

    assert response.content == b"4"
    assert strangers.content == b"3"
    assert len(request.id) == 16


def test_a_streamed_response_keeps_its_identity_and_its_order(world, rf):
    def view(request):
        with order_in_scope(world.guest_b.pk):
            request.scope = current_identity()
        return StreamingHttpResponse(str(pk) for pk in Order.objects.values_list("pk", flat=True))

    _, response = answer(rf, world.ann, view)

    with acting_as(world.admin):
        assert b"".join(response.streaming_content).decode() == str(world.order_a.pk)


def test_a_statement_the_policies_refuse_is_a_403_and_other_errors_fly(world, rf):
    middleware = IdentityMiddleware(lambda request: None)

    for sql, error in [
        ("UPDATE users SET status = 'inactive'", PermissionDenied),
        ("SELECT 1/0", None),
    ]:
        with acting_as(world.ann), pytest.raises(Error) as refused, transaction.atomic():
            connection.cursor().execute(sql)
        if error:
            with pytest.raises(error):
                middleware.process_exception(rf.get("/"), refused.value)
        else:
            assert middleware.process_exception(rf.get("/"), refused.value) is None


def test_login_and_logout_switch_the_rest_of_the_request(world, rf):
    def view(request):
        before = whoami()[2]
        login(request, world.olga, backend="accounts.backends.EmailBackend")
        inside = whoami()[2]
        logout(request)
        return HttpResponse(f"{before} {inside} {whoami()[2]}")

    request = rf.post("/")
    request.user, request.session = AnonymousUser(), SessionStore()
    with acting_as(NOBODY):
        response = served(view)(request)

    assert response.content == b"anonymous organizer anonymous"
    with everything():
        assert User.objects.get(pk=world.olga.pk).last_login is not None


def test_login_outside_a_request_of_ours_leaves_the_identity_alone(world, client):
    client.force_login(world.ann)

    assert current_identity().claim.startswith("say who acts")


def test_statements_are_prepared_on_the_server(world):
    with acting_as(world.ann):
        for _ in range(5):
            list(Event.objects.filter(pk=uuid.uuid4()))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_prepared_statements"
                " WHERE statement LIKE '%\"events\"%$1%' AND NOT from_sql"
            )
            assert cursor.fetchone() == (1,)


def test_a_celery_task_starts_as_nobody_and_ends_as_nobody(world):
    app = Celery(set_as_current=False)
    app.conf.task_always_eager = True

    @app.task
    def count_orders():
        before = Order.objects.count()
        with acting_as("ticketing.sweep"):
            return before, Order.objects.count(), current_identity().request_id

    with acting_as(world.admin):
        result = count_orders.apply(task_id="0123abcd-4567-89ef-0123-456789abcdef")
        assert result.get() == (0, 2, "0123abcd456789ef")
        assert current_identity() is NOBODY
    become(NOBODY)


def test_factories_arrange_past_the_policies(db):
    event = EventFactory(status="draft")

    with acting_as(UserFactory()):
        assert not Event.objects.filter(pk=event.pk).exists()
    with everything():
        assert Event.objects.filter(pk=event.pk).exists()


def test_a_save_the_policies_leave_nothing_to_update_is_refused(world):
    with acting_as(world.ann), pytest.raises(PermissionDenied), transaction.atomic():
        TicketType.objects.get(pk=world.seat_a.pk).save()
    with acting_as(world.ann), pytest.raises(PermissionDenied), transaction.atomic():
        Event.objects.get(pk=world.shown_a.pk).save(update_fields=["title"])
    with everything():
        assert TicketType.objects.filter(pk=world.seat_a.pk).count() == 1
