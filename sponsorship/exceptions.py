"""What is said when a sponsor, a package or a picture cannot be taken."""

from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError


class SponsorNotActive(DomainError):
    message = _("This sponsor is not active: take it on first.")


class PackageGone(DomainError):
    message = _("The last of these packages has gone. Nothing was approved.")


class PackageNotOffered(DomainError):
    message = _("This package is not offered at this time.")


class EventNotOn(DomainError):
    message = _("This event is called off or over, so nobody can sponsor it any more.")


class NotOver(DomainError):
    message = _("This sponsorship has not ended yet.")


class ReasonNeeded(DomainError):
    message = _("Write on its page what is wrong with it first.")
