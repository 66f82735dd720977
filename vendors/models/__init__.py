"""Who is hired for an event, for which service, under which contract."""

from .bookings import EventVendor
from .companies import Vendor, VendorService, validate_pricing
from .contracts import VendorContract

__all__ = [
    "EventVendor", "Vendor", "VendorContract", "VendorService", "validate_pricing",
]  # fmt: skip
