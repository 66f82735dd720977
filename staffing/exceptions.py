from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError


class ShiftFull(DomainError):
    message = _("This shift is full.")


class ShiftTaken(DomainError):
    message = _("More people are on this shift than that.")


class ShiftOver(DomainError):
    message = _("This shift is over.")


class NotBegun(DomainError):
    message = _("This shift has not begun.")


class OnItAlready(DomainError):
    message = _("They are on this shift already.")


class OffTheBooks(DomainError):
    message = _("They are not on the books at the moment.")


class AlreadyWorks(DomainError):
    """The sentence tells when, and never where: it may be for somebody else."""

    message = _("They already work at that time.")


class CrewIsElsewhere(DomainError):
    """Goes on with who works when, as `AlreadyWorks` does."""

    message = _("Nothing has moved, because some of the crew are taken at the new times.")


class DoesNotFit(DomainError):
    """Several shifts that cannot all be; the sentences say which and why."""

    message = _("Nothing was made, because some of it does not fit.")

    def __init__(self, sentences=()):
        super().__init__(" ".join([str(self.message), *sentences]))


class NothingToPlan(DomainError):
    message = _("There are no shifts to make.")


class JustAsked(DomainError):
    message = _("They were asked less than an hour ago.")


class NotTheirRole(DomainError):
    message = _("That is not a role of theirs.")


class LacksCertificate(DomainError):
    """The sentence names what is lacking."""

    message = _("They lack what the role asks for: %(names)s.")

    def __init__(self, names):
        super().__init__(self.message % {"names": ", ".join(names)})


class IsHere(DomainError):
    message = _("They are at work: check them out instead.")


class TooEarly(DomainError):
    message = _("It is too early: the shift begins in more than two hours.")


class NotMissing(DomainError):
    message = _("They can still come: the shift began less than half an hour ago.")


class TooLateToUndo(DomainError):
    message = _("That was too long ago to be undone.")


class NotAColleague(DomainError):
    message = _("Nobody else of that address is on the same books.")


class ShiftBegun(DomainError):
    message = _("This shift has begun.")


class AskedAlready(DomainError):
    message = _("You have asked for this shift already.")


class NotForYou(DomainError):
    message = _("This shift asks for a role or a certificate that you do not have.")


class YouWork(DomainError):
    message = _("You already work at that time.")


class TimesChanged(DomainError):
    message = _("The shift has other times now than when it was taken over: ask again.")
