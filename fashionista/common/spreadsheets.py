"""Tables as files for a spreadsheet, in which nothing that people wrote becomes a formula."""

import csv
import re
from decimal import Decimal
from io import BytesIO

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would take words for sums
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML has these
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def xlsx_answer(name, sheets):
    """
    A workbook as a download called `name`, of (title, rows) for each sheet.

    A cell is a value, or (value, number format). Words are written as words: nothing is a formula.
    """
    from openpyxl import Workbook  # heavy, and seldom wanted: the server at rest does without it

    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", UNPRINTABLE.sub("", title))[:31])
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, is_head=not number) for value in row])
    file = BytesIO()
    book.save(file)
    return HttpResponse(
        file.getvalue(),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cell(sheet, value, *, is_head):
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    value, form = value if isinstance(value, tuple) else (value, "")
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, UNPRINTABLE.sub("", value))
        cell.data_type = "s"  # also what begins as a formula does
    else:
        cell = WriteOnlyCell(sheet, value)
    if form:
        cell.number_format = form
    if is_head:
        cell.font = Font(bold=True)
    return cell
