"""Reports at the desk: whose they are, what they say, as a page and as a file."""

import csv
from datetime import timedelta
from decimal import Decimal as D
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.tests.factories import OrganizerFactory
from events.models import Event
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.models import Export
from fashionista.common.testing import NOON, everything
from fashionista.common.tests.pages import inline_code, page_of
from fashionista.reports import REPORTS
from ticketing.models import Invoice
from ticketing.tests.factories import (
    CheckInFactory,
    GateFactory,
    OrderFactory,
    OrderLineFactory,
    PaymentFactory,
    TicketFactory,
    TicketTypeFactory,
    VoucherFactory,
)

BUDGET = 20  # statements
SALES = "types days codes prices channels payment vat"
EVERY = f"{SALES} attendance no-shows staff people sponsors vendors"


def address(event, key=""):
    return f"/admin/reports/{event.pk}/{key}/" if key else f"/admin/reports/{event.pk}/"


def report(client, person, event, key, **asked):
    client.force_login(person)
    return client.get(address(event, key), asked)


def event_at(organizer, start, **fields):
    return EventFactory(
        organizer=organizer, start_date=start, end_date=start + timedelta(hours=3), **fields
    )


def rows(answer):
    return [[cell["text"] for cell in row] for row in answer.context["rows"]]


def sold(event, *, kind=None, quantity=1, price=D(25), at=NOON, **order):
    """An order of one type, paid at a moment."""
    kind = kind or TicketTypeFactory(event=event, price=price)
    order = OrderFactory(
        event=event, paid=True, created_at=at - timedelta(minutes=5), completed_at=at,
        total_amount=quantity * price, **order,
    )  # fmt: skip
    OrderLineFactory(order=order, ticket_type=kind, quantity=quantity, unit_price=price)
    PaymentFactory(order=order, status="successful")
    return order


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("olga", EVERY),
        ("admin", EVERY),
        ("rita", f"{SALES} no-shows"),  # refunds
        ("faye", f"{SALES} sponsors"),  # finance, marketing
        ("tess", "no-shows"),  # sells
        ("saul", "sponsors vendors"),
        ("hal", ""),  # staff: who works, not what it costs
    ],
)
def test_each_report_is_for_whom_it_is_for(world, client, name, offered):
    person = getattr(world, name)
    answers = {key: report(client, person, world.shown_a, key) for key in REPORTS}

    assert " ".join(key for key, answer in answers.items() if answer.status_code == 200) == offered
    assert {answer.status_code for answer in answers.values()} <= {200, 403}
    first = client.get(address(world.shown_a))
    if offered:
        assert first.url == address(world.shown_a, offered.split()[0])
        page = client.get(first.url)
        assert [each.key for each in page.context["offered"]] == offered.split()
    else:
        assert first.status_code == 403


@pytest.mark.parametrize(
    ("permissions", "offered"),
    [
        (["door"], "attendance no-shows"),
        (["vendors"], "vendors"),
        (["finance", "staff"], f"{SALES} staff people sponsors"),
        (["finance"], f"{SALES} sponsors"),
        (["programme", "production", "media", "marketing"], ""),
    ],
)
def test_a_member_of_a_team_reads_what_they_may_do(world, client, permissions, offered):
    member = EventTeamMemberFactory(event=world.shown_a, permissions=permissions)

    client.force_login(member.user)
    found = [k for k in REPORTS if client.get(address(world.shown_a, k)).status_code == 200]

    assert " ".join(found) == offered


def test_a_rivals_event_is_like_none(world, client):
    client.force_login(world.boris)
    answers = [
        client.get(f"/admin/reports/{key}/{end}").status_code
        for key in (world.shown_a.pk, world.draft_a.pk, uuid4())
        for end in ("", "types/", "types/?as=csv", "nonsense/")
    ]

    assert set(answers) == {404}
    assert report(client, world.boris, world.shown_b, "nonsense").status_code == 404
    for person in (world.ann, world.stan):
        refused = report(client, person, world.shown_a, "types")
        assert refused.status_code in (302, 403, 404)
    client.logout()
    assert client.get(address(world.shown_a, "types")).status_code == 302


def test_sales_say_what_was_sold_of_the_event_alone(world, client):
    page = report(client, world.olga, world.shown_a, "types")

    assert rows(page) == [
        ["Seat A", "3", "€80.00", "€5.00", "€75.00", "€5.00", "€70.00", "€0.00", "€70.00"],
    ]
    total = [cell["text"] for cell in page.context["total"]]
    assert total == ["In all", *rows(page)[0][1:]]
    assert inline_code(page) == []


@pytest.mark.parametrize("key", EVERY.split())
def test_no_report_costs_more_for_more_rows(world, client, key):
    report(client, world.olga, world.shown_a, key)  # what is asked once is known from now on
    with CaptureQueriesContext(connection) as few:
        client.get(address(world.shown_a, key))
    for number in range(3):
        code = VoucherFactory(event=world.shown_a, code=f"MORE-{number}")
        order = sold(world.shown_a, at=NOON - timedelta(days=number), voucher=code)
        CheckInFactory(ticket=TicketFactory(order=order, used=True), gate=GateFactory(
            event=world.shown_a))  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(address(world.shown_a, key))

    assert len(few) == len(many)
    assert len(many) <= BUDGET


def test_a_period_is_of_days_and_nonsense_is_none(world, client):
    event = EventFactory(organizer=world.olga)
    kind = TicketTypeFactory(event=event, name="Stalls")
    for days in range(3):
        sold(event, kind=kind, quantity=days + 1, at=NOON + timedelta(days=days))
    day = NOON.date() + timedelta(days=1)

    def numbers(**asked):
        return [row[1] for row in rows(report(client, world.olga, event, "types", **asked))]

    assert numbers(since=day) == ["5"]
    assert numbers(until=day) == ["3"]
    assert numbers(since=day, until=day) == ["2"]
    assert numbers(since="soon", until="\x00") == ["6"]
    assert numbers(since="2030-01-01", until="2030-01-02") == []


def test_csv_holds_the_rows_of_the_page_and_no_formula(world, client):
    event = EventFactory(organizer=world.olga, slug="odd-names")
    sold(event, kind=TicketTypeFactory(event=event, name="=1+1", price=25), quantity=2)

    answer = report(client, world.olga, event, "types", **{"as": "csv"})

    head, row, total = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    assert head[:3] == ["Ticket type", "Tickets", "Before reductions"]
    assert row == ["'=1+1", "2", "50.00", "0.00", "50.00", "0.00", "50.00", "0.00", "50.00"]
    assert total[:2] == ["In all", "2"]
    assert answer["Content-Disposition"].startswith('attachment; filename="odd-names-types-')
    with everything():
        [export] = Export.objects.filter(person=world.olga, what__startswith="report")
    assert (export.what, export.rows) == ("report odd-names-types", 1)


def test_xlsx_has_numbers_days_and_words_that_stay_words(world, client):
    event = EventFactory(organizer=world.olga, currency="JPY")
    kind = TicketTypeFactory(event=event, name="=HYPERLINK(1)\x07", price=2500)
    sold(event, kind=kind, quantity=2, price=D(2500))

    def sheet(key):
        answer = report(client, world.olga, event, key, **{"as": "xlsx"})
        book = load_workbook(BytesIO(answer.content))
        return list(book.worksheets[0].iter_rows())

    head, row, total, _none, title, _note = sheet("types")[:6]
    assert title[0].value.startswith("Sales by type")
    assert [cell.value for cell in head][:3] == [
        "Ticket type",
        "Tickets",
        "Before reductions (JPY)",
    ]
    assert (row[0].value, row[0].data_type) == ("=HYPERLINK(1)", "s")
    assert [(cell.value, cell.data_type, cell.number_format) for cell in row[1:5:3]] == [
        (2, "n", "General"), (5000, "n", "#,##0\\ [$JPY]"),
    ]  # fmt: skip
    assert total[4].value == 5000
    _head, row, _total, *_about = sheet("days")
    assert (row[0].value.date(), row[0].is_date) == (NOON.date(), True)


def test_a_file_is_for_whom_the_page_is(world, client):
    for kind in ("csv", "xlsx"):
        assert report(client, world.tess, world.shown_a, "types", **{"as": kind}).status_code == 403
    with everything():
        assert not Export.objects.filter(person=world.tess).exists()


def test_attendance_by_the_quarter_hour_and_gate(world, client):
    event = event_at(world.olga, NOON)  # in Brussels, an hour ahead
    order = sold(event, quantity=4)
    north, south = GateFactory(event=event, name="North"), GateFactory(event=event, name="South")
    tickets = [TicketFactory(order=order, used=True) for _ in range(3)]
    TicketFactory(order=order)
    for ticket, gate, minute in zip(tickets, (north, north, south), (-16, -1, 14), strict=True):
        CheckInFactory(ticket=ticket, gate=gate, created_at=NOON + timedelta(minutes=minute))
    first = {"ticket": tickets[0], "gate": north}
    CheckInFactory(**first, result="left", created_at=NOON + timedelta(minutes=31))
    CheckInFactory(**first, visit="1", created_at=NOON + timedelta(minutes=50))
    CheckInFactory(**first, result="already_used", created_at=NOON)
    undone = {"undone_at": NOON, "visit": "9"}
    CheckInFactory(ticket=tickets[1], gate=south, created_at=NOON, **undone)

    page = report(client, world.olga, event, "attendance")

    assert [column.name for column in page.context["columns"]] == [
        "Quarter hour from", "North", "South", "Entered", "of them again", "Left",
    ]  # fmt: skip
    assert rows(page) == [
        ["Sun 22 Nov, 12:30", "1", "0", "1", "0", "0"],
        ["Sun 22 Nov, 12:45", "1", "0", "1", "0", "0"],
        ["Sun 22 Nov, 13:00", "0", "1", "1", "0", "0"],
        ["Sun 22 Nov, 13:30", "0", "0", "0", "0", "1"],
        ["Sun 22 Nov, 13:45", "1", "0", "1", "1", "0"],
    ]
    assert [text for _name, text in page.context["figures"]][:3] == ["3", "4", "75%"]
    [chart] = page.context["charts"]
    assert [each.name for each in chart.beside] == ["North", "South"]
    assert chart.line.count("L") == 7  # six quarters, one of them empty, and one on each side


def test_who_did_not_come_is_said_once_it_is_over(world, client):
    ahead = EventFactory(organizer=world.olga)
    begun = timezone.now() - timedelta(days=2)
    over = event_at(world.olga, begun)
    for event in (ahead, over):
        order = sold(event, quantity=4)
        kind = TicketTypeFactory(event=event, name="All")
        for state in ({"used": True}, {"used": True}, {}, {"status": "refunded"},
                      {"status": "cancelled"}):  # fmt: skip
            TicketFactory(order=order, ticket_type=kind, **state)

    assert rows(report(client, world.olga, over, "no-shows")) == [["All", "3", "2", "1", "33.3%"]]
    page = report(client, world.olga, ahead, "no-shows")
    assert (rows(page), page.context["note"]) == (
        [], "Who did not come is counted once the event is over.",
    )  # fmt: skip


def test_an_earlier_event_of_ones_own_stands_beside(world, client):
    earlier = event_at(
        world.olga, NOON - timedelta(days=300), slug="first-time", title="First time"
    )
    event = event_at(world.olga, NOON + timedelta(days=9), title="Again")
    for each, number in ((earlier, 4), (event, 6)):
        kind = TicketTypeFactory(event=each, name="Stalls")
        sold(each, kind=kind, quantity=number, at=each.start_date - timedelta(days=9))
    sold(event, kind=TicketTypeFactory(event=event, name="Balcony"), at=NOON + timedelta(days=1))

    types = report(client, world.olga, event, "types", earlier="first-time")
    days = report(client, world.olga, event, "days", earlier="first-time")

    assert [row[:5] for row in rows(types)] == [
        ["Balcony", "1", "0", "1", "–"], ["Stalls", "6", "4", "2", "50%"],
    ]  # fmt: skip
    assert [cell["text"] for cell in types.context["total"]][:5] == [
        "In all",
        "7",
        "4",
        "3",
        "75%",
    ]
    assert [row[:4] for row in rows(days)] == [["9", "6", "4", "2"], ["8", "1", "0", "1"]]
    chart = days.context["charts"][0]
    assert (chart.own, [each.name for each in chart.beside]) == ("Again", ["First time"])


@pytest.mark.parametrize("slug", ["theirs", "later", "no-such", "%"])
def test_nothing_else_is_compared_with(world, client, slug):
    before, after = NOON - timedelta(days=90), NOON + timedelta(days=900)
    event_at(world.boris, before, slug="theirs")
    event_at(world.olga, after, slug="later")

    page = report(client, world.olga, world.shown_a, "types", earlier=slug)

    assert not page.context["is_compared"]
    assert "theirs" not in page.content.decode().replace("earlier=", "")


def test_all_events_are_summed_in_their_currency(world, client):
    yen = EventFactory(organizer=world.olga, currency="JPY", title="Far East")
    sold(yen, price=D(2500), quantity=2)
    sold(EventFactory(organizer=world.olga, currency="JPY", start_date=NOON), price=D(1000))
    client.force_login(world.olga)

    euros = client.get("/admin/reports/")
    other = client.get("/admin/reports/", {"currency": "JPY"})
    file = client.get("/admin/reports/", {"as": "csv", "currency": "JPY"})

    gross = {row[0]: row[3] for row in rows(euros)}
    assert (gross["Show A"], gross["Draft A"]) == ("€75.00", "€0.00")
    assert "Show B" not in euros.content.decode()
    assert ["Far East", "2", "JP¥5,000"] in [row[0:1] + row[2:4] for row in rows(other)]
    assert [chart.last.text for chart in other.context["charts"]] == ["JP¥6,000"]
    assert "Far East" in file.content.decode()
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/reports/")
    assert len(asked) <= BUDGET


@pytest.mark.parametrize("name", ["faye", "rita"])
def test_all_events_are_those_whose_money_one_may_see(world, client, name):
    client.force_login(getattr(world, name))

    found = [row[0] for row in rows(client.get("/admin/reports/"))]

    assert "Show A" in found
    assert "Show B" not in found


def test_the_page_of_all_is_for_who_sees_money(world, client):
    for person, status in ((world.hal, 403), (world.tess, 403), (OrganizerFactory(), 200)):
        client.force_login(person)
        assert client.get("/admin/reports/").status_code == status


def test_the_desk_and_the_event_lead_there(world, client):
    client.force_login(world.olga)
    way = address(world.shown_a)

    assert way in client.get("/admin/", {"event": world.shown_a.slug}).content.decode()
    assert way in client.get(page_of(world.shown_a)).content.decode()
    client.force_login(world.hal)
    assert "/admin/reports/" not in client.get("/admin/").content.decode()
    with everything():
        assert Event.objects.filter(pk=world.shown_a.pk).exists()
        assert Invoice.objects.exists()
