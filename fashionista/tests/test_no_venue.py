"""A draft may have no venue yet: its team works on it all the same, and nobody publishes it so."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import product

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse

from events.checklist import checklist_of
from events.findings import Weight, findings
from events.models import ZONE, Event, EventFeed, Venue
from events.publishing import NoVenue, keeps_back, publish_event
from events.tests.factories import (
    EventFactory,
    EventScheduleFactory,
    OrganizerProfileFactory,
    VenueFactory,
)
from fashionista.common.identity import acting_as
from fashionista.common.secret_links import make_link
from fashionista.common.testing import NOON, assert_integrity, everything, stored
from fashionista.common.tests.pages import filled_in, page_of
from fashionista.planner import READ
from fashionista.reports import REPORTS
from staffing.tests.factories import ShiftFactory
from ticketing.capacity import limit_of

from .visiting import Visitor

pytestmark = pytest.mark.django_db
CREATE = "/admin/events/event/create/"
WORDS = {"summary": "Two words.", "description": "More words."}
SHOW = {
    "title": "Gala", "type": "workshop", "start": "2099-05-01T20:00", "end": "2099-05-01T23:00",
    "currency": "EUR", "timezone": "Europe/Rome", "part-name": "Seat", "part-price": "25",
}  # fmt: skip


@pytest.fixture
def organizer(client):
    organizer = OrganizerProfileFactory().user
    client.force_login(organizer)
    return organizer


@pytest.fixture
def draft(organizer):
    """On the clock of Seoul, nine hours ahead of UTC, from half past seven in the evening."""
    return EventFactory(
        organizer=organizer,
        status="draft",
        venue=None,
        clock="Asia/Seoul",
        capacity=80,
        start_date=datetime(2099, 5, 1, 10, 30, tzinfo=UTC),
        **WORDS,
    )


@pytest.mark.parametrize("clock", ["Asia/Seoul", "Europe/Rome"])
def test_a_draft_is_begun_before_its_place_is_known(client, organizer, clock):
    VenueFactory()

    answer = client.post(CREATE, SHOW | {"capacity": "70", "timezone": clock})

    with everything():
        event = Event.objects.get(title="Gala")
        [seat] = event.ticket_types.all()
        assert not Venue.objects.filter(owner=organizer).exists()
    assert answer["Location"] == page_of(event)
    assert (event.venue_id, event.timezone, event.capacity, seat.quantity) == (None, clock, 70, 70)
    assert event.start_date.astimezone(event.zone).isoformat()[:16] == "2099-05-01T20:00"
    assert limit_of(event) == 70
    assert_integrity()


@pytest.mark.parametrize("said", [{}, {"capacity": "70", "city": "Turin"}])
def test_half_a_venue_is_none_and_how_many_may_come_is_asked(client, organizer, said):
    answer = client.post(CREATE, SHOW | said)

    assert answer.status_code == 422
    with everything():
        assert not Event.objects.filter(organizer=organizer).exists()


def test_nobody_publishes_it_and_the_list_of_what_is_missing_says_so(client, organizer, draft):
    client.post(f"/admin/events/event/{draft.pk}/publish/")
    page = client.get(f"/admin/events/event/{draft.pk}/publish/").content.decode()

    assert stored(draft).status == "draft"
    assert str(NoVenue.message) in page
    assert f'href="{page_of(draft)}#id_venue"' in page
    at = draft.start_date - timedelta(days=30)
    with acting_as(organizer):
        assert list(keeps_back(draft, at)) == [NoVenue]
        with pytest.raises(NoVenue):
            publish_event(draft, by=organizer, at=at)
        items = checklist_of(draft, user=organizer, at=at)
    [venue] = [item for item in items if item.name == "Venue"]
    assert (venue.is_there, venue.is_needed, venue.state) == (False, True, "bad")


def test_the_desk_asks_for_the_venue_the_sooner_it_begins(organizer, draft):
    near, far = (draft.start_date - timedelta(days=days) for days in (5, 50))
    with acting_as(organizer):
        asked = [
            finding
            for at in (near, far)
            for finding in findings(draft, may={"programme"}, at=at)
            if finding.sentence == "The event has no venue yet"
        ]

    assert [finding.weight for finding in asked] == [Weight.NOW, Weight.NEXT]
    assert {finding.address for finding in asked} == {f"{page_of(draft)}#id_venue"}


@pytest.mark.parametrize(
    ("owned", "mapped", "said"),
    [(True, False, True), (True, True, False), (False, False, False)],
)
def test_the_map_is_asked_for_by_those_whose_venue_it_is(organizer, owned, mapped, said):
    venue = VenueFactory(
        owner=organizer if owned else None,
        latitude=52 if mapped else None,
        longitude=5 if mapped else None,
    )
    event = EventFactory(organizer=organizer, venue=venue)

    with acting_as(organizer):
        found = {each.sentence: each for each in findings(event, may={"programme"}, at=NOON)}

    asked = found.get("The venue is not on the map yet")
    assert (asked is not None) == said
    if asked:
        page = f"{page_of(venue)}#id_latitude"
        assert (asked.count, asked.address, asked.weight) == (1, page, Weight.LATER)


def test_its_times_are_on_its_own_clock(client, draft):
    form = filled_in(client.get(page_of(draft)))
    with everything():
        assert Event.objects.filter(pk=draft.pk).values_list(ZONE, flat=True).get() == "Asia/Seoul"

    assert (form["start_date_0"], form["start_date_1"]) == ("01/05/2099", "19:30:00")
    assert "1 May 2099, 19:30" in client.get("/admin/events/event/").content.decode()
    assert "Venue to be announced" in client.get("/admin/").content.decode()
    assert "To be announced" in client.get(f"/events/{draft.slug}/").content.decode()


def test_a_venue_chosen_later_has_the_times_that_were_said(client, draft):
    venue = VenueFactory(timezone="Europe/Brussels", owner=draft.organizer)
    doors, shift = EventScheduleFactory(event=draft), ShiftFactory(event=draft)
    page = client.get(page_of(draft))
    assert "There is no venue yet." in page.content.decode()

    client.post(page_of(draft), filled_in(page, venue=venue.pk))

    event = stored(draft)
    assert event.venue_id == venue.pk
    assert event.start_date == datetime(2099, 5, 1, 17, 30, tzinfo=UTC)
    assert stored(doors).start_time == event.start_date
    assert stored(shift).start_time == shift.start_time
    assert 'name="clock"' not in client.get(page_of(draft)).content.decode()


def test_a_draft_that_loses_its_venue_keeps_its_times(client, draft):
    with everything():
        Event.objects.filter(pk=draft.pk).update(
            venue=VenueFactory(timezone="Europe/Brussels"), clock="UTC"
        )

    client.post(page_of(draft), filled_in(client.get(page_of(draft)), venue=""))

    event = stored(draft)
    assert (event.venue_id, event.timezone) == (None, "Europe/Brussels")
    assert event.start_date == draft.start_date


@pytest.mark.parametrize("status", ["published", "postponed", "cancelled", "completed"])
def test_what_was_shown_keeps_its_venue(client, organizer, status):
    event = EventFactory(organizer=organizer, status=status)

    answer = client.post(page_of(event), filled_in(client.get(page_of(event)), venue=""))

    assert "Only a draft may be without a venue." in answer.content.decode()
    assert stored(event).venue_id == event.venue_id


def test_two_without_a_venue_are_not_in_each_others_way(client, draft):
    other = EventFactory(
        organizer=draft.organizer, venue=None, status="draft", start_date=draft.start_date
    )

    with acting_as(draft.organizer):
        entries = READ["venues"](draft.organizer, draft.start_date, draft.end_date)

    assert {(entry.event, entry.row_name) for entry in entries} == {
        (draft.pk, "Venue to be announced"), (other.pk, "Venue to be announced"),
    }  # fmt: skip
    assert [entry.clashes for entry in entries] == [[], []]


def test_its_place_is_left_open_in_files_and_feeds(client, draft):
    asked = {"action": "export_csv", "_selected_action": [str(draft.pk)]}
    with acting_as(draft.organizer):
        secret = make_link(EventFeed, draft.organizer, at=NOON)

    table = client.post("/admin/events/event/", asked).getvalue().decode()
    feed = client.get(f"/calendar/{secret}.ics").content.decode()

    [heads, row] = csv.reader(StringIO(table.removeprefix("\ufeff")))
    assert dict(zip(heads, row, strict=True))["Venue"] == ""
    assert "LOCATION:Venue to be announced" in feed
    assert "DTSTART;TZID=Asia/Seoul:20990501T193000" in feed


def test_it_is_moved_and_duplicated_on_its_own_clock(client, draft):
    base = f"/admin/events/event/{draft.pk}"
    client.post(f"{base}/postpone/", {"start": "2099-06-01T19:30"})
    client.post(f"{base}/duplicate/", {"title": "Again", "start": "2099-07-01T19:30"})

    with everything():
        copy = Event.objects.get(title="Again")
    assert stored(draft).start_date == datetime(2099, 6, 1, 10, 30, tzinfo=UTC)
    assert (copy.venue_id, copy.clock) == (None, "Asia/Seoul")
    assert copy.start_date == datetime(2099, 7, 1, 10, 30, tzinfo=UTC)


def named_pages(resolver=None, within=""):
    """(name, what its address leaves open) of every page."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from named_pages(pattern, within + space)
        elif pattern.name:
            yield within + pattern.name, set(pattern.pattern.converters)


def pages_naming(event):
    """All pages of the portal whose address names this event."""
    for name, holes in named_pages():
        if holes == {"event_id"}:
            yield reverse(name, args=[event.pk])
        elif holes == {"slug"}:
            yield reverse(name, args=[event.slug])
    for key in REPORTS:
        yield reverse("admin:event_report", args=[event.pk, key])
    yield reverse("admin:index", query={"event": event.slug})
    yield reverse("admin:activity", query={"event": event.pk})
    yield page_of(event)


def pages_beside(event):
    """Lists and pages at the desk of what belongs to an event, and those of all events."""
    for model in admin.site._registry:
        if not any(field.name == "event" for field in model._meta.fields):
            continue
        page = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{page}_changelist", query={"event__id__exact": str(event.pk)})
        yield reverse(f"{page}_add", query={"event": str(event.pk)})
        yield from map(page_of, model._base_manager.filter(event=event))
    for page in ("events_event_changelist", "events_event_create", "events_event_add", "reports",
                 "activity", "imports"):  # fmt: skip
        yield reverse(f"admin:{page}")
    yield reverse("admin:search", query={"q": event.title})
    for of, by in product(READ, ["month", "week"]):
        day = event.start_date.date().isoformat()
        yield reverse("admin:calendar", query={"of": of, "by": by, "day": day})


def test_every_page_of_a_draft_without_a_venue_opens(world):
    """One that has all that a published show has: its place and its status are taken away."""
    with everything():
        Event.objects.filter(pk=world.shown_a.pk).update(status="draft", venue=None, hall=None)
        naming, beside = set(pages_naming(world.shown_a)), set(pages_beside(world.shown_a))
    olga = Visitor(world.olga, {})

    answers = {address: olga.ask(address) for address in naming | beside}

    failed = {at: each.trouble for at, each in answers.items() if each.status >= 500}
    assert failed == {}
    strange = [
        at for at in naming if str(world.shown_a.pk) in at and answers[at].status not in (200, 302)
    ]
    assert strange == []
    assert sum(each.is_page for each in answers.values()) > 100
