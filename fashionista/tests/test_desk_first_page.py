"""The first page of the desk: one event in figures, each part only to whom it is for."""

import re
from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tests.factories import OrganizerFactory
from events.models import Event
from events.tests.factories import EventFactory, EventTeamMemberFactory, VenueFactory
from fashionista.common.testing import everything
from ticketing.tests.factories import (
    EventCapacityFactory,
    OrderFactory,
    OrderLineFactory,
    PaymentFactory,
    RefundFactory,
    TicketTypeFactory,
)

BUDGET = 20  # statements


def desk(client, person, **asked):
    client.force_login(person)
    answer = client.get("/admin/", asked)
    assert answer.status_code == 200
    return answer


def text(answer):
    return answer.content.decode()


def statements(client):
    client.get("/admin/")  # what is asked once is known from now on
    with CaptureQueriesContext(connection) as found:
        client.get("/admin/")
    return len(found)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("olga", "sales income filling orders findings"),
        ("admin", "sales income filling orders findings upkeep"),
        ("tess", "sales orders findings"),  # sells
        ("rita", "sales income orders findings"),  # refunds
        ("faye", "sales income orders findings"),  # finance, marketing
        ("hal", "filling findings"),  # staff
        ("paul", "findings"),  # programmes
    ],
)
def test_each_part_is_for_whom_it_is_for(world, client, name, shown):
    page = desk(client, getattr(world, name), event=world.shown_a.slug)

    parts = ["sales", "income", "filling", "orders", "findings", "upkeep"]
    given = [part for part in parts if page.context.get(part) is not None]
    headings = re.findall(r'id="desk-(\w+)">', text(page))
    assert page.context["event"] == world.shown_a
    assert given == shown.split()
    assert ("sales" in headings, "orders" in headings, "upkeep" in headings) == (
        "sales" in given, "orders" in given, "upkeep" in given,
    )  # fmt: skip
    assert {"todo", "capacity"} <= set(headings)


@pytest.mark.parametrize(
    ("name", "money"), [("olga", True), ("rita", True), ("faye", True), ("tess", False)]
)
def test_income_over_time_is_for_who_sees_money(world, client, name, money):
    page = desk(client, getattr(world, name), event=world.shown_a.slug)

    charts = [chart.name for chart in page.context["sales"]["charts"]]
    assert charts == ["tickets", "income"][: 1 + money]
    assert ("€75" in text(page)) == money


def test_the_figures_are_those_of_the_event_alone(world, client):
    page = desk(client, world.olga, event=world.shown_a.slug)

    capacity, sales = page.context["capacity"], page.context["sales"]
    assert (capacity.sold, capacity.places, capacity.left) == (3, 50, 47)
    assert [(kind.name, kind.sold, kind.held) for kind in capacity.types] == [
        ("Full a", 0, 0), ("Seat A", 3, 1),
    ]  # fmt: skip
    [row] = sales["rows"]
    assert (row["sold"].tickets, row["sold"].income) == (3, Decimal(75))
    assert page.context["income"].received == Decimal(100)
    assert page.context["income"].given_back == Decimal(30)
    filling = page.context["filling"]
    assert (filling.needed, filling.filled, filling.asked, filling.open) == (4, 3, 1, 0)
    numbers = {order.number for order in page.context["orders"]}
    assert {world.order_a.number, world.guest_a.number, world.late_a.number} < numbers
    assert f"/admin/ticketing/order/{world.order_a.pk}/change/" in text(page)


def test_a_team_of_one_event_sees_no_other(world, client):
    """Tess sells at the published show; Boris's is public, and none of the desk's business."""
    for other in (world.draft_a, world.shown_b, world.draft_b):
        page = desk(client, world.tess, event=other.slug)
        assert page.context["event"] == world.shown_a
        assert [choice["title"] for choice in page.context["choices"]] == ["Show A"]


def test_nothing_of_a_rival_is_chosen_found_or_counted(world, client):
    """What one asks for and may not know is as if it were not there."""
    pages = {
        asked: desk(client, world.olga, event=asked)
        for asked in (world.shown_b.slug, world.draft_b.slug, "no-such-event", "\x00", "%")
    }
    sought = desk(client, world.olga, q="Show")

    assert {page.context["event"] for page in pages.values()} == {world.shown_a}
    assert [found["title"] for found in sought.context["found"]] == ["Show A"]
    for page in [*pages.values(), sought]:
        for foreign in ("Show B", "Draft B", "Seat B", "House B", world.order_b.number):
            assert foreign not in text(page)


def test_the_event_chosen_is_remembered_and_another_may_be_found_by_its_title(world, client):
    desk(client, world.olga, event=world.draft_a.slug)

    assert client.get("/admin/").context["event"] == world.draft_a
    page = client.get("/admin/", {"q": "how a"})
    assert f'<a href="?event={world.shown_a.slug}">Show A</a>' in text(page)
    assert page.context["event"] == world.draft_a
    assert "No event of yours has this" in text(client.get("/admin/", {"q": "100%"}))


def test_by_itself_it_opens_the_next_that_sells_else_the_latest(db, client):
    olga, now = OrganizerFactory(), timezone.now()

    def event(days, *, sells=False, **fields):
        made = EventFactory(organizer=olga, start_date=now + timedelta(days=days), **fields)
        if sells:
            TicketTypeFactory(event=made, sale_start=now - timedelta(days=1))
        return made

    over, latest = event(-5, sells=True), event(30)
    event(4, sells=True, status="draft")
    shown = [desk(client, olga).context["event"]]
    event(20, sells=True)
    next_one = event(10, sells=True)
    shown.append(desk(client, olga).context["event"])

    assert shown == [latest, next_one]
    assert over not in shown


def test_the_chooser_names_few_of_many_and_the_one_shown(db, client):
    olga, venue, now = OrganizerFactory(), VenueFactory(), timezone.now()
    for day in range(-20, 20):
        start = now + timedelta(days=day, hours=1)
        EventFactory(organizer=olga, venue=venue, title=f"Day {day}", start_date=start)
    with everything():
        far = Event.objects.get(title="Day 19")

    page = desk(client, olga, event=far.slug)

    days = [int(choice["title"].removeprefix("Day ")) for choice in page.context["choices"]]
    assert days == [*range(-4, 8), 19]


def test_who_has_no_events_finds_the_lists(world, client):
    page = desk(client, world.dora)

    assert "event" not in page.context
    assert "<h1>Desk</h1>" in text(page)
    assert '<a href="/admin/industry/designer/"' in text(page)


def test_an_event_without_anything_says_so_kindly(db, client):
    event = EventFactory(
        status="completed", start_date=timezone.now() - timedelta(days=9), type="workshop"
    )
    member = EventTeamMemberFactory(event=event, permissions=["sell", "staff"]).user

    page = text(desk(client, member))

    for words in ("Nothing is open.", "Nothing has been bought yet.", "No orders yet.",
                  "There are no kinds of ticket yet.", "No limit on places", "0/0"):  # fmt: skip
        assert words in page


@pytest.fixture
def sold_out(db):
    """Two tickets three days ago, one today; ten euros given back of the first."""
    event = EventFactory(venue=VenueFactory(timezone="UTC"))
    kind = TicketTypeFactory(event=event, price=30, quantity=3, sold=3)
    EventCapacityFactory(event=event, quantity=3, sold=3)
    for days, quantity in [(3, 2), (0, 1)]:
        at = timezone.now() - timedelta(days=days)
        order = OrderFactory(
            event=event, paid=True, completed_at=at, created_at=at, total_amount=30 * quantity
        )
        OrderLineFactory(order=order, ticket_type=kind, quantity=quantity)
        payment = PaymentFactory(order=order, status="successful")
        if days:
            RefundFactory(payment=payment, amount=10, status="successful", finished_at=at)
    return event


def test_the_charts_are_whole_and_say_what_the_table_says(sold_out, client):
    page = text(desk(client, sold_out.organizer))

    tickets, income = map(
        ElementTree.fromstring, re.findall(r"<svg class=\"chart\".*?</svg>", page, re.S)
    )
    for chart, last in [(tickets, "3"), (income, "€90")]:
        assert chart.find("text[@class='call']").text == last
        assert chart.find("path[@class='line']").get("d").count("L") == 3  # four days
        named = chart.get("aria-labelledby").split()
        assert [chart.find("title").get("id"), chart.find("desc").get("id")] == named
        assert chart.find("desc").text.endswith(f"{last}.")
    rows = re.findall(r'<th scope="row">.*?</tr>', page, re.S)
    cells = [re.findall(r'<td class="r">(.*?)</td>', row) for row in rows]
    assert cells == [["1", "3", "€30.00", "€90.00"], ["2", "2", "€60.00", "€60.00"]]
    assert "€90.00 received, €10.00 given back" in page
    assert "<dd>€80.00</dd>" in page
    assert "3 more than the week before" in page
    assert "Full" in page


@pytest.mark.parametrize("name", ["olga", "admin", "tess", "faye", "hal"])
def test_it_asks_the_database_twenty_times_at_most(world, client, name):
    desk(client, getattr(world, name), event=world.shown_a.slug)

    assert statements(client) <= BUDGET


def test_it_asks_no_more_for_many_rows_than_for_few(world, client):
    client.force_login(world.olga)
    few = statements(client)

    for number in range(3):
        kind = TicketTypeFactory(event=world.shown_a)
        order = OrderFactory(event=world.shown_a, paid=True)
        OrderLineFactory(order=order, ticket_type=kind)
        EventFactory(organizer=world.olga, title=f"Another {number}")

    assert statements(client) == few
