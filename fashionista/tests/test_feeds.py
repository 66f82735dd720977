"""What calendars and search engines read."""

import json
import re
from datetime import timedelta

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.tests.factories import EventFactory, OrganizerProfileFactory, VenueFactory
from ticketing.tests.factories import TicketTypeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]
SITE = "http://127.0.0.1:8000"


def event(title, *, city="Milan", days=1, **fields):
    start = timezone.now() + timedelta(days=days)
    fields = {"venue": fields.get("venue") or VenueFactory(city=city), "start_date": start} | fields
    return EventFactory(
        title=title, slug=title.lower(), end_date=start + timedelta(hours=2), **fields
    )


def titles(answer):
    calendar = icalendar.Calendar.from_ical(answer.content)
    return calendar, [str(entry["SUMMARY"]) for entry in calendar.walk("VEVENT")]


def test_the_feed_is_the_list_with_its_filters(client):
    event("Later", days=3)
    event("Sooner", days=2, city="Antwerp")
    event("Workshop", days=1, type="workshop")
    event("Secret", status="draft")
    event("Over", days=-2)

    calendar, every = titles(client.get("/events/calendar.ics"))
    _, shows = titles(client.get("/events/calendar.ics?type=fashion_show"))
    antwerp, there = titles(client.get("/events/calendar.ics?city=Antwerp"))

    assert every == ["Workshop", "Sooner", "Later"]
    assert (shows, there) == (["Sooner", "Later"], ["Sooner"])
    assert calendar["X-WR-CALNAME"] == "Fashionista Portal"
    assert antwerp["X-WR-CALNAME"] == "Antwerp, Fashionista Portal"


def test_a_feed_costs_as_much_for_three_events_as_for_one(client):
    costs = []
    for wave in (["One"], ["Two", "Three"]):
        for number, title in enumerate(wave):
            event(title, days=number + 1)
        with CaptureQueriesContext(connection) as asked:
            client.get("/events/calendar.ics")
        costs.append(len(asked))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("query", ["type=nonsense", "date_from=31/02/2099", "city=%00", "page=-1"])
def test_a_feed_asked_for_nonsense_answers(client, query):
    assert client.get(f"/events/calendar.ics?{query}").status_code == 200


def test_the_sitemap_lists_what_is_public_and_nothing_else(client):
    shown = event("Shown")
    event("Called", status="cancelled", venue=shown.venue)
    event("Secret", status="draft", venue=shown.venue)

    answer = client.get("/sitemap.xml")

    found = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", answer.content.decode())
    assert sorted(found) == [
        "/",
        "/calendar/",
        "/designers/",
        "/events/",
        "/events/called/",
        f"/events/{shown.slug}/",
        "/models/",
        f"/venues/{shown.venue.slug}/",
    ]


def test_robots_are_led_to_the_sitemap_and_away_from_people(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /orders/", "Disallow: /tickets/", "Disallow: /account/"} <= set(lines)
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"


def described(client, slug):
    page = client.get(f"/events/{slug}/").content.decode()
    ((said,),) = [re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)]
    return json.loads(said)


def test_an_event_describes_itself_to_search_engines(client):
    show = event("Show", capacity=100)
    OrganizerProfileFactory(user=show.organizer, public_name="House of Some")
    TicketTypeFactory(event=show, name="Front row", price="48.50")
    TicketTypeFactory(event=show, name="Gone", price="20", quantity=1, sold=1, position=1)

    said = described(client, "show")

    assert (said["@type"], said["name"], said["url"]) == ("Event", "Show", f"{SITE}/events/show/")
    assert said["eventStatus"] == "https://schema.org/EventScheduled"
    assert said["location"]["address"]["addressLocality"] == "Milan"
    assert said["organizer"]["name"] == "House of Some"
    assert said["image"] == [f"{SITE}/static/art/cover-{show.cover}.webp"]
    offers = [
        (o["name"], o["price"], o["priceCurrency"], o["availability"]) for o in said["offers"]
    ]
    assert offers == [
        ("Front row", "48.50", show.currency, "https://schema.org/InStock"),
        ("Gone", "20.00", show.currency, "https://schema.org/SoldOut"),
    ]


@pytest.mark.parametrize(
    ("status", "said"), [("cancelled", "EventCancelled"), ("postponed", "EventPostponed")]
)
def test_search_engines_hear_that_an_event_is_off(client, status, said):
    event("Show", status=status)

    assert described(client, "show")["eventStatus"] == f"https://schema.org/{said}"


def test_no_title_ends_the_description_early(client):
    event("Show", summary="</script><script>alert(1)</script>&<!--")

    assert described(client, "show")["description"] == "</script><script>alert(1)</script>&<!--"
    assert "<script>alert" not in client.get("/events/show/").content.decode()
