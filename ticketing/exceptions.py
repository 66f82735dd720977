"""What the box office and the door say when they refuse."""

from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError


class NothingWanted(DomainError):
    message = _("Choose at least one ticket.")


class NotOnSale(DomainError):
    message = _("These tickets are not on sale right now. Nothing was held.")


class TooMany(DomainError):
    message = _("That is more than one order may hold. Nothing was held.")


class SoldOut(DomainError):
    message = _("The last of these places have just gone. Nothing was held.")


class HoldExpired(DomainError):
    message = _("Your hold has run out, so these places are open to others again.")


class NoSuchPayment(DomainError):
    message = _("No payment of ours.")


class ProviderDown(DomainError):
    message = _(
        "The payment provider does not answer right now. Nothing was taken, and your tickets are"
        " still held: try again in a moment."
    )


class NoTransfer(DomainError):
    message = _("This is no bank transfer that is waited for.")


class NoStatement(DomainError):
    message = _("This is no bank statement we can read: CSV with a heading, or CAMT.053.")


class NoMatch(DomainError):
    message = _("This money is not what an order waits for, so nothing was changed.")


class NoReason(DomainError):
    message = _("Say what it was, for those who look at it later.")


class BadWebhook(DomainError):
    message = _("Signature, time or content of this message are not right.")


class CapacityTooSmall(DomainError):
    message = _("More places than that are held or sold already.")


class NothingToSend(DomainError):
    message = _("This order has no tickets to send.")
