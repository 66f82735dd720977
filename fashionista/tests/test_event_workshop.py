"""Events are made, published, moved and closed at the desk, each on a page of its own."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.tests.factories import OrganizerFactory
from events.models import Event, Venue
from events.tests.factories import EventFactory, OrganizerProfileFactory, VenueFactory
from fashionista.common.testing import NOON, assert_integrity, everything, stored
from fashionista.common.tests.pages import filled_in, inline_code, page_of
from ticketing.models import EventCapacity
from ticketing.tests.factories import RefundPolicyFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db
CREATE = "/admin/events/event/create/"
WORDS = {"summary": "Two words.", "description": "More words."}
SHOW = {
    "title": "Gala", "type": "workshop", "start": "2099-05-01T20:00", "end": "2099-05-01T23:00",
    "currency": "EUR", "timezone": "Europe/Rome", "part-name": "Seat", "part-price": "25",
}  # fmt: skip
HOUSE = {
    "name": "Old Mill", "address": "1 Mill Lane", "city": "Turin", "country": "Italy",
    "capacity": "60",
}  # fmt: skip
PAGES = ["publish", "duplicate", "postpone", "cancel", "complete"]


@pytest.fixture
def organizer(client):
    organizer = OrganizerProfileFactory(default_tax_rate=Decimal(10)).user
    client.force_login(organizer)
    return organizer


def page(event, name):
    return f"/admin/events/event/{event.pk}/{name}/"


def said_of(answer):
    """A page without what differs each time: its tokens, and the address that was asked for."""
    return re.sub(r'value="\w{64}"|[0-9a-f-]{36}', "", answer.content.decode())


def words_of(answer):
    return " ".join(answer.content.decode().split())


def test_an_event_is_made_with_its_venue_and_first_tickets(client, organizer):
    answer = client.post(CREATE, SHOW | HOUSE)

    with everything():
        event = Event.objects.select_related("venue").get(title="Gala")
        [seat] = event.ticket_types.all()
        capacity = EventCapacity.objects.get(pk=event.pk)
    assert answer["Location"] == page_of(event)
    assert (event.organizer_id, event.status, event.slug) == (organizer.pk, "draft", "gala")
    assert (event.type, event.currency, event.capacity) == ("workshop", "EUR", 60)
    assert event.start_date.isoformat() == "2099-05-01T18:00:00+00:00"  # 20:00 in Turin
    assert event.end_date - event.start_date == timedelta(hours=3)
    venue = event.venue
    assert (venue.owner_id, venue.slug, venue.timezone) == (
        organizer.pk, "old-mill", "Europe/Rome",
    )  # fmt: skip
    assert (seat.name, seat.price, seat.quantity, seat.vat_rate) == ("Seat", 25, 60, 10)
    assert (capacity.quantity, capacity.sold) == (60, 0)
    assert_integrity()


def test_an_event_is_made_at_a_venue_there_is_on_its_clock(client, organizer):
    venue = VenueFactory(timezone="Asia/Tokyo", capacity=40)

    client.post(CREATE, SHOW | {"venue": venue.pk, "part-quantity": "12"})

    with everything():
        event = Event.objects.get(title="Gala")
        assert (event.venue_id, event.capacity) == (venue.pk, 40)
        assert event.start_date.isoformat() == "2099-05-01T11:00:00+00:00"
        assert event.ticket_types.get().quantity == 12
        assert Venue.objects.filter(name="Old Mill", owner=organizer).count() == 0


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"city": ""}, "This field is required."),
        ({"capacity": "0"}, "greater than or equal to 1"),
        ({"end": "2099-05-01T20:00"}, "An event ends after it starts."),
        ({"start": "soon"}, "Enter a valid date/time."),
        ({"start": "0001-01-01T00:00"}, "greater than or equal to"),
        ({"timezone": "Moon/Base"}, "Select a valid choice."),
        ({"venue": "x"}, "is not a valid UUID."),
        ({"venue": str(uuid4())}, "Select a valid choice."),
        ({"part-price": "-1"}, "greater than or equal to 0"),
        ({"part-name": ""}, "This field is required."),
        ({"currency": "XXX"}, "Select a valid choice."),
    ],
)
def test_what_makes_no_event_is_said_and_nothing_is_made(client, organizer, said, words):
    VenueFactory()

    answer = client.post(CREATE, SHOW | HOUSE | said)

    assert (answer.status_code, words in words_of(answer)) == (422, True)
    with everything():
        assert not Event.objects.filter(organizer=organizer).exists()
        assert not Venue.objects.filter(owner=organizer).exists()


def test_the_short_form_offers_ones_own_venues_and_the_platforms(client, organizer):
    VenueFactory(name="Mine", owner=organizer)
    VenueFactory(name="Everybodys")
    VenueFactory(name="Rivals", owner=OrganizerFactory())

    answer = words_of(client.get(CREATE))

    assert ("Mine" in answer, "Everybodys" in answer, "Rivals" in answer) == (True, True, False)


@pytest.mark.parametrize(
    ("name", "status"),
    [("olga", 200), ("admin", 200), ("tess", 403), ("hal", 403), ("ann", 403), ("dora", 403)],
)
def test_the_short_form_is_for_organizers(world, client, name, status):
    client.force_login(getattr(world, name))

    assert client.get(CREATE, follow=status == 403).status_code == status


def test_an_admin_says_whose_event_it_is(world, client):
    client.force_login(world.admin)
    client.post(CREATE, SHOW | HOUSE)
    with everything():
        assert not Event.objects.filter(title="Gala").exists()

    client.post(CREATE, SHOW | HOUSE | {"organizer": world.boris.pk})

    with everything():
        event = Event.objects.select_related("venue").get(title="Gala")
    assert event.organizer_id == event.venue.owner_id == world.boris.pk


def test_the_desk_leads_to_the_short_form(client, organizer):
    for path in ("/admin/", "/admin/events/event/"):
        assert CREATE in words_of(client.get(path))


def test_the_list_says_what_a_draft_lacks_and_where_it_is_written(client):
    event = EventFactory(status="draft")
    client.force_login(event.organizer)

    answer = client.get(page(event, "publish"))

    said = [(item.name, item.state) for item in answer.context["items"]]
    assert said == [
        ("Words", "bad"), ("Seller", "bad"), ("Cover described", "warn"), ("Schedule", "warn"),
        ("Running order", "warn"), ("Tickets", "warn"), ("Return of tickets", "warn"),
        ("Shifts", "warn"), ("Venue", "good"), ("Dates to come", "good"),
    ]  # fmt: skip
    assert f'href="{page_of(event)}#id_summary"' in answer.content.decode()
    assert inline_code(answer) == []
    client.post(page(event, "publish"))
    assert stored(event).status == "draft"


def test_a_draft_that_has_all_it_needs_is_published(client):
    event = EventFactory(status="draft", **WORDS)
    OrganizerProfileFactory(user=event.organizer)
    TicketTypeFactory(event=event)
    RefundPolicyFactory(event=event)
    client.force_login(event.organizer)

    items = client.get(page(event, "publish")).context["items"]
    answer = client.post(page(event, "publish"), follow=True)

    assert [str(item.name) for item in items if not item.is_there] == [
        "Cover described", "Schedule", "Running order", "Shifts",
    ]  # fmt: skip
    assert stored(event).status == "published"
    assert answer.redirect_chain == [(page_of(event), 302)]
    assert "It is published." in words_of(answer)


def test_a_colleague_reads_no_more_on_the_list_than_they_may(world, client):
    client.force_login(world.paul)  # for the programme

    items = client.get(page(world.draft_a, "publish")).context["items"]

    assert {str(item.name) for item in items} == {
        "Words", "Seller", "Venue", "Dates to come", "Cover described", "Schedule",
    }  # fmt: skip


def test_pages_of_an_event_ask_no_more_for_more_ticket_types(client, django_assert_max_num_queries):
    event = EventFactory(status="draft")
    TicketTypeFactory.create_batch(5, event=event)
    client.force_login(event.organizer)
    client.get("/admin/")  # what a process asks once

    with django_assert_max_num_queries(12):
        client.get(page(event, "publish"))
    with django_assert_max_num_queries(28):
        client.get(page_of(event))


def test_an_event_is_duplicated_to_the_hour_typed(client):
    event = EventFactory(title="Gala", slug="gala")
    client.force_login(event.organizer)

    form = client.get(page(event, "duplicate"))
    data = filled_in(form, start="2099-06-01T19:00")
    answer = client.post(page(event, "duplicate"), data)

    with everything():
        copy = Event.objects.get(slug="gala-2")
    assert (copy.title, copy.status) == ("Gala", "draft")
    assert copy.start_date.isoformat() == "2099-06-01T17:00:00+00:00"
    assert answer["Location"] == page_of(copy)


def test_an_event_gets_new_dates_or_waits_for_them(client):
    event = EventFactory(**WORDS)
    OrganizerProfileFactory(user=event.organizer)
    client.force_login(event.organizer)

    client.post(page(event, "postpone"), {"start": ""})
    assert stored(event).status == "postponed"
    refused = client.post(page(event, "postpone"), {"start": ""})
    assert (refused.status_code, stored(event).start_date) == (422, event.start_date)
    client.post(page(event, "postpone"), {"start": "2099-12-24T13:00"})

    assert stored(event).status == "published"
    assert stored(event).start_date == event.start_date + timedelta(days=2)


def test_what_a_rule_refuses_is_said_on_the_page(client):
    event = EventFactory(**WORDS)
    client.force_login(event.organizer)
    same = {"start": "2099-12-22T13:00", "end": ""}

    answer = client.post(page(event, "postpone"), same)
    end_alone = client.post(page(event, "postpone"), {"start": "", "end": "2099-12-22T13:00"})

    assert answer.status_code == end_alone.status_code == 422
    assert "These are the dates it has." in words_of(answer)
    assert "Say when it starts, too." in words_of(end_alone)
    assert stored(event).status == "published"


def test_an_event_is_cancelled_and_closed_after_a_question(client):
    event, over = EventFactory(), EventFactory(start_date=NOON.replace(year=2020))
    for each, name, status in ((event, "cancel", "cancelled"), (over, "complete", "completed")):
        client.force_login(each.organizer)
        assert "cannot be undone" in words_of(client.get(page(each, name)))
        assert stored(each).status == "published"
        client.post(page(each, name))
        assert stored(each).status == status


def test_an_event_that_runs_is_not_closed(client):
    event = EventFactory()
    client.force_login(event.organizer)

    answer = client.post(page(event, "complete"), follow=True)

    assert "This event is not over yet." in words_of(answer)
    assert stored(event).status == "published"


@pytest.mark.parametrize("name", PAGES)
def test_a_rivals_event_answers_as_one_that_is_not_there(world, client, name):
    client.force_login(world.boris)

    for ask in (client.get, client.post):
        nowhere = said_of(ask(f"/admin/events/event/{uuid4()}/{name}/"))
        for event in (world.draft_a, world.shown_a):
            answer = ask(page(event, name))
            assert (answer.status_code, said_of(answer)) == (404, nowhere)
            assert stored(event).status == event.status


@pytest.mark.parametrize(
    ("name", "may"),
    [("olga", PAGES), ("paul", ["publish", "cancel", "complete"]), ("tess", []), ("hal", [])],
)
def test_colleagues_find_the_pages_they_may_use(world, client, name, may):
    client.force_login(getattr(world, name))

    open_ones = [each for each in PAGES if client.get(page(world.shown_a, each)).status_code == 200]
    desk = client.get(page_of(world.shown_a)).content.decode()
    linked = [each for each in PAGES if page(world.shown_a, each) in desk]

    assert open_ones == may
    assert linked == [each for each in may if each != "publish"]  # it is published
    for each in {*PAGES} - {*may}:
        client.post(page(world.shown_a, each))
    assert stored(world.shown_a).status == "published"


def test_strangers_are_sent_to_the_door(client):
    event = EventFactory()

    for path in (CREATE, *(page(event, name) for name in PAGES)):
        answer = client.get(path, follow=True)
        assert answer.redirect_chain[-1][0] == f"/account/login/?next={path}"


def test_a_draft_is_previewed_by_its_team_and_by_nobody_else(world, client):
    public = f"/events/{world.draft_a.slug}/"

    for name in ("boris", "ann", "tess", None):
        if name:
            client.force_login(getattr(world, name))
        else:
            client.logout()
        assert client.get(public).status_code == 404
    for name in ("olga", "paul", "admin"):
        client.force_login(getattr(world, name))
        answer = client.get(public)
        assert "Draft: only your team sees this." in words_of(answer)
        assert "no-store" in answer["Cache-Control"]
        assert f'href="{public}">Preview</a>' in client.get(page_of(world.draft_a)).content.decode()
    client.logout()
    assert client.get(public).status_code == 404
