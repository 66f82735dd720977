"""The desk's pages of reviews and ratings: moderated, written once, taken back by their author."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.tests.factories import EventFactory
from fashionista.common.testing import everything, stored
from fashionista.common.tests.pages import filled_in, page_of
from feedback.models import ModelReview, VendorRating
from feedback.tests.factories import (
    DesignerReviewFactory,
    ModelReviewFactory,
    VendorRatingFactory,
    booked,
)
from production.tests.factories import EventModelFactory

REVIEWS = "/admin/feedback/designerreview/"
OF_MODELS = "/admin/feedback/modelreview/"
RATINGS = "/admin/feedback/vendorrating/"


def listed(client, path, rows):
    page = client.get(path).content.decode()
    return [name for name, row in rows.items() if page_of(row) in page]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("olga", ["review_a", "own_walked_a", "other_walked_a", "own_rating_a"]),
        ("boris", ["review_b", "own_walked_b", "own_rating_b"]),
        ("paul", ["review_p"]),
        ("admin", [
            "review_p", "review_a", "review_b", "own_walked_a", "other_walked_a", "own_walked_b",
            "own_rating_a", "own_rating_b",
        ]),
    ],
)  # fmt: skip
def test_everybody_lists_what_is_theirs(world, client, name, shown):
    client.force_login(getattr(world, name))
    names = {
        REVIEWS: ["review_p", "review_a", "review_b"],
        OF_MODELS: ["own_walked_a", "other_walked_a", "own_walked_b"],
        RATINGS: ["own_rating_a", "own_rating_b"],
    }

    found = [
        row
        for path, rows in names.items()
        for row in listed(client, path, {row: getattr(world, row) for row in rows})
    ]

    assert found == shown


@pytest.mark.parametrize("path", [REVIEWS, OF_MODELS, RATINGS])
def test_these_pages_are_not_for_others(world, client, path):
    for name in ("tess", "ann", "mona", "dora"):
        client.force_login(getattr(world, name))

        assert client.get(path, follow=True).status_code == 403


def test_a_review_of_a_designer_is_published_under_the_chosen_name(db, client):
    row = DesignerReviewFactory(review="Fine coats.", display_name="A coat lover")
    client.force_login(row.event.organizer)

    page = client.get(page_of(row)).content.decode()
    client.post(REVIEWS, {"action": "publish_feedback", "_selected_action": row.pk})

    assert "Fine coats." in page
    assert "A coat lover" in page
    assert (stored(row).status, stored(row).published_text) == ("published", "Fine coats.")


def past_event():
    return EventFactory(start_date=timezone.now() - timedelta(days=7))


def say(client, path, **fields):
    page = client.get(f"{path}add/")
    return client.post(f"{path}add/", filled_in(page, **fields), follow=True).content.decode()


def test_a_producer_reviews_a_model_once(db, client):
    event = past_event()
    model = EventModelFactory(event=event).fashion_model
    client.force_login(event.organizer)
    said = {"fashion_model": model.pk, "event": event.pk, "rating": "5", "review": "On time."}

    say(client, OF_MODELS, **said)
    again = say(client, OF_MODELS, **said)

    with everything():
        kept = ModelReview.objects.get(event=event)
    assert (kept.rating, kept.review, kept.reviewer_id) == (5, "On time.", event.organizer_id)
    assert "You have rated this already." in again


def test_a_vendor_is_rated_and_scored_and_the_rating_taken_back(db, client):
    booking = booked(past_event())
    olga = booking.event.organizer
    client.force_login(olga)
    said = {"event": booking.event_id, "rating": "3", "review": ""}

    say(client, RATINGS, vendor=booking.vendor_id, **said)
    scores = [stored(booking.vendor).rating]
    with everything():
        given = VendorRating.objects.get(event=booking.event)
    client.post(f"{RATINGS}{given.pk}/delete/", {"post": "yes"})

    assert scores == [3]
    assert stored(booking.vendor).rating is None


def test_what_a_colleague_said_stays(world, client):
    client.force_login(world.olga)

    for row in (world.other_walked_a, world.other_rating_a):
        path = page_of(row).replace("change", "delete")
        assert client.get(path).status_code == 403
        client.post(path, {"post": "yes"})
        assert stored(row).rating == 4


def test_an_admin_reads_and_writes_nothing_here(world, client):
    client.force_login(world.admin)

    assert "Hint Canary" in client.get(page_of(world.own_walked_a)).content.decode()
    for path in (OF_MODELS, RATINGS):
        assert client.get(f"{path}add/").status_code == 403


@pytest.mark.parametrize(
    ("path", "factory", "cost"),
    [
        (REVIEWS, DesignerReviewFactory, 9),
        (OF_MODELS, ModelReviewFactory, 9),
        (RATINGS, VendorRatingFactory, 10),
    ],
)
def test_the_lists_cost_the_same_for_one_and_three(
    db, client, django_assert_num_queries, path, factory, cost
):
    olga = EventFactory().organizer
    client.force_login(olga)
    factory(event__organizer=olga)

    with django_assert_num_queries(cost):
        client.get(path)
    for _more in range(2):
        factory(event__organizer=olga)
    with django_assert_num_queries(cost):
        client.get(path)
