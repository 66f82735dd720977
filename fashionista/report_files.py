"""The rows of a report as a file for a spreadsheet: numbers as numbers, words as words."""

from django.utils.translation import gettext as _

from fashionista.common.money import exponent
from fashionista.common.reports import DAY, MOMENT, MONEY, PERCENT, Table, in_file
from fashionista.common.spreadsheets import csv_answer, xlsx_answer

FORMS = {DAY: "yyyy-mm-dd", MOMENT: "yyyy-mm-dd hh:mm", PERCENT: '0.0"%"'}


def as_csv(table, name, title):
    rows = [[column.name for column in table.columns]]
    rows += [[value for value, _form in _cells(table, row)] for row in _all_rows(table)]
    return csv_answer(f"{name}.csv", rows)


def as_xlsx(table, name, title):
    head = [_head(table, column) for column in table.columns]
    about = [[title], [table.note]]
    about += [[column.name, _cell(table, column, value)] for column, value in table.figures]
    rows = [_cells(table, row) for row in _all_rows(table)]
    return xlsx_answer(f"{name}.xlsx", [(_("Report"), [head, *rows]), (_("About"), about)])


def _all_rows(table: Table):
    return [*table.rows, table.total] if table.total else table.rows


def _head(table, column):
    """Who adds up a column elsewhere has to know of what it is."""
    return f"{column.name} ({table.currency_of(column)})" if column.kind == MONEY else column.name


def _cells(table, row):
    return [_cell(table, column, value) for column, value in zip(table.columns, row, strict=True)]


def _cell(table, column, value):
    if value is None or isinstance(value, str):
        return (value or "", "")  # the name of a total may stand where days do
    currency = table.currency_of(column)
    form = FORMS.get(column.kind, "")
    if column.kind == MONEY:
        digits = exponent(currency)
        form = "#,##0." + "0" * digits if digits else "#,##0"
    return in_file(value, column.kind, currency), form
