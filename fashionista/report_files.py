"""The rows of a report as a file for a spreadsheet: numbers as numbers, words as words."""

from django.http import HttpResponse

from fashionista.common.reports import MONEY, Table, in_file, in_words
from fashionista.common.spreadsheets import Said, csv_answer
from fashionista.common.workbooks import TYPE, sheet_head, sheet_rows, workbook


def as_csv(table, name, title):
    rows = [[column.name for column in table.columns]]
    rows += [_cells(table, row) for row in _all_rows(table)]
    return csv_answer(f"{name}.csv", rows)


def as_xlsx(table, name, title):
    """Beneath the rows what they are, how they are counted, and the figures beside them."""
    head = [_head(table, column) for column in table.columns]
    rows = [_said(table, row) for row in _all_rows(table)]
    about = [[], [title], [table.note]]
    about += [[column.name, in_words(value, column.kind, table.currency_of(column))]
              for column, value in table.figures]  # fmt: skip
    pieces = [sheet_head(head).encode(), sheet_rows([*rows, *about]).encode()]
    return HttpResponse(
        b"".join(workbook(pieces)),
        content_type=TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )


def _all_rows(table: Table):
    return [*table.rows, table.total] if table.total else table.rows


def _head(table, column):
    """Who adds up a column elsewhere has to know of what it is."""
    return f"{column.name} ({table.currency_of(column)})" if column.kind == MONEY else column.name


def _cells(table, row):
    return [_cell(table, column, value) for column, value in zip(table.columns, row, strict=True)]


def _cell(table, column, value):
    if value is None or isinstance(value, str):
        return value or ""  # the name of a total may stand where days do
    return in_file(value, column.kind, table.currency_of(column))


def _said(table, row):
    """The cells of a workbook: money is shown in its currency."""
    cells = zip(table.columns, _cells(table, row), strict=True)
    return [
        Said.of(str(cell), cell, table.currency_of(column))
        if column.kind == MONEY and cell != ""
        else cell
        for column, cell in cells
    ]
