"""The first page: what is next, what comes after, where and of which kind."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from events.tests.factories import EventFactory, VenueFactory
from fashionista.common.testing import NOON
from ticketing.tests.factories import TicketTypeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]


def shown(title, *, days=0, city="Antwerp", **fields):
    fields = {"venue": VenueFactory(city=city), "start_date": NOON + timedelta(days=days)} | fields
    return EventFactory(title=title, **fields)


def test_an_empty_portal_says_so(client):
    page = client.get("/").content.decode()

    assert "Nothing is on sale today." in page
    assert "Coming up" not in page
    assert "By city" not in page


def test_the_next_event_on_sale_leads_and_the_others_follow_in_running_order(client):
    shown("First, without tickets", days=1)
    third = shown("Third", days=3, city="Milan", type="workshop")
    second = shown("Second", days=2)
    for event in (second, third):
        TicketTypeFactory(event=event, price="48.00", quantity=5)

    answer = client.get("/")

    assert answer.context["lead"].title == "Second"
    assert [event.title for event in answer.context["coming_up"]] == [
        "First, without tickets", "Third",
    ]  # fmt: skip
    page = answer.content.decode()
    assert "Choose tickets" in page
    assert page.count("<b>€48</b>") == 2
    assert page.count("5 places left") == 2


def test_where_nothing_is_on_sale_the_next_event_leads(client):
    shown("Later", days=2)
    shown("Sooner", days=1)

    answer = client.get("/")

    assert answer.context["lead"].title == "Sooner"
    assert "See the event" in answer.content.decode()
    assert [event.title for event in answer.context["coming_up"]] == ["Later"]


def test_what_is_on_already_leaves_the_lead_to_what_is_next(client):
    running = shown("Running", start_date=timezone.now() - timedelta(hours=1))
    TicketTypeFactory(event=running)
    assert client.get("/").context["lead"].title == "Running"
    TicketTypeFactory(event=shown("Next"))
    cache.clear()

    answer = client.get("/")

    assert answer.context["lead"].title == "Next"
    assert [event.title for event in answer.context["coming_up"]] == ["Running"]


def test_drafts_and_what_is_over_are_not_shown_nor_counted(client):
    draft = shown("Secret", status="draft")
    shown("Long gone", start_date=timezone.now() - timedelta(days=9))
    shown("Called off", status="cancelled", city="Oslo")

    for person in (None, draft.organizer):
        if person:
            client.force_login(person)
        answer = client.get("/")
        page = answer.content.decode()
        assert (answer.context["lead"].title, answer.context["total"]) == ("Called off", 1)
        assert ("Secret" in page, "Long gone" in page, "Cancelled" in page) == (
            False, False, True,
        )  # fmt: skip


def test_cities_and_kinds_are_counted(client):
    for number in range(9):
        shown(f"Show {number}", days=number, city="Milan" if number else "Antwerp")
    shown("Class", days=9, city="São Paulo", type="workshop")

    answer = client.get("/")

    assert answer.context["cities"] == [
        {"city": "Milan", "count": 8},
        {"city": "Antwerp", "count": 1},
        {"city": "São Paulo", "count": 1},
    ]
    assert [(kind["value"], kind["count"]) for kind in answer.context["kinds"]] == [
        ("fashion_show", 9), ("workshop", 1),
    ]  # fmt: skip
    page = answer.content.decode()
    assert 'href="/events/?city=S%C3%A3o%20Paulo"' in page
    assert 'href="/events/?type=workshop"' in page
    assert "All 10 events" in page
    assert len(answer.context["coming_up"]) == 6


def test_the_page_costs_the_same_for_one_and_three(client, django_assert_num_queries):
    TicketTypeFactory(event=shown("One"))
    with django_assert_num_queries(6):
        client.get("/")
    for title in ("Two", "Three"):
        TicketTypeFactory(event=shown(title, city=title))
    cache.clear()

    with django_assert_num_queries(6):
        client.get("/")


def test_home_is_for_looking(client):
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200
