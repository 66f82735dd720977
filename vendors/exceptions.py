"""What is said when a vendor cannot be hired, or let go."""

from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError


class VendorNotActive(DomainError):
    message = _("This vendor is not active: put it back on the books first.")


class NoContract(DomainError):
    message = _("There is no active contract with this vendor for this event.")


class AnotherIsActive(DomainError):
    message = _("Another contract with this vendor for this event is active.")


class BookingsOpen(DomainError):
    message = _("Bookings under this contract are confirmed: close them or call them off first.")


class EventNotOn(DomainError):
    message = _("This event is called off or over, so nobody is hired for it any more.")


class NotOver(DomainError):
    message = _("This event is not over yet.")
