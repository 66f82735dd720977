"""The bookings of an event that is put on once more."""

from django.db import transaction

from events.duplicating import copy_of
from events.models import Event

from .models import EventVendor, Vendor


@transaction.atomic
def copy_bookings(source: Event, event: Event) -> None:
    """The services it had, each to be confirmed anew. Who is off the books is not asked again."""
    booked = EventVendor.objects.filter(event=source, vendor__status=Vendor.Status.ACTIVE)
    booked = booked.exclude(status=EventVendor.Status.CANCELLED).order_by("created_at")
    of_each_service = {booking.service_id: booking for booking in booked}
    EventVendor.objects.bulk_create(
        copy_of(
            booking,
            event=event,
            status=EventVendor.Status.PENDING,
            contract=None,
            confirmed_at=None,
            completed_at=None,
            cancelled_at=None,
        )
        for booking in of_each_service.values()
    )
