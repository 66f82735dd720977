"""What has happened at one's events: whose it is, in which words, page by page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.access import PERMISSIONS
from events.models import Event
from events.tests.factories import EventScheduleFactory, EventTeamMemberFactory
from fashionista.common.audit import history
from fashionista.common.changes import in_words
from fashionista.common.identity import acting_as
from fashionista.common.testing import everything
from fashionista.common.tests.pages import page_of
from ticketing.models import Order, TicketType

from .test_readers import readers_of, with_readers

FEED = "/admin/activity/"


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def feed(user, **query):
    answer = visitor(user).get(FEED, query)
    assert answer.status_code == 200
    return answer.context["rows"]


def said(rows):
    return [(row["change"].verb, row["change"].thing, row["name"]) for row in rows]


def rename(world, title="Renamed"):
    with acting_as(world.olga):
        Event.objects.filter(pk=world.draft_a.pk).update(title=title)


def test_who_did_what_and_each_value_before_and_after(world):
    with acting_as(world.olga):
        TicketType.objects.filter(pk=world.seat_a.pk).update(status="inactive", price="30.00")

    row = feed(world.olga)[0]
    change = row["change"]

    assert (change.verb, change.thing, row["name"]) == ("Changed", "Ticket type", "Seat A")
    assert (row["address"], row["event"]) == (page_of(world.seat_a), "Show A")
    assert change.who == "Olga Canary"
    assert [(value.name, value.before, value.after) for value in change.values] == [
        ("Price", "25.0", "30.0"), ("Status", "active", "inactive"),
    ]  # fmt: skip


def test_personal_values_show_as_changed_only_and_a_buyer_has_no_name(world):
    with acting_as(world.ann), everything():
        order = Order.objects.get(pk=world.order_a.pk)
        order.buyer_name = "Somebody Canary"
        order.save(update_fields=["buyer_name"])
    with acting_as(world.olga):
        [change, *_rest] = in_words(history(world.order_a))

    assert [(each.name, each.before, each.after) for each in change.values] == [
        ("Buyer", "", "changed")
    ]
    page = visitor(world.olga).get(FEED).content.decode()
    assert "Somebody Canary" not in page
    assert "Ann Canary" not in page


def test_systems_and_strangers_are_the_portal_and_visitors(world):
    with acting_as(world.ann), acting_as("ticketing.sweep"):
        Order.objects.filter(pk=world.held_a.pk).update(status="expired")
    with acting_as("ticketing.sweep"):
        Order.objects.filter(pk=world.held_b.pk).update(status="expired")
    with acting_as(world.admin):
        (first, *_), (second, *_) = history(world.held_a), history(world.held_b)
        assert [change.who for change in in_words([first, second])] == [
            "the portal, Ticketing, for Ann Canary", "the portal, Ticketing",
        ]  # fmt: skip
    with acting_as(world.olga):
        [change] = in_words([first])
    assert change.who == "the portal, Ticketing, for somebody with an account"


def test_everybody_reads_of_their_own_events_only(world):
    rename(world, "Secret Title")
    for name in ("olga", "paul", "faye", "hal", "admin"):
        newest = said(feed(getattr(world, name), table="events"))[0]
        assert newest == ("Changed", "Event", "Secret Title")
    for name in ("boris", "tess", "rita"):  # a rival, and colleagues at another event
        user = getattr(world, name)
        answer = visitor(user).get(FEED, {"event": world.draft_a.pk})
        assert "Secret Title" not in answer.content.decode()
        assert answer.context["rows"] == []
        assert "Secret Title" not in visitor(user).get(FEED).content.decode()
    for name in ("ann", "stan"):
        assert visitor(getattr(world, name)).get(FEED, follow=True).status_code == 403
    assert Client().get(FEED).status_code == 302


def tables_read(user, event):
    with acting_as(user), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl::text FROM audit.log WHERE event_id = %s", [event.pk])
        return {table for (table,) in cursor.fetchall()}


def opened_by(*permissions):
    return {
        model._meta.db_table
        for model in with_readers()
        if not readers_of(model).isdisjoint(permissions)
    }


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_each_permission_reads_of_its_own_tables(world, permission, django_assert_max_num_queries):
    colleague = UserFactory()
    member = EventTeamMemberFactory(event=world.shown_a, user=colleague, permissions=[permission])
    opened = opened_by("view", permission)
    client = visitor(colleague)

    with django_assert_max_num_queries(14):
        page = client.get(FEED).context

    assert tables_read(colleague, world.shown_a) == tables_read(world.admin, world.shown_a) & opened
    assert page["rows"]
    assert {row["change"].entry.table for row in page["rows"]} <= opened
    assert {table for table, _name in page["form"].fields["table"].choices} == opened | {""}
    assert "What has happened" in client.get("/admin/").content.decode()
    for event in (world.draft_a, world.shown_b):
        assert tables_read(colleague, event) == set()
    with everything():
        member.delete()
    assert tables_read(colleague, world.shown_a) == set()
    assert client.get(FEED, follow=True).status_code == 403


def test_what_another_permission_opens_is_as_if_not_asked_for(world):
    told = [feed(world.hal, table=table) for table in ("orders", "")]

    assert told[0] == told[1]
    assert {row["change"].entry.table for row in feed(world.hal, table="shifts")} == {"shifts"}


def test_a_permission_at_one_event_opens_nothing_at_another(world):
    user = UserFactory()
    for event, permission in ((world.shown_a, "sell"), (world.draft_a, "staff")):
        EventTeamMemberFactory(event=event, user=user, permissions=[permission])

    shown, draft = (
        {row["change"].entry.table for row in feed(user, event=event.pk)}
        for event in (world.shown_a, world.draft_a)
    )

    assert "orders" in shown
    assert "shifts" not in shown
    assert "shifts" in draft
    assert "ticket_types" not in draft


def test_what_is_deleted_keeps_its_readers(world):
    act = EventScheduleFactory(event=world.draft_a)
    with acting_as(world.olga):
        act.delete()

    row = feed(world.olga)[0]

    assert (row["change"].verb, row["event"], row["address"]) == ("Deleted", "Draft A", "")


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"table": "events", "verb": "UPDATE"}, 1),
        ({"table": "events", "verb": "DELETE"}, 0),
        ({"event": "draft_a", "verb": "UPDATE"}, 1),
        ({"event": "shown_b"}, 0),
        ({"person": "olga"}, 1),
        ({"person": "boris"}, 0),
        ({"day": "today", "verb": "UPDATE", "table": "events"}, 1),
        ({"day": "yesterday"}, 0),
    ],
)
def test_filters(world, query, number):
    rename(world)
    days = {"today": 0, "yesterday": 1}
    zone = world.venue_a.timezone
    with timezone.override(zone):
        today = timezone.localdate()
    query = {
        name: (
            today - timedelta(days=days[value])
            if name == "day"
            else getattr(world, value).pk
            if name in ("event", "person")
            else value
        )
        for name, value in query.items()
    }

    assert len(feed(world.olga, **query)) == number


@pytest.mark.parametrize(
    "query",
    [
        {"event": "x"}, {"table": "pg_authid"}, {"person": "x"}, {"day": "x"}, {"verb": "x"},
        {"after": "x"}, {"after": "2099-99-99T00:00:00Z_1"}, {"after": "2099-01-01T00:00:00Z_x"},
    ],
)  # fmt: skip
def test_what_is_unreadable_counts_as_not_said(world, query):
    assert len(feed(world.olga, **query)) == 50


def test_pages_follow_each_other_without_a_gap(world):
    with acting_as(world.olga):
        for number in range(120):
            Event.objects.filter(pk=world.draft_a.pk).update(title=f"Title {number}")
    client, seen, query = visitor(world.olga), [], f"event={world.draft_a.pk}&verb=UPDATE"

    while query:
        answer = client.get(f"{FEED}?{query}")
        seen += [row["change"].values[0].after for row in answer.context["rows"]]
        query = answer.context["older"]

    assert seen == [f"Title {number}" for number in reversed(range(120))]


@pytest.mark.parametrize("name", ["olga", "faye", "saul", "paul", "admin"])
def test_a_page_of_many_kinds_costs_little(world, name, django_assert_max_num_queries):
    client = visitor(getattr(world, name))

    with django_assert_max_num_queries(14):
        client.get(FEED)


def test_the_cost_does_not_grow_with_the_rows(world):
    client, costs = visitor(world.olga), []
    for _more in range(2):
        rename(world)
        with CaptureQueriesContext(connection) as asked:
            client.get(FEED, {"table": "events"})
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_times_are_on_the_clock_of_the_venue(world):
    rename(world)
    with everything():
        type(world.venue_a).objects.filter(pk=world.venue_a.pk).update(timezone="Asia/Tokyo")

    page = visitor(world.olga).get(FEED, {"event": world.draft_a.pk}).content.decode()
    own = visitor(world.olga).get(page_of(world.draft_a).replace("change", "history"))

    assert "in Asia/Tokyo time" in page
    assert "in Asia/Tokyo time" in own.content.decode()
