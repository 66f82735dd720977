"""Tables as files for a spreadsheet, in which nothing that people wrote becomes a formula."""

import csv
from decimal import Decimal

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would take words for sums


def csv_answer(name, rows):
    """`rows` of words and numbers as a download called `name`."""
    response = HttpResponse(
        "\ufeff",  # else Excel reads it in another alphabet
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    writer = csv.writer(response)
    for row in rows:
        writer.writerow(map(tame, row))
    return response


def tame(value):
    """As it is if it is a number, else words with a mark before them that keeps them words."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    words = str(value)
    return f"'{words}" if words.startswith(FORMULA) else words
