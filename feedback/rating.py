"""Houses rate the vendors they had; a vendor's score is the mean of all ratings."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Avg

from events.access import AtMyEvents
from events.models import Event
from fashionista.common.identity import acting_as
from vendors.access import RATING
from vendors.models import EventVendor, Vendor
from vendors.rating import score_vendor

from .exceptions import AlreadyRated, NotHired
from .models import VendorRating

HIRED = [EventVendor.Status.CONFIRMED, EventVendor.Status.COMPLETED]


@transaction.atomic
def rate_vendor(
    vendor: Vendor, *, event: Event, by: Any, at: datetime, rating: int, text: str = ""
) -> VendorRating:
    """
    Keep what a member of an event's team thinks of a vendor, and score the vendor anew.

    Raises PermissionDenied, NotHired without a booking that was confirmed and, the second time,
    AlreadyRated.
    """
    if not Event.objects.filter(AtMyEvents("pk", "vendors"), pk=event.pk).exists():
        raise PermissionDenied
    if not EventVendor.objects.filter(event=event, vendor=vendor, status__in=HIRED).exists():
        raise NotHired
    given, is_new = VendorRating.objects.get_or_create(
        vendor=vendor,
        event=event,
        rated_by=by,
        defaults={"rating": rating, "review": text, "created_at": at},
    )
    if not is_new:
        raise AlreadyRated
    _score(vendor, at)
    return given


@transaction.atomic
def withdraw_rating(given: VendorRating, *, by: Any, at: datetime) -> Vendor:
    """Take a rating back; the vendor is scored by the others. Raises PermissionDenied."""
    vendor = given.vendor
    deleted, _by_model = given.delete()
    if not deleted:
        raise PermissionDenied
    return _score(vendor, at)


def _score(vendor, at):
    """By all ratings, also those the person does not see. Two who rate at once take turns."""
    with acting_as(RATING):
        Vendor.objects.select_for_update(no_key=True).get(pk=vendor.pk)
        mean = VendorRating.objects.filter(vendor=vendor).aggregate(mean=Avg("rating"))["mean"]
    return score_vendor(vendor, rating=mean and round(mean, 2), at=at)
