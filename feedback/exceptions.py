from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError


class NotBegun(DomainError):
    message = _("This event has not begun yet.")


class NotThere(DomainError):
    message = _("Only those who were let in with a ticket of theirs can say how it was.")


class AlreadySaid(DomainError):
    message = _("You have said what you think of this event already.")


class AlreadyRated(DomainError):
    message = _("You have rated this already.")


class NotShown(DomainError):
    message = _("They do not take part in this event.")


class NotHired(DomainError):
    message = _("This vendor has no confirmed booking for the event.")


class AboutOneself(DomainError):
    message = _("Nobody reviews themselves.")
