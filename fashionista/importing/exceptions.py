"""What is said of a file that cannot be imported."""

from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError


class Unreadable(DomainError):
    message = _("This is neither a CSV nor an XLSX file that can be read. Nothing was imported.")


class OldFormat(DomainError):
    message = _("This is a file of an old Excel. Save it as XLSX or CSV.")


class TooLarge(DomainError):
    message = _("A file has 5 MB at most. Import it in parts.")


class UnknownLetters(DomainError):
    message = _("The letters of this file cannot be told. Save it as CSV in UTF-8, or as XLSX.")


class OpenQuote(DomainError):
    message = _("A quotation mark in this file is not closed, or stands where none can.")


class NoHeading(DomainError):
    message = _("The first row has to name the columns, as in the sample.")


class NoRows(DomainError):
    message = _("There is nothing below the heading.")


class RowsRefused(DomainError):
    """Rows that were in order, or not, cannot be imported now. `faults` are those of each."""

    message = _("Not every row is in order (any more), so nothing was imported.")

    def __init__(self, faults):
        super().__init__()
        self.faults = faults


class StandsFast(DomainError):
    message = _("Others hang on it: %(what)s.")
