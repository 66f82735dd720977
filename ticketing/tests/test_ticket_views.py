"""Ticket pages and their QR codes, for the buyer and nobody else."""

import uuid
from datetime import timedelta

import icalendar
import pytest

from accounts.tests.factories import UserFactory
from events.tests.factories import EventScheduleFactory, EventTeamMemberFactory
from fashionista.common.lifecycle import advance
from fashionista.common.testing import NOON, drain_outbox, everything

from .factories import TicketFactory
from .qr import read_png, read_svg
from .sale import bought, show, stored, tickets_of
from .visit import mailed_link, visitor, words

pytestmark = pytest.mark.django_db


def by_link(order):
    """A guest who has opened the mailed link."""
    guest = visitor()
    guest.get(mailed_link(order))
    return guest


def test_a_guest_with_the_link_sees_each_ticket_and_the_way_to_the_next():
    sale = show(10, title="Spring Show")
    doors = sale.event.start_date - timedelta(hours=1)
    EventScheduleFactory(event=sale.event, start_time=doors)
    order = bought(sale.event, {sale.type: 2}, attendees=["Ida", "Ove"])
    first, second = tickets_of(order)
    guest = by_link(order)

    page, last = (guest.get(f"/tickets/{each.pk}/") for each in (first, second))

    text = words(page)
    for says in ("Ticket 1 of 2", "Show this at the door", "Spring Show", "Ida", first.code):
        assert says in text
    assert "Doors 12:00 Starts 13:00" in text  # in Brussels, an hour ahead of UTC
    assert f'href="/tickets/{second.pk}/"' in page.content.decode()
    assert f'src="/tickets/{first.pk}/qr.svg"' in page.content.decode()
    assert "Ticket 2 of 2" in words(last)
    assert "Next ticket" not in words(last)
    assert page.headers["Cache-Control"] == (
        "max-age=0, no-cache, no-store, must-revalidate, private"
    )


def test_a_ticket_of_an_event_that_asks_nothing_asks_little(django_assert_max_num_queries):
    sale = show(10)
    order = bought(sale.event, {sale.type: 1})
    (ticket,) = tickets_of(order)
    guest = by_link(order)

    with django_assert_max_num_queries(5):
        guest.get(f"/tickets/{ticket.pk}/")


def test_the_qr_codes_read_as_the_ticket_before_and_after_they_are_drawn():
    sale = show(10)
    order = bought(sale.event, {sale.type: 1})
    (ticket,) = tickets_of(order)
    guest = by_link(order)

    def served():
        svg, png = (guest.get(f"/tickets/{ticket.pk}/qr.{kind}") for kind in ("svg", "png"))
        assert (svg["Content-Type"], png["Content-Type"]) == ("image/svg+xml", "image/png")
        return svg.content, png.content

    before = served()
    drain_outbox("ticketing.issue")
    after = served()

    assert read_svg(before[0]) == read_png(before[1]) == ticket.qr_code
    assert after == before
    assert stored(ticket).qr_modules is not None


@pytest.mark.parametrize("page", ["", "qr.svg", "qr.png"])
def test_a_ticket_is_its_buyers_wherever_they_log_in_and_nobody_elses(page):
    sale = show(10)
    person = UserFactory()
    order = bought(sale.event, {sale.type: 1}, buyer=person)
    guests = bought(sale.event, {sale.type: 1})
    (ticket,), (other,) = tickets_of(order), tickets_of(guests)
    url, others_url = (f"/tickets/{each.pk}/{page}" for each in (ticket, other))

    assert visitor(person).get(url).status_code == 200
    assert visitor(person).get(others_url).status_code == 404
    assert by_link(guests).get(others_url).status_code == 200
    assert by_link(guests).get(url).status_code == 404
    team = [
        EventTeamMemberFactory(event=sale.event, permissions=[permission]).user
        for permission in ("door", "sell", "refund", "finance")
    ]
    for stranger in (None, UserFactory(), sale.event.organizer, *team):
        assert visitor(stranger).get(url).status_code == 404
    assert visitor(person).get(f"/tickets/{uuid.uuid4()}/{page}").status_code == 404
    assert visitor(person).post(url).status_code == 405


def test_somebody_logged_in_opens_a_guests_tickets_by_the_link_besides_their_own():
    sale = show(10)
    person = UserFactory()
    own = bought(sale.event, {sale.type: 1}, buyer=person)
    guests = bought(sale.event, {sale.type: 1})
    client = visitor(person)

    client.get(mailed_link(guests))

    for order in (own, guests):
        assert client.get(f"/tickets/{tickets_of(order)[0].pk}/").status_code == 200


@pytest.mark.parametrize(
    ("status", "stamps", "says", "has_qr"),
    [
        ("valid", {}, "Show this at the door", True),
        ("used", {"used_at": NOON}, "This ticket has been used: its holder is in.", False),
        ("cancelled", {}, "This ticket is no longer valid.", False),
        ("refunded", {}, "This ticket is no longer valid.", False),
    ],
)
def test_a_ticket_says_whether_it_still_opens_the_door(status, stamps, says, has_qr):
    person = UserFactory()
    ticket = TicketFactory(order__user=person)
    if status != "valid":
        with everything():
            advance(ticket, status, at=NOON, **stamps)

    page = visitor(person).get(f"/tickets/{ticket.pk}/")

    assert says in words(page)
    assert ("qr.svg" in page.content.decode()) == has_qr


def test_a_ticket_of_a_cancelled_event_says_so():
    person = UserFactory()
    ticket = TicketFactory(order__user=person, order__event__status="cancelled")

    page = visitor(person).get(f"/tickets/{ticket.pk}/")

    assert "This event is cancelled. The doors stay closed." in words(page)


def test_the_calendar_file_is_the_events_for_everybody():
    sale = show(10, title="Spring Show")

    answer = visitor().get(f"/events/{sale.event.slug}/calendar.ics")

    assert answer["Content-Type"] == "text/calendar"
    assert answer["Content-Disposition"] == f'attachment; filename="{sale.event.slug}.ics"'
    (entry,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (entry["SUMMARY"], entry["DTSTART"].dt) == ("Spring Show", sale.event.start_date)
    assert entry["URL"] == f"http://127.0.0.1:8000/events/{sale.event.slug}/"
