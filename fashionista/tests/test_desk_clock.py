"""At the desk too, times are those on the wall of the venue."""

from datetime import UTC, datetime

import pytest

from events.models import Event
from events.tests.factories import EventFactory, VenueFactory
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, page_of
from staffing.models import Shift
from ticketing.models import TicketType
from ticketing.tests.factories import TicketTypeFactory

pytestmark = pytest.mark.django_db


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.fixture
def event():
    """In Seoul, nine hours ahead of UTC, from half past seven in the evening."""
    return EventFactory(
        venue=VenueFactory(timezone="Asia/Seoul"),
        start_date=utc(2099, 5, 1, 10, 30),
        end_date=utc(2099, 5, 1, 12, 30),
    )


@pytest.fixture
def desk(client, event):
    client.force_login(event.organizer)
    return client


def save(desk, page, **changes):
    answer = desk.post(page, filled_in(desk.get(page), **changes))
    assert answer.status_code == 302, answer.content.decode()


def test_an_event_is_shown_and_typed_by_the_clock_of_its_venue(desk, event):
    form = filled_in(desk.get(page_of(event)))

    assert (form["start_date_0"], form["start_date_1"]) == ("01/05/2099", "19:30:00")
    assert "Asia/Seoul time" in desk.get(page_of(event)).content.decode()
    assert "1 May 2099, 19:30" in desk.get("/admin/events/event/").content.decode()
    save(desk, page_of(event), start_date_1="20:00")
    assert stored(event).start_date == utc(2099, 5, 1, 11)


def test_another_venue_has_another_clock(desk, event):
    antwerp = VenueFactory(timezone="Europe/Brussels")

    save(desk, page_of(event), venue=antwerp.pk)

    assert stored(event).start_date == utc(2099, 5, 1, 17, 30)


def test_a_new_event_is_typed_by_the_clock_of_the_venue_chosen_with_it(desk, event):
    times = {"start_date_0": "2099-06-01", "start_date_1": "09:00", "end_date_0": "2099-06-01",
             "end_date_1": "10:00"}  # fmt: skip

    save(
        desk, "/admin/events/event/add/", title="Morning", slug="morning", venue=event.venue.pk,
        type="workshop", capacity="10", currency="KRW", **times,
    )  # fmt: skip

    with everything():
        assert Event.objects.get(slug="morning").start_date == utc(2099, 6, 1, 0)


def test_sales_and_shifts_open_by_the_clock_of_the_venue(desk, event):
    front = TicketTypeFactory(event=event)

    save(desk, page_of(front), sale_start_0="2099-04-01", sale_start_1="12:00")
    save(
        desk, "/admin/staffing/shift/add/", event=event.pk, required_staff="1",
        start_time_0="2099-05-01", start_time_1="18:00", end_time_0="2099-05-01",
        end_time_1="22:00",
    )  # fmt: skip

    with everything():
        assert TicketType.objects.get(pk=front.pk).sale_start == utc(2099, 4, 1, 3)
        assert Shift.objects.get(event=event).start_time == utc(2099, 5, 1, 9)
    listed = desk.get("/admin/staffing/shift/").content.decode()
    assert "1 May 2099, 18:00" in listed
    assert "1 May 2099, 22:00" in listed


def test_a_page_of_no_event_is_refused_as_before(desk):
    answer = desk.get("/admin/staffing/shift/nonsense/change/", follow=True)

    assert "doesn’t exist" in answer.content.decode()
