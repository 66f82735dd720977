"""
Workbooks (.xlsx) of one sheet, written row by row.

Written here, and not by a library: those keep the sheet in memory or in a file that anybody can
read, and an export must do neither. Words are inline strings, which no program takes for formulas.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from html import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from babel.numbers import list_currencies

from .money import exponent
from .spreadsheets import FORMULA, Said

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576  # of a sheet, its head among them
MOST_LETTERS = 32_767  # of a cell
EPOCH = date(1899, 12, 30).toordinal()
DAY = 86_400  # seconds
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The styles of cells, by their numbers: see `_styles`.
PLAIN, HEAD, KEPT, DATE, MOMENT, DECIMAL, MONEY = range(7)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PARTS = {
    "[Content_Types].xml": (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
        f'<Override PartName="/xl/sheet.xml" ContentType="{KIND}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="sheet.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
}
BEGINNING = (
    f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '</sheetView></sheetViews><sheetFormatPr defaultColWidth="20" defaultRowHeight="15"/>'
    "<sheetData>"
)
END = "</sheetData></worksheet>"


def sheet_head(words):
    """The first row of a sheet."""
    return f"<row>{''.join(_text(word, HEAD) for word in words)}</row>"


def sheet_rows(rows):
    """Rows of words, numbers, dates and money (`Said`) as a sheet has them."""
    return "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)


def workbook(pieces):
    """The bytes of the file, bit by bit, around a sheet that comes in pieces of its rows."""
    out = _Outlet()
    with ZipFile(out, "w") as file:  # type: ignore[call-overload]  # it may be blind
        for name, content in [*PARTS.items(), ("xl/styles.xml", _styles())]:
            file.writestr(_part(name), content)
        with file.open(_part("xl/sheet.xml"), "w") as sheet:
            sheet.write(BEGINNING.encode())
            for piece in pieces:
                sheet.write(piece)
                yield out.taken()
            sheet.write(END.encode())
    yield out.taken()


class _Outlet:
    """Where a ZipFile writes to, which may not look back."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def write(self, content: bytes) -> int:
        self.waiting.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        pass

    def taken(self):
        content, self.waiting = b"".join(self.waiting), []
        return content


def _part(name):
    part = ZipInfo(name)
    part.compress_type = ZIP_DEFLATED
    return part


def _cell(value):
    style = PLAIN
    if isinstance(value, Said):
        style = MONEY + _currencies().get(value.currency, 0) if value.currency else PLAIN
        value = value.value
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return _text(value, PLAIN)
    if isinstance(value, datetime):
        return _number(_days(value), MOMENT)
    if isinstance(value, date):
        return _number(value.toordinal() - EPOCH, DATE)
    if isinstance(value, Decimal):
        return _number(value, style or DECIMAL) if value.is_finite() else _text(value, PLAIN)
    if isinstance(value, int | float):
        return _number(value, style)
    return _text(value, KEPT if str(value).startswith(FORMULA) else PLAIN)


def _days(moment):
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return round(moment.toordinal() - EPOCH + seconds / DAY, 8)


def _number(value, style):
    written = format(value, "f") if isinstance(value, Decimal) else value
    return f'<c s="{style}"><v>{written}</v></c>'


def _text(value, style):
    words = escape(UNPRINTABLE.sub("", str(value))[:MOST_LETTERS], quote=False)
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


@cache
def _currencies():
    return {code: place for place, code in enumerate(sorted(list_currencies()))}


@cache
def _styles():
    formats, cells = [], []
    for code, place in _currencies().items():
        number, digits = 164 + place, exponent(code)
        shown = "#,##0" + ("." + "0" * digits if digits else "")
        formats.append(f'<numFmt numFmtId="{number}" formatCode="{shown}\\ [${code}]"/>')
        cells.append(number)
    cell = '<xf numFmtId="{}" fontId="{}" fillId="0" borderId="0" xfId="0"{}/>'
    known = [
        cell.format(0, 0, ""),
        cell.format(0, 1, ' applyFont="1"'),
        cell.format(49, 0, ' quotePrefix="1" applyNumberFormat="1"'),
        *(cell.format(number, 0, ' applyNumberFormat="1"') for number in (14, 22, 4, *cells)),
    ]
    font = '<sz val="11"/><name val="Calibri"/>'
    return (
        f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="{len(formats)}">{"".join(formats)}'
        f'</numFmts><fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
        '<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(known)}">{"".join(known)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
