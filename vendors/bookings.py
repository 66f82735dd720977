"""The vendors of one event as its team reads them: state by state, and what is still open."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .forms import CONTACT, REQUIREMENTS
from .models import EventVendor, Vendor, VendorContract, VendorService

Status, Signed = EventVendor.Status, VendorContract.Status
# Of several contracts with one vendor the one that counts: signed, drafted, over, called off.
BY_WEIGHT = [Signed.ACTIVE, Signed.DRAFT, Signed.COMPLETED, Signed.CANCELLED]


@dataclass
class ListedBooking:
    """A booking. Vendor and service are None for who does not see the organizer's books."""

    booking: EventVendor
    vendor: Vendor | None
    service: VendorService | None
    contract: VendorContract | None

    @property
    def name(self) -> str:
        return self.vendor.name if self.vendor else str(self.booking)

    @property
    def contact(self) -> list[str]:
        said = self.vendor.contact_info if self.vendor else {}
        return [said[key] for key in CONTACT if key in said]

    @property
    def requirements(self) -> list[tuple[str, str]]:
        """What the vendor needs on the day, each with its label."""
        said = self.booking.requirements
        return [
            (capfirst(str(label)), said[key]) for key, label in REQUIREMENTS.items() if key in said
        ]

    @property
    def gaps(self) -> list[str]:
        """What is to be done before the vendor can be counted on."""
        if self.booking.status not in (Status.PENDING, Status.CONFIRMED):
            return []
        gaps = [_("To be confirmed")] if self.booking.status == Status.PENDING else []
        if self.contract is None or self.contract.status == Signed.CANCELLED:
            gaps.append(_("No contract"))
        elif self.contract.status == Signed.DRAFT:
            gaps.append(_("Contract to be signed"))
        return gaps


def bookings_of(event) -> list[ListedBooking]:
    """
    Every booking of an event, by vendor, with the contract that counts for it.

    Nothing is joined: who sees the bookings may not see the books they come from.
    """
    bookings = list(event.event_vendors.all())
    vendors = Vendor.objects.in_bulk({booking.vendor_id for booking in bookings})
    services = VendorService.objects.in_bulk({booking.service_id for booking in bookings})
    contracts = sorted(
        event.vendor_contracts.all(), key=lambda each: BY_WEIGHT.index(each.status), reverse=True
    )
    of_vendor = {contract.vendor_id: contract for contract in contracts}
    signed = {contract.pk: contract for contract in contracts}
    listed = [
        ListedBooking(
            booking,
            vendors.get(booking.vendor_id),
            services.get(booking.service_id),
            signed.get(booking.contract_id) or of_vendor.get(booking.vendor_id),
        )
        for booking in bookings
    ]
    return sorted(listed, key=lambda each: each.name)


def by_state(listed: Iterable[ListedBooking]) -> list[tuple[str, list[ListedBooking]]]:
    """The bookings under their states: what is to be confirmed comes first."""
    states = [
        (str(status.label), [each for each in listed if each.booking.status == status])
        for status in Status
    ]
    return [(label, rows) for label, rows in states if rows]
