"""The demo season: what a newcomer finds after `make run`."""

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User, UserProfile
from events.models import Event, OrganizerProfile
from fashionista.common.access import Guarded
from fashionista.common.identity import acting_as
from fashionista.common.integrity import blind_spots
from fashionista.common.testing import assert_integrity, drain_outbox, everything
from fashionista.demo.crew import SHIFTS
from fashionista.demo.planting import PASSWORD, SEASON, start_of
from production.models import LineupEntry
from ticketing.models import CheckIn, Invoice, Order, Ticket, TicketType
from ticketing.takings import KEYS, takings

LOGINS = {
    "admin@fashionista.example": "/admin/",
    "organizer@fashionista.example": "/admin/",
    "organizer2@fashionista.example": "/admin/",
    "staff@fashionista.example": "/staff/shifts/",
    "designer@fashionista.example": "/account/designer/",
    "model@fashionista.example": "/account/model/",
    "attendee@fashionista.example": "/account/tickets/",
}


@pytest.mark.parametrize("hour", range(24))
def test_what_is_on_today_is_on_at_any_time_of_day(hour):
    at = datetime(2027, 3, 28, hour, 59, tzinfo=UTC)
    today = [row for row in SEASON["events"] if row["day"] == 0]
    for row in today:
        start = start_of(row, ZoneInfo("Europe/London"), at)
        assert start <= at - timedelta(hours=1)
        assert at + timedelta(hours=2) <= start + timedelta(hours=row["hours"])
    assert today


@pytest.mark.parametrize("hour", range(24))
def test_nobody_works_twice_at_a_time_whenever_the_season_is_made(hour):
    at = datetime(2027, 3, 28, hour, 59, tzinfo=UTC)
    events = {row["slug"]: row for row in SEASON["events"]}
    zones = {row["key"]: ZoneInfo(row["timezone"]) for row in SEASON["venues"]}
    work = []
    for _whose, slug, _role, first, last, _accepted in SHIFTS:
        start = start_of(events[slug], zones[events[slug]["venue"]], at)
        work.append((start + timedelta(hours=first), start + timedelta(hours=last)))
    work.sort()
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(work))


# Nobody was given money back, has linked their calendar, or been to the bank; invoices are the
# worker's.
EMPTY = {
    "refunds", "refund_runs", "sandbox_refunds", "shift_feeds", "bank_statements",
    "bank_transactions", "invoices", "invoice_counters", "exports", "integrity_checks",
    "team_invitations", "staff_invitations", "event_feeds", "saved_views", "imports",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_season_is_what_the_readme_promises(capsys):
    now = timezone.now()
    with acting_as(None):
        call_command("seed_demo")
        assert capsys.readouterr().out.split("\n")[0] == "people"

        the_events_are_many_and_spread(now)
        the_houses_are_rivals()
        the_sale_has_begun()
        every_domain_has_something()
        assert_integrity(at=timezone.now())
        drain_outbox()
        what_was_paid_is_invoiced()
        the_reports_come_to_the_payments_and_the_invoices()
        assert blind_spots() == []
        assert_integrity(at=timezone.now())
    the_mails_go_to_made_up_people()
    for address, page in LOGINS.items():
        the_login_opens(address, page)
    the_login_opens("attendee@fashionista.example", "/events/salt/feedback/")

    before = counts()
    with acting_as(None):
        call_command("seed_demo")
    assert capsys.readouterr().out == "There are events already, so nothing was planted.\n"
    assert counts() == before


def the_reports_come_to_the_payments_and_the_invoices():
    with everything(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_id, sum(amount) FROM payments WHERE status = 'successful' GROUP BY 1"
        )
        paid = dict(cursor.fetchall())
        cursor.execute(
            "SELECT event_id, sum((share ->> 'vat')::numeric)"
            "  FROM invoices, jsonb_array_elements(vat) share GROUP BY 1"
        )
        taxed = dict(cursor.fetchall())
        events = list(Event.objects.values_list("pk", flat=True))
    assert len(paid) >= 10
    for by in KEYS:
        told = Counter()
        for event in events:
            for each in takings([event], by):
                told[event, "gross"] += each.gross
                told[event, "vat"] += each.vat
        assert {event: told[event, "gross"] for event in paid} == paid, by
        assert {event: told[event, "vat"] for event in taxed} == taxed, by


def counts():
    with everything():
        return [model.objects.count() for model in (User, Event, TicketType, Order, Ticket)]


def the_events_are_many_and_spread(now):
    with everything():
        events = list(Event.objects.select_related("venue"))
    assert len(events) >= 30
    assert len({event.venue.city for event in events if event.venue}) >= 8
    kinds = Counter(event.type for event in events)
    assert set(kinds) == set(Event.Type.values)
    assert min(kinds.values()) >= 6
    assert {event.status for event in events} == set(Event.Status.values)
    assert sum(event.start_date > now for event in events) >= 10
    assert any(event.end_date < now for event in events)


def the_houses_are_rivals():
    with everything():
        houses = list(OrganizerProfile.objects.values_list("public_name", "user"))
        people, profiles = User.objects.count(), UserProfile.objects.count()
    assert len(houses) == 2
    for _name, owner in houses:
        with acting_as(owner):
            assert Event.objects.filter(organizer=owner).count() >= 5
            seen = Event.objects.exclude(organizer=owner).values_list("status", flat=True)
            assert seen
            assert "draft" not in seen
            assert {
                order.event.organizer_id for order in Order.objects.select_related("event")
            } == {owner}
    assert people == profiles


def the_sale_has_begun():
    with everything():
        orders = Counter(Order.objects.values_list("status", flat=True))
        types = list(TicketType.objects.all())
        attendee = User.objects.get(email="attendee@fashionista.example")
        assert Order.objects.filter(user=attendee).count() >= 1
        assert CheckIn.objects.filter(result="admitted").count() == 3 + 21
        assert Order.objects.exclude(currency="GBP").exists()
    assert orders["completed"] >= 20
    assert any(kind.left == 0 for kind in types)
    assert any(kind.price == 0 for kind in types)


def every_domain_has_something():
    with everything():
        filled = {
            model._meta.db_table: model.objects.count()
            for model in apps.get_models()
            if issubclass(model, Guarded)
        }
        looks = Counter(LineupEntry.objects.values_list("event", flat=True))
    assert filled["designers"] == 12
    assert filled["collections"] == 20
    assert filled["models"] == 30
    assert len(looks) >= 10
    assert filled["media_galleries"] >= 5
    assert filled["event_feedback"] >= 10
    assert {table for table, rows in filled.items() if not rows} == EMPTY


def what_was_paid_is_invoiced():
    with everything():
        paid = Order.objects.filter(status="completed", total_amount__gt=0).count()
        invoices = Invoice.objects.select_related("organizer__organizer_profile")
        found = Counter(each.number[:3] for each in invoices)
        (taxed,) = {each.vat[0]["rate"] for each in invoices if each.number.startswith("NL-")}
    assert sum(found.values()) == paid
    assert found["NL-"] >= 5
    assert taxed == "22.00"


def the_mails_go_to_made_up_people():
    assert len(mail.outbox) >= 20
    domains = {message.to[0].rpartition("@")[2].rpartition(".")[2] for message in mail.outbox}
    assert domains == {"example"}


def the_login_opens(address, page):
    client = Client()
    entered = client.post("/account/login/", {"email": address, "password": PASSWORD})
    assert (address, entered.status_code) == (address, 302)
    assert (address, client.get(page).status_code) == (address, 200)


def test_the_password_is_the_one_in_the_readme():
    assert PASSWORD == "runway-demo-2027"
