"""A vendor's score is the mean of what the teams say who had them."""

from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything, stored
from fashionista.common.tests.races import race
from feedback.exceptions import AlreadyRated, NotHired
from feedback.models import VendorRating
from feedback.rating import rate_vendor, withdraw_rating
from feedback.tests.factories import booked
from vendors.tests.factories import EventVendorFactory

pytestmark = pytest.mark.django_db


def rate(booking, by, rating=5):
    with acting_as(by):
        return rate_vendor(
            booking.vendor, event=booking.event, by=by, at=NOON, rating=rating, text="Bright."
        )


def helper(organizer):
    """On the organizer's team at every event, for vendors."""
    return EventTeamMemberFactory(organizer=organizer, event=None, permissions=["vendors"]).user


def test_a_rating_is_kept_and_counted():
    booking = booked(EventFactory())
    olga = booking.event.organizer

    made = stored(rate(booking, olga, rating=4))

    assert (made.vendor_id, made.event_id, made.rated_by_id) == (
        booking.vendor_id, booking.event_id, olga.pk,
    )  # fmt: skip
    assert (made.rating, made.review) == (4, "Bright.")
    assert stored(booking.vendor).rating == Decimal("4.00")
    assert str(made) == f"rating {str(made.pk)[:8]}"


def test_the_score_is_the_mean_of_all_events_and_raters():
    booking = booked(EventFactory())
    olga = booking.event.organizer
    other = booked(EventFactory(organizer=olga), vendor=booking.vendor)
    saul = helper(olga)

    for at_event, by, rating in [(booking, olga, 5), (other, olga, 4), (booking, saul, 4)]:
        rate(at_event, by, rating)

    assert stored(booking.vendor).rating == Decimal("4.33")


def test_a_rating_taken_back_counts_no_more():
    booking = booked(EventFactory())
    olga = booking.event.organizer
    kept, gone = rate(booking, helper(olga), 3), rate(booking, olga, 1)
    scores = [stored(booking.vendor).rating]

    for given in (gone, kept):
        with acting_as(given.rated_by):
            withdraw_rating(given, by=given.rated_by, at=NOON)
        scores.append(stored(booking.vendor).rating)

    assert scores == [Decimal("2.00"), Decimal("3.00"), None]


def test_nobody_takes_back_what_somebody_else_said():
    booking = booked(EventFactory())
    olga = booking.event.organizer
    given = rate(booking, helper(olga), 3)

    with acting_as(olga), pytest.raises(PermissionDenied):
        withdraw_rating(given, by=olga, at=NOON)

    assert stored(booking.vendor).rating == Decimal("3.00")


def test_nobody_rates_twice():
    booking = booked(EventFactory())
    olga = booking.event.organizer
    rate(booking, olga, 4)

    with pytest.raises(AlreadyRated):
        rate(booking, olga, 1)

    assert stored(booking.vendor).rating == Decimal("4.00")


def test_only_a_vendor_who_was_hired_is_rated():
    wish = EventVendorFactory()

    with pytest.raises(NotHired, match="no confirmed booking"):
        rate(wish, wish.event.organizer)

    with everything():
        assert not VendorRating.objects.exists()
    assert stored(wish.vendor).rating is None


def test_only_the_team_rates():
    booking = booked(EventFactory())
    seller = EventTeamMemberFactory(event=booking.event, permissions=["sell"]).user

    for person in (seller, EventFactory().organizer):
        with pytest.raises(PermissionDenied):
            rate(booking, person)

    with everything():
        assert not VendorRating.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_rate_at_once_are_both_counted():
    booking = booked(EventFactory())
    olga = booking.event.organizer
    stars = {olga: 5, helper(olga): 2}

    race(*(partial(rate, booking, by, rating) for by, rating in stars.items()))

    assert stored(booking.vendor).rating == Decimal("3.50")
