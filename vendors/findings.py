"""What is left to do about the vendors of an event. See `events.findings`."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import ngettext_lazy

from events.findings import Question, finds, is_ahead, list_of, pressing
from events.models import Event

from .models import EventVendor, VendorContract


@finds("vendors")
def hiring(event: Event, at: datetime) -> Iterator[Question]:
    if not is_ahead(event, at):
        return
    draft, pending = VendorContract.Status.DRAFT, EventVendor.Status.PENDING
    yield Question(
        VendorContract.objects.filter(event=event, status=draft),
        ngettext_lazy("%(n)s contract is not signed", "%(n)s contracts are not signed", "n"),
        list_of("vendors_vendorcontract", event, status__exact=draft),
        pressing(event, at),
    )
    yield Question(
        EventVendor.objects.filter(event=event, status=pending),
        ngettext_lazy(
            "%(n)s booking of a vendor is not confirmed",
            "%(n)s bookings of vendors are not confirmed",
            "n",
        ),
        list_of("vendors_eventvendor", event, status__exact=pending),
        pressing(event, at),
    )
