"""
Files with tables, as people have them: CSV in several alphabets, XLSX.

Nothing a file says of itself is believed: what is read is counted while it is read. Imported late,
since the libraries behind it take memory.
"""

import csv
import io
import itertools
import zipfile
from datetime import datetime, time

import openpyxl
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from import_export.formats import base_formats
from tablib import Dataset

from fashionista.common.errors import DomainError

from .exceptions import (
    NoHeading,
    NoRows,
    OldFormat,
    OpenQuote,
    TooLarge,
    UnknownLetters,
    Unreadable,
)

LARGEST = 5 * 1024 * 1024
UNPACKED = 30 * 1024 * 1024  # what an XLSX may hold once it is unpacked
MOST_ROWS, MOST_COLUMNS, LONGEST = 5_000, 50, 5_000  # the last: characters of a cell
SCANNED = 20_000  # rows that are looked at, empty ones among them
WIDEST = 256  # columns that are looked at
NUMBER = "#"  # the column of the dataset with the row's number in the file
CHUNK = 64 * 1024


class CSV(base_formats.CSV):
    def lines(self, body):
        """The lines of the file, each a list of texts."""
        text = decoded(body)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        try:
            yield from reader
        except csv.Error as error:
            raise OpenQuote from error


class XLSX(base_formats.XLSX):
    def lines(self, body):
        try:
            _weigh(body)
            book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
            for line in book.worksheets[0].iter_rows(max_col=WIDEST, values_only=True):
                yield [_said(value) for value in line]
        except DomainError:
            raise
        except Exception as error:  # a parser of others that is fed anything fails in any way
            raise Unreadable from error


FORMATS = {"csv": CSV, "xlsx": XLSX}


def read(body, *, columns, most=MOST_ROWS):
    """
    The rows of a file, `most` of them, as a dataset whose headings are the keys of `columns`.

    Its first column is NUMBER, the row's in the file. Raises a DomainError that says what is wrong.
    """
    if len(body) > LARGEST:
        raise TooLarge
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise OldFormat
    lines = (XLSX() if body.startswith(b"PK\x03\x04") else CSV()).lines(body)
    numbered = enumerate(map(_trimmed, lines), start=1)
    _first, heading = next(((n, line) for n, line in _bounded(numbered) if line), (0, []))
    keys = _keys(heading, columns)
    dataset = Dataset(headers=[NUMBER, *(key for key in keys if key)])
    for number, line in _bounded(numbered):
        if not line:
            continue
        if len(dataset) == most:
            raise DomainError(_too_many(most))
        dataset.append([str(number), *_cells(number, line, keys)])
    if not dataset:
        raise NoRows
    return dataset


def _bounded(numbered):
    for number, line in numbered:
        if number > SCANNED:
            raise DomainError(_too_many(MOST_ROWS))
        yield number, line


def _too_many(most):
    words = ngettext(
        "A file has %(n)s row at most. Import it in parts.",
        "A file has %(n)s rows at most. Import it in parts.",
        most,
    )
    return words % {"n": most}


def _trimmed(line):
    """Without space around cells, and without empty cells at the end."""
    cells = [cell.strip() for cell in line]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _keys(heading, columns):
    """The key of each column of the file; "" of one that is empty throughout."""
    if not any(heading):
        raise NoHeading
    if len(heading) > MOST_COLUMNS:
        words = ngettext(
            "A file has %(n)s column at most.", "A file has %(n)s columns at most.", MOST_COLUMNS
        )
        raise DomainError(words % {"n": MOST_COLUMNS})
    known = {plain(name): key for key, names in columns.items() for name in names.all}
    keys = [known.get(plain(cell), "") for cell in heading]
    strange = [cell[:60] for cell, key in zip(heading, keys, strict=True) if cell and not key]
    twice = {str(columns[key].label) for key in keys if key and keys.count(key) > 1}
    missing = [
        str(names.label) for key, names in columns.items() if names.required and key not in keys
    ]
    if strange and len(strange) == len([cell for cell in heading if cell]):
        raise NoHeading
    sentences = [
        words % {"columns": _listed(names)}
        for words, names in [
            (
                _("Unknown columns: %(columns)s. Take them out, or name them as in the sample."),
                strange,
            ),
            (_("Columns that are there twice: %(columns)s."), sorted(twice)),
            (_("Columns that are missing: %(columns)s."), missing),
        ]
        if names
    ]
    if sentences:
        raise DomainError(" ".join(sentences))
    return keys


def _listed(names):
    return ", ".join(f"“{name}”" for name in names)


def _cells(number, line, keys):
    if len(line) > len(keys):
        raise DomainError(_("Row %(n)s has more cells than the heading.") % {"n": number})
    cells = list(itertools.islice(itertools.chain(line, itertools.repeat("")), len(keys)))
    if any(cell and not key for cell, key in zip(cells, keys, strict=True)):
        raise DomainError(_("Row %(n)s has a cell in a column without a name.") % {"n": number})
    if any(len(cell) > LONGEST for cell in cells):
        raise DomainError(_("Row %(n)s has a cell that is far too long.") % {"n": number})
    if any("\x00" in cell for cell in cells):
        raise UnknownLetters
    return [cell for cell, key in zip(cells, keys, strict=True) if key]


def plain(name):
    """As names of columns are compared."""
    return " ".join(name.casefold().replace("_", " ").replace("-", "").split())


def in_all_languages(words):
    """What a lazy text is in each language of the portal."""
    spoken = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            spoken.add(str(words))
    return spoken


def decoded(body):
    """
    The text of a CSV file: UTF-8, UTF-16 or, where it can be no other, Windows-1252.

    Raises UnknownLetters.
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        alphabets = ["utf-16"]
    elif b"\x00" in body[:2]:  # no text begins so, but one in Latin letters of two bytes each
        alphabets = ["utf-16-be" if body[:1] == b"\x00" else "utf-16-le"]
    else:
        alphabets = ["utf-8-sig", "cp1252"]
    for alphabet in alphabets:
        try:
            text = body.decode(alphabet)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnknownLetters


def _delimiter(text):
    """What parts the first line into most cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _weigh(body):
    """Unpack an XLSX once, to nowhere: what it says of its size is no bound."""
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            with archive.open(name) as file:
                while chunk := file.read(CHUNK):
                    unpacked += len(chunk)
                    if unpacked > UNPACKED:
                        raise TooLarge


def _said(value):
    """A cell of a spreadsheet as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.strftime("%Y-%m-%d" if is_day else "%Y-%m-%d %H:%M")
    return str(value)
