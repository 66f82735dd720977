"""The score of a vendor, which nobody writes: it is counted from ratings by an app above."""

from django.db import transaction

from fashionista.common.identity import acting_as

from .access import RATING
from .models import Vendor


@transaction.atomic
def score_vendor(vendor, *, rating, at):
    """Keep the score of a vendor, from 1 to 5; None while there are no ratings."""
    with acting_as(RATING):
        if not Vendor.objects.filter(pk=vendor.pk).update(rating=rating):
            raise Vendor.DoesNotExist(f"{vendor.pk}: no vendor to score")
    vendor.rating = rating
    return vendor
