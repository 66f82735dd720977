"""An event's page: what it says, to whom, and in which state."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import (
    EventAmenityAssignmentFactory,
    EventCategoryFactory,
    EventFactory,
    EventRestrictionFactory,
    EventScheduleFactory,
    EventTagAssignmentFactory,
    EventTeamMemberFactory,
    OrganizerProfileFactory,
    VenueFactory,
)
from fashionista.common.page_cache import TOKEN
from fashionista.common.testing import NOON, everything
from production.tests.factories import LineupEntryFactory
from sponsorship.tests.factories import EventSponsorshipFactory
from staffing.tests.factories import StaffAssignmentFactory
from ticketing.tests.factories import EventCapacityFactory, TicketTypeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]
BUTTON = "Hold these for 10 minutes"


def address(event):
    return f"/events/{event.slug}/"


def page_of(client, event):
    answer = client.get(address(event))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_event_shows_its_facts_in_its_venues_time(client):
    venue = VenueFactory(name="Hall", city="Tokyo", country="Japan", timezone="Asia/Tokyo")
    event = EventFactory(
        venue=venue, title="<i>Show</i>", summary="In brief.", start_date=NOON, capacity=80,
        description="One.\n\nTwo <script>.", thread="cobalt", cover="tartan", cover_alt="Cloth",
    )  # fmt: skip
    OrganizerProfileFactory(user=event.organizer, public_name="House of Tide")
    for position, title in [(2, "Second act"), (1, "First act")]:
        EventScheduleFactory(event=event, title=title, position=position, location="Room 1")
    TicketTypeFactory(event=event, name="Front row", price="48.50", quantity=5)

    page = page_of(client, event)

    for words in (
        "&lt;i&gt;Show&lt;/i&gt;", "In brief.", "<p>One.</p>", "Two &lt;script&gt;.", "Hall",
        "cover-tartan.webp", 'alt="Cloth"', "thread-cobalt", "Sun 22 Nov 2099", "<dd>80<small>",
        "21:00, until Mon 23 Nov 2099, 00:00", "Tickets are sold by House of Tide.", "Front row",
        "Japan", "€48.50", "5 left", BUTTON, f'href="{address(event)}calendar.ics"',
    ):  # fmt: skip
        assert words in page
    assert page.index("First act") < page.index("Second act")


def test_a_draft_is_there_for_its_team_and_for_nobody_else(client):
    draft = EventFactory(status="draft", title="Secret")
    TicketTypeFactory(event=draft)
    team = EventTeamMemberFactory(event=draft, permissions=["sell"]).user
    rival = EventFactory().organizer
    other_team = EventTeamMemberFactory(event=EventFactory(organizer=draft.organizer)).user
    door = StaffAssignmentFactory(shift__event=draft, staff__role__permissions=["door"]).staff.user
    unknown = client.get("/events/no-such-event/")

    for person in (None, rival, other_team, door):
        if person:
            client.force_login(person)
        for path in (address(draft), f"{address(draft)}calendar.ics"):
            hidden = client.get(path)
            assert hidden.status_code == 404
        hold = client.post(f"{address(draft)}hold/", {})
        assert hold.status_code == 404
        if not person:
            pages = [
                TOKEN.sub(rb"\1", page.content) for page in (client.get(address(draft)), unknown)
            ]
            assert pages[0] == pages[1]
    for person in (team, draft.organizer):
        client.force_login(person)
        page = page_of(client, draft)
        assert "Draft: only your team sees this." in page
        assert BUTTON not in page
        assert client.get(f"{address(draft)}calendar.ics").status_code == 200


@pytest.mark.parametrize(
    ("status", "notice"),
    [
        ("cancelled", "This event is cancelled."),
        ("postponed", "This event is postponed."),
        ("completed", "This event has ended."),
    ],
)
def test_an_event_that_does_not_sell_says_why(client, status, notice):
    event = EventFactory(status=status)
    TicketTypeFactory(event=event)

    page = page_of(client, event)

    assert notice in page
    assert BUTTON not in page
    assert "See other events" in page
    assert "calendar.ics" not in page


@pytest.mark.parametrize(
    ("types", "words", "sells"),
    [
        ([], "No tickets are offered yet.", False),
        ([{"quantity": 4, "sold": 3, "held": 1}], "Every seat is taken.", False),
        ([{"status": "sold_out"}], "Every seat is taken.", False),
        ([{"status": "inactive"}], "No tickets are offered yet.", False),
        ([{"sale_start": NOON}], "On sale Sun 22 Nov, 13:00", False),
        ([{"sale_end": NOON.replace(year=2020)}], "Sale has ended", False),
        ([{"quantity": 0}, {"name": "Left"}], "Sold out", True),
        ([{"price": 0}], "Free", True),
    ],
)
def test_the_ticket_box_says_what_can_be_bought(client, types, words, sells):
    event = EventFactory()
    for fields in types:
        TicketTypeFactory(event=event, **fields)

    page = page_of(client, event)

    assert words in page
    assert (BUTTON in page, "qty-" in page) == (sells, sells)


def test_the_capacity_of_the_event_counts_too(client):
    event = EventFactory(capacity=20)
    TicketTypeFactory(event=event, quantity=100)
    EventCapacityFactory(event=event, quantity=20, sold=18)

    page = page_of(client, event)

    assert "2 left" in page
    assert "2 places left" in page


def test_an_event_that_is_over_sells_nothing(client):
    event = EventFactory(start_date=timezone.now() - timedelta(days=2))
    TicketTypeFactory(event=event)

    page = page_of(client, event)

    assert "Sale has ended" in page
    assert BUTTON not in page


def test_the_page_costs_the_same_for_one_and_three(client, django_assert_num_queries):
    event = EventFactory()

    def one_more():
        TicketTypeFactory(event=event)
        TicketTypeFactory(event=EventFactory(venue=event.venue))  # related
        EventScheduleFactory(event=event)
        EventTagAssignmentFactory(event=event)
        EventAmenityAssignmentFactory(event=event)
        EventRestrictionFactory(event=event, type="other")
        EventSponsorshipFactory(active=True, event=event)
        LineupEntryFactory(segment__event=event, segment__is_public=True)

    one_more()
    with django_assert_num_queries(16):
        page_of(client, event)
    one_more()
    one_more()
    cache.clear()

    with django_assert_num_queries(16):
        page_of(client, event)


def test_a_sale_does_not_tell_the_story_again(client, django_assert_num_queries):
    kind = TicketTypeFactory(quantity=9)
    client.force_login(UserFactory())  # whose pages are not kept whole
    EventScheduleFactory(event=kind.event, title="Doors open")
    page_of(client, kind.event)
    with everything():
        kind.sold = 3
        kind.save()

    with django_assert_num_queries(5):
        page = page_of(client, kind.event)

    assert "6 left" in page
    assert "Doors open" in page


def test_an_event_says_what_to_know_before_coming_and_who_supports_it(client):
    event = EventFactory(category=EventCategoryFactory(slug="couture", name="Couture"))
    EventTagAssignmentFactory(event=event, tag__slug="linen", tag__name="Linen")
    EventAmenityAssignmentFactory(
        event=event, amenity__name="Hearing loop", amenity__description="rows A to F"
    )
    EventRestrictionFactory(event=event, type="age", minimum_age=14, description="Or with adults.")
    EventRestrictionFactory(event=event, type="dress_code", description="Flat soles.")
    for name, tier, rank in [("Parcel Press", "Friend", 2), ("Halden Silk", "Lead", 1)]:
        EventSponsorshipFactory(
            active=True, event=event, public_name=name, tier=tier, tier_position=rank
        )
    EventSponsorshipFactory(event=event, public_name="Still talking")

    page = page_of(client, event)

    for words in (
        "Hearing loop: rows A to F", "From the age of 14. Or with adults.", "Flat soles.",
        'href="/events/?category=couture">Couture<', 'href="/events/?tag=linen">Linen<',
        f'href="/venues/{event.venue.slug}/"',
    ):  # fmt: skip
        assert words in page
    assert page.index("Halden Silk") < page.index("Parcel Press")
    assert "Still talking" not in page


def test_an_address_that_moved_leads_to_where_it_is_now(client):
    event = EventFactory(slug="spring")
    with everything():
        event.slug = "spring-27"
        event.save()

    old = client.get("/events/spring/")

    assert (old.status_code, old["Location"]) == (301, "/events/spring-27/")
    assert client.get("/events/spring-27/").status_code == 200
    assert client.get("/events/summer/").status_code == 404


def test_an_event_leads_on_to_those_like_it(client):
    event = EventFactory(start_date=NOON)
    near = EventFactory(title="Near", venue=event.venue)
    EventFactory(title="Draft nearby", venue=event.venue, status="draft")
    EventFactory(title="Elsewhere", venue=VenueFactory(city="Seoul"))

    related = client.get(address(event)).context["related"]

    assert related == [near]


@pytest.mark.parametrize("status", ["published", "cancelled", "postponed"])
def test_an_event_goes_into_ones_calendar(client, status):
    event = EventFactory(slug="spring", status=status)

    answer = client.get(f"{address(event)}calendar.ics")

    assert answer["Content-Type"] == "text/calendar"
    assert answer["Content-Disposition"] == 'attachment; filename="spring.ics"'
    assert b"URL:http://127.0.0.1:8000/events/spring/" in answer.content


def test_pages_of_events_are_for_looking(client):
    event = EventFactory()

    for path in (address(event), f"{address(event)}calendar.ics", "/events/"):
        assert client.post(path).status_code == 405
    assert client.get(f"{address(event)}hold/").status_code == 405
