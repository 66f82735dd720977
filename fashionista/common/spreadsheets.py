"""Tables as files for a spreadsheet, in which nothing that people wrote becomes a formula."""

import csv
from decimal import Decimal
from io import StringIO

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would take words for sums
MARK = "\ufeff"  # else Excel reads it in another alphabet


class Said(str):
    """Words that remember the value they say, for files that can hold it: money, a moment."""

    value: object = None
    currency = ""

    @classmethod
    def of(cls, words, value, currency=""):
        said = cls(words)
        said.value, said.currency = value, currency
        return said


def csv_answer(name, rows):
    """`rows` of words and numbers as a download called `name`."""
    return HttpResponse(
        MARK + csv_rows(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def csv_rows(rows):
    lines = StringIO()
    csv.writer(lines).writerows(map(tame, row) for row in rows)
    return lines.getvalue()


def tame(value):
    """As it is if it is a number, else words with a mark before them that keeps them words."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    words = str(value)
    return f"'{words}" if words.startswith(FORMULA) else words
