"""The page of a venue."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.tests.factories import EventFactory, VenueFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]


def test_a_venue_shows_where_it_is_and_what_is_on(client):
    hall = VenueFactory(
        name="Mill <Hall>", slug="mill-hall", city="Ghent", capacity=80, facilities=["Step-free"]
    )
    soon, later = (
        EventFactory(title=title, venue=hall, start_date=timezone.now() + timedelta(days=days))
        for title, days in [("Soon", 1), ("Later", 9)]
    )
    over = EventFactory(title="Over", venue=hall, start_date=timezone.now() - timedelta(days=9))
    EventFactory(title="Secret", venue=hall, status="draft")
    EventFactory(title="Elsewhere")

    answer = client.get("/venues/mill-hall/")

    page = answer.content.decode()
    for words in ("Mill &lt;Hall&gt;", "Ghent", "80 people", "Step-free"):
        assert words in page
    assert (answer.context["coming"], answer.context["gone"]) == ([soon, later], [over])


def test_an_unknown_venue_is_not_found(client):
    assert client.get("/venues/nowhere/").status_code == 404


def test_the_page_costs_the_same_for_one_and_three(client, django_assert_num_queries):
    for number in range(3):
        hall = VenueFactory(slug=f"hall-{number}")
        EventFactory.create_batch(1 + number, venue=hall)
        EventFactory.create_batch(
            1 + number, venue=hall, start_date=timezone.now() - timedelta(days=9)
        )
        with django_assert_num_queries(8):
            client.get(f"/venues/hall-{number}/")
