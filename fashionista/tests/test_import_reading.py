"""Files of all sorts, and what is said of those that cannot be read."""

import io
import zipfile
from contextlib import suppress

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st
from openpyxl import Workbook

from fashionista.common.errors import DomainError
from fashionista.importing import reading
from fashionista.importing.catalogue import KINDS
from fashionista.importing.exceptions import (
    NoHeading,
    NoRows,
    OldFormat,
    OpenQuote,
    TooLarge,
    UnknownLetters,
    Unreadable,
)
from fashionista.importing.reading import MOST_ROWS, read

COLUMNS = KINDS["sponsors"].columns
TEXT = "name,industry\nAtelier Müßig & Søn,Möbel\n"
ROWS = [("2", "Atelier Müßig & Søn", "Möbel")]


def rows_of(body):
    return list(read(body, columns=COLUMNS))


def refusal_of(body):
    with pytest.raises(DomainError) as refused:
        read(body, columns=COLUMNS)
    return refused.value.sentence


def book(*lines):
    made, file = Workbook(), io.BytesIO()
    for line in lines:
        made.active.append(line)
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "alphabet", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_alphabet_and_with_every_delimiter(alphabet, delimiter):
    assert rows_of(TEXT.replace(",", delimiter).encode(alphabet)) == ROWS


def test_a_spreadsheet_is_read_as_it_would_be_typed():
    body = book(["Name", "Industry", "VAT number"], ["Oltremare", None, 12345.0], [], [None, "x"])

    assert rows_of(body) == [("2", "Oltremare", "", "12345"), ("4", "", "x", "")]


def test_columns_go_by_their_names_in_any_language_and_order():
    columns = KINDS["guests"].columns
    with override("it"):
        names = [str(columns[key].label).upper() for key in ("ticket_type", "email")]
    text = f"{';'.join(names)}; Full  name\nStalls;ida@example.org;Ida"

    found = read(text.encode(), columns=columns)

    assert names[0] != "TICKET TYPE"
    assert found.headers == ["#", "ticket_type", "email", "name"]
    assert list(found) == [("2", "Stalls", "ida@example.org", "Ida")]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", NoHeading),
        (b"\n \n", NoHeading),
        (b"name\n", NoRows),
        (b"name\n \n,\n", NoRows),
        (b"\x89PNG\r\n\x1a\n", NoHeading),
        (b"%PDF-1.7\nname", NoHeading),
        (b"name\nA\x81\x8d", UnknownLetters),
        (b"name\nA\x00B" + b"x" * 300, UnknownLetters),
        (b'name\n"Oltremare', OpenQuote),
        (b'name\n"Oltre"mare', OpenQuote),
        (b"PK\x03\x04 and no more", Unreadable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OldFormat),
        (b"x" * (reading.LARGEST + 1), TooLarge),
    ],
)
def test_what_is_no_table_is_named(body, refusal):
    with pytest.raises(refusal):
        read(body, columns=COLUMNS)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "name,colour,taste\nA,b,c",
            "Unknown columns: “colour”, “taste”. Take them out, or name them as in the sample.",
        ),
        ("name,Name\nA,B", "Columns that are there twice: “Name”."),
        ("industry\nA", "Columns that are missing: “Name”."),
        ("name\nA,B", "Row 2 has more cells than the heading."),
        ("name,,industry\nA,B,C", "Row 2 has a cell in a column without a name."),
        (f"name\n{'A' * 5001}", "Row 2 has a cell that is far too long."),
        ("name" + ",x" * 50 + "\nA", "A file has 50 columns at most."),
        (
            "name\n" + "A\n" * (MOST_ROWS + 1),
            "A file has 5000 rows at most. Import it in parts.",
        ),
        (
            "name\n" + "\n" * 20_000 + "A",
            "A file has 5000 rows at most. Import it in parts.",
        ),
    ],
)
def test_what_is_wrong_with_a_table_is_said(text, sentence):
    assert refusal_of(text.encode()) == sentence


def test_as_many_rows_as_may_be():
    assert len(rows_of(("name\n" + "A\n" * MOST_ROWS).encode())) == MOST_ROWS


def test_a_spreadsheet_that_unpacks_to_far_too_much_is_not_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<t>" * 20_000_000)

    assert len(file.getvalue()) < reading.LARGEST
    assert refusal_of(file.getvalue()) == str(TooLarge.message)


def test_a_spreadsheet_with_a_row_far_down_is_not_walked_to_its_end():
    made, file = Workbook(), io.BytesIO()
    made.active["A1"], made.active["A1048576"] = "name", "Oltremare"
    made.save(file)

    assert refusal_of(file.getvalue()) == "A file has 5000 rows at most. Import it in parts."


@tries(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    body=st.binary(max_size=400)
    | st.binary(max_size=200).map(b"PK\x03\x04".__add__)
    | st.text(max_size=200).map(lambda text: f"name;industry\n{text}".encode(errors="replace"))
    | st.text(max_size=100).map(lambda text: f"name\t{text}".encode("utf-16", errors="replace"))
    | st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=9)).map(
        lambda cut: GOOD[: cut[0]] + cut[1] + GOOD[cut[0] + len(cut[1]) :]
    )
)
def test_any_bytes_are_a_table_or_a_refusal_in_words(body):
    with suppress(DomainError):
        for row in read(body, columns=COLUMNS):
            assert all(isinstance(cell, str) and "\x00" not in cell for cell in row)


GOOD = book(["name", "industry"], ["Oltremare", "Perfume"])
