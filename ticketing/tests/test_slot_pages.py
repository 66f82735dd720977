"""The chosen time on all that is bought for it: pages, paper, mail, calendar, wallet, returns."""

import io
import json
import zipfile
from datetime import timedelta

import icalendar
import pytest

from accounts.tests.factories import UserFactory
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.testing import NOON, assert_integrity, everything
from ticketing.exceptions import TooLateToReturn
from ticketing.models import EventSlot, Order
from ticketing.returning import last_moment, return_tickets

from .factories import RefundPolicyFactory, TicketTypeFactory
from .sale import bought, counters, slot_counters, tickets_of, with_times
from .test_issuing import body_of, draw_and_mail, sent
from .test_printing import text_of
from .test_wallets import apple, authority, decoded, google
from .visit import mailed_link, visitor, words

pytestmark = pytest.mark.django_db
__all__ = ["apple", "authority", "google"]  # fixtures of the wallets


@pytest.fixture
def sale():
    """Two hours; two tickets for the second, one of them for somebody else."""
    made = with_times(10, 10, title="Spring Show")
    made.slot = made.times[1]
    with everything():
        EventSlot.objects.filter(pk=made.slot.pk).update(name="Small group")
    made.buyer = UserFactory()
    made.order = bought(
        made.event, {made.type: 2}, buyer=made.buyer, slot=made.slot, attendees=["Ida", "Ove"]
    )
    made.first, made.second = tickets_of(made.order)
    zone = made.event.venue.zone
    made.start, made.end = made.slot.starts_at.astimezone(zone), made.slot.ends_at.astimezone(zone)
    return made


def test_the_order_and_its_tickets_say_the_time(sale):
    client = visitor(sale.buyer)
    when = f"{sale.start:%a} {sale.start.day} {sale.start:%b %Y, %H:%M} – {sale.end:%H:%M}"

    order = words(client.get(f"/orders/{sale.order.pk}/"))
    ticket = words(client.get(f"/tickets/{sale.first.pk}/"))
    listed = words(client.get("/account/tickets/"))

    assert order.count(f"{when} , Small group".replace(" ,", ",")) == 3  # the summary and two
    assert f"Time {sale.start:%H:%M} – {sale.end:%H:%M}" in ticket
    assert "Type 1, Small group" in ticket
    assert f"{sale.start.day} {sale.start:%B %Y, %H:%M}" in listed


def test_the_paper_says_the_time(sale):
    answer = visitor(sale.buyer).get(f"/tickets/{sale.first.pk}/ticket.pdf")

    (text,) = text_of(answer.content)
    assert f"{sale.start:%H:%M} – {sale.end:%H:%M} (Europe/Brussels)" in text
    assert "Type 1, Small group" in text


def entry_of(content):
    (entry,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return entry["dtstart"].dt, entry["dtend"].dt, entry["uid"]


def test_the_calendar_has_the_time_and_not_the_whole_event(sale):
    client = visitor(sale.buyer)

    of_order = entry_of(client.get(f"/orders/{sale.order.pk}/event.ics").content)
    of_ticket = entry_of(client.get(f"/tickets/{sale.first.pk}/event.ics").content)

    assert of_order == of_ticket
    assert of_order[:2] == (sale.start, sale.end)
    whole = entry_of(visitor().get(f"/events/{sale.event.slug}/calendar.ics").content)
    assert of_order[2] != whole[2]
    assert visitor().get(f"/tickets/{sale.first.pk}/event.ics").status_code == 404


def test_the_mail_says_the_time_and_brings_it_for_the_calendar(sale):
    draw_and_mail()

    (message,) = sent()
    when = f"{sale.start:%a} {sale.start.day} {sale.start:%B %Y, %H:%M} – {sale.end:%H:%M}"
    files = {part.get_filename(): part for part in message.walk() if part.get_filename()}
    entry = files[f"{sale.order.number}.ics"].get_content()
    assert f"{when}, Small group" in body_of(message).splitlines()
    assert f"{when}, Small group" in body_of(message, "html")
    assert entry_of(entry)[:2] == (sale.start, sale.end)


def test_the_wallets_have_the_time(sale, apple, google):
    client = visitor(sale.buyer)

    archive = zipfile.ZipFile(
        io.BytesIO(client.get(f"/tickets/{sale.first.pk}/pass.pkpass").content)
    )
    link = client.get(f"/tickets/{sale.first.pk}/google/").url

    said = json.loads(archive.read("pass.json"))
    claims = json.loads(decoded(link.rpartition("/")[2].split(".")[1]))
    (kind,) = claims["payload"]["eventTicketClasses"]
    assert said["relevantDate"] == sale.start.isoformat()
    assert kind["dateTime"] == {"start": sale.start.isoformat(), "end": sale.end.isoformat()}
    assert str(sale.slot.pk) in kind["id"]


def give_back(sale, tickets, at):
    with acting_as(sale.buyer), order_in_scope(sale.order.pk):
        return return_tickets(
            sale.order, tickets=tickets, expected=25 * len(tickets), by=sale.buyer, at=at
        )


def test_tickets_go_back_until_so_long_before_their_own_time(sale):
    RefundPolicyFactory(event=sale.event, hours=2)
    last = sale.slot.starts_at - timedelta(hours=2)
    assert last > sale.event.start_date - timedelta(hours=2)

    with pytest.raises(TooLateToReturn):
        give_back(sale, [sale.first], last + timedelta(seconds=1))
    give_back(sale, [sale.first], last)

    assert slot_counters(sale.event) == [(0, 0), (0, 1)]
    with acting_as(sale.buyer), order_in_scope(sale.order.pk):
        order = Order.objects.select_related("event__refund_policies").get(pk=sale.order.pk)
        assert last_moment(order, list(order.tickets.select_related("slot"))) == last
    assert_integrity()


def test_what_is_for_no_time_goes_back_until_before_the_event():
    sale = with_times(10, 10)
    RefundPolicyFactory(event=sale.event, hours=0)
    catalogue = TicketTypeFactory(event=sale.event, name="Catalogue")
    sale.buyer = UserFactory()
    sale.order = bought(
        sale.event, {sale.type: 1, catalogue: 1}, buyer=sale.buyer, slot=sale.times[1]
    )
    begun = sale.event.start_date + timedelta(minutes=10)
    timed, other = sorted(tickets_of(sale.order), key=lambda ticket: ticket.slot_id is None)

    with pytest.raises(TooLateToReturn):
        give_back(sale, [timed, other], begun)
    give_back(sale, [timed], begun)

    assert slot_counters(sale.event) == [(0, 0), (0, 0)]
    assert counters(sale.event)[-1] == (0, 1)


def test_the_return_page_says_until_when(sale):
    RefundPolicyFactory(event=sale.event, hours=2)
    guest = visitor()
    guest.get(mailed_link(sale.order))
    last = sale.start - timedelta(hours=2)

    page = words(guest.get(f"/orders/{sale.order.pk}/return/"))

    assert f"Tickets can be returned until {last:%a} {last.day} {last:%b %Y, %H:%M}." in page


def test_my_tickets_asks_as_often_for_three_times_as_for_one(django_assert_num_queries, sale):
    client = visitor(sale.buyer)
    client.get("/account/tickets/")
    with django_assert_num_queries(4):
        client.get("/account/tickets/")

    for _ in range(2):
        other = with_times(5)
        bought(other.event, {other.type: 1}, buyer=sale.buyer, slot=other.times[0])
    with django_assert_num_queries(4):
        client.get("/account/tickets/")


def test_an_order_asks_as_often_for_three_tickets_of_a_time_as_for_one(
    django_assert_max_num_queries,
):
    sale, buyer = with_times(10), UserFactory()
    asked = []
    for number in (1, 3):
        order = bought(sale.event, {sale.type: number}, buyer=buyer, slot=sale.times[0])
        client = visitor(buyer)
        client.get(f"/orders/{order.pk}/")
        with django_assert_max_num_queries(20) as captured:
            client.get(f"/orders/{order.pk}/")
        asked.append(len(captured))

    assert asked[0] == asked[1]


def test_a_purchase_for_a_time_writes_its_slot_once_more(django_assert_max_num_queries):
    """What a time costs: it is read once and counted once, at the hold and at the sale."""
    plain, timed = with_times(5), with_times(5)
    with everything():
        type(plain.type).objects.filter(pk=plain.type.pk).update(needs_slot=False)
    asked = []
    for sale, slot in ((plain, None), (timed, timed.times[0])):
        with django_assert_max_num_queries(120) as captured:
            bought(sale.event, {sale.type: 1}, slot=slot, at=NOON)
        asked.append(len(captured))

    assert asked[1] - asked[0] <= 3


def test_the_desk_says_for_when_an_order_and_its_tickets_are(sale, django_assert_max_num_queries):
    client = visitor(sale.event.organizer)
    when = f"{sale.start.day} {sale.start:%b %Y, %H:%M}"
    client.get(f"/admin/ticketing/order/{sale.order.pk}/change/")

    with django_assert_max_num_queries(60) as two:
        order = words(client.get(f"/admin/ticketing/order/{sale.order.pk}/change/"))
    ticket = words(client.get(f"/admin/ticketing/ticket/{sale.first.pk}/change/"))
    more = bought(sale.event, {sale.type: 4}, slot=sale.slot)
    with django_assert_max_num_queries(60) as four:
        client.get(f"/admin/ticketing/order/{more.pk}/change/")

    assert (order.count(when), ticket.count(when)) == (3, 1)
    slots = [sum('FROM "event_slots"' in each["sql"] for each in asked) for asked in (two, four)]
    assert slots == [0, 0]
