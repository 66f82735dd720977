"""What the box office and the door say when they refuse."""

from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError


class NothingWanted(DomainError):
    message = _("Choose at least one ticket.")


class ChooseTime(DomainError):
    message = _("Choose a time for these tickets. Nothing was held.")


class NotATime(DomainError):
    message = _("This time cannot be booked any more. Choose another: nothing was held.")


class NotOnSale(DomainError):
    message = _("These tickets are not on sale right now. Nothing was held.")


class TooMany(DomainError):
    message = _("That is more than one order may hold. Nothing was held.")


class TooFew(DomainError):
    message = _("These tickets are sold in larger numbers only. Nothing was held.")


class TooManyForOne(DomainError):
    message = _("That is more than one person may buy, orders made before included.")


class CompanionsAlone(DomainError):
    message = _("A companion’s ticket goes with a ticket it is for. Nothing was held.")


class PriceHasChanged(DomainError):
    message = _("A price has just changed: look again. Nothing was held.")


class PriceTooLow(DomainError):
    message = _("That price is not between the lowest and the highest. Nothing was held.")


class NoSuchCode(DomainError):
    message = _("This event has no such code, or it is not valid now.")


class CodeUsedUp(DomainError):
    message = _("There is less left on this code than that. Nothing was held.")


class AllotmentTaken(DomainError):
    message = _("There are not so many places free to keep.")


class SoldOut(DomainError):
    message = _("The last of these places have just gone. Nothing was held.")


class HoldExpired(DomainError):
    message = _("Your hold has run out, so these places are open to others again.")


class ExtendedAlready(DomainError):
    message = _("A hold can be made longer once, and this one was.")


class PeopleWait(SoldOut):
    message = _("Others wait for these places already, so they come first. Nothing was held.")


class TimesAreKept(DomainError):
    message = _("Places of tickets for a chosen time cannot be kept for a code.")


class NoTimes(DomainError):
    message = _("Nothing falls on these days and hours. No times were made.")


class TooManyTimes(DomainError):
    message = _("That would be more than 500 times. Make them in parts.")


class TimesThere(DomainError):
    message = _("Some of these times are there already, so none were made.")


class SaleEndsFirst(DomainError):
    message = _("The sale of a ticket type would close before it opens. Change its hours first.")


class OutsideTheEvent(DomainError):
    message = _("A time lies within the days and hours of its event.")


class MoreThanTheHouse(DomainError):
    message = _("That is more than the event lets in at once.")


class StillOnSale(DomainError):
    message = _("There are places left: nobody has to wait for these.")


class NobodyWaits(DomainError):
    message = _("For these tickets nobody can wait.")


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


class NothingToRefund(DomainError):
    message = _("There is nothing left to give back here. Nothing was changed.")


class MoreThanPaid(DomainError):
    message = _("That is more than is left of what was paid. Nothing was changed.")


class AnotherSum(DomainError):
    message = _("What goes back has changed meanwhile. Nothing was changed: look again.")


class NoLongerOpen(DomainError):
    message = _("One of these tickets was given back already. Nothing was changed.")


class NoReturns(DomainError):
    message = _("The organizer does not take tickets of this event back.")


class ReturnsChanged(DomainError):
    message = _(
        "How tickets of this event are returned has changed meanwhile. Nothing was changed: look"
        " again."
    )


class AskedAlready(DomainError):
    message = _("You have asked for a refund of this order already, and it is not answered yet.")


class AnswerNeeded(DomainError):
    message = _("Say why, in a sentence to the buyer.")


class TooLateToReturn(DomainError):
    message = _("It is too late to return tickets of this event.")


class UsedAtTheDoor(DomainError):
    message = _("One of these tickets was used at the door, so it cannot be returned.")


class ReasonNeeded(DomainError):
    message = _("One of these tickets was used at the door. Say why it is refunded all the same.")


class CapacityTooSmall(DomainError):
    message = _("More places than that are held or sold already.")


class NothingToSend(DomainError):
    message = _("This order has no tickets to send.")


class NothingToInvoice(DomainError):
    message = _("This order is not paid, cost nothing, or has all its documents.")


class NotToHandOn(DomainError):
    message = _("This ticket was used, taken back or passed on meanwhile. Nothing was changed.")


class NoResale(DomainError):
    message = _("Tickets of this event cannot be offered to the waiting list, or not any more.")


class NotToOffer(DomainError):
    message = _(
        "This ticket was used, taken back, passed on or offered meanwhile. Nothing was changed."
    )


class OnOffer(DomainError):
    message = _(
        "This ticket is offered to the waiting list. Withdraw it there first, then change it."
    )


class OfferedToSomebody(DomainError):
    message = _(
        "Somebody on the waiting list is deciding on this ticket right now. If they leave it, you"
        " can withdraw it."
    )


class AnsweredTooLate(DomainError):
    message = _("The event has begun, so answers stay as they are.")


class NothingToUndo(DomainError):
    message = _("Nobody is in on this ticket, so nothing was undone.")
