"""Bank statements as banks write them: what arrived is read, and what is no statement refused."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from ticketing.exceptions import NoStatement
from ticketing.statements import LARGEST, read_statement

ENGLISH = b"""Date,Description,Name,Amount,Currency
2026-11-24,RF43 FPW5 V9CM TA,Gwen Guest,50.00,EUR
2026-11-25,Rent,Landlord,"-1,200.00",EUR
"""
GERMAN = """Konto;DE02

Buchungstag;Auftraggeber/Empf\xe4nger;Verwendungszweck;Betrag (EUR)
24.11.2026;Grete Gast;RF43FPW5V9CMTA;1.050,00
25.11.26;Vermieter;Miete;-1.200,00
""".encode("cp1252")
ITALIAN = """\ufeffData contabile\tCausale\tOrdinante\tAvere\tDivisa
24/11/2026\tBiglietti RF43 FPW5 V9CM TA\tGina Guidi\t50\tEUR
25/11/2026\tAffitto\tPadrone\t\tEUR
""".encode()
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><Stmt>
<Ntry><Amt Ccy="EUR">50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-24</Dt></BookgDt>
<AcctSvcrRef>A1</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr>{name}</Dbtr></RltdPties>
<RmtInf><Strd><CdtrRefInf><Ref>RF43FPW5V9CMTA</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>
</Ntry>
<Ntry><Amt Ccy="EUR">99.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>
<BookgDt><Dt>2026-11-24</Dt></BookgDt></Ntry>
<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<BookgDt><DtTm>2026-11-25T10:00:00</DtTm></BookgDt><AcctSvcrRef>A2</AcctSvcrRef><NtryDtls>
<TxDtls><Amt Ccy="EUR">10.00</Amt><RmtInf><Ustrd>one</Ustrd><Ustrd>of two</Ustrd></RmtInf></TxDtls>
<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">20.00</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


def read(body):
    return [
        (entry.booked_on.isoformat(), str(entry.amount), entry.currency, entry.remitter, entry.text)
        for entry in read_statement(body, currency="EUR")
    ]


def test_csv_in_three_languages():
    assert read(ENGLISH) == [("2026-11-24", "50.00", "EUR", "Gwen Guest", "RF43 FPW5 V9CM TA")]
    assert read(GERMAN) == [("2026-11-24", "1050.00", "EUR", "Grete Gast", "RF43FPW5V9CMTA")]
    assert read(ITALIAN) == [
        ("2026-11-24", "50.0", "EUR", "Gina Guidi", "Biglietti RF43 FPW5 V9CM TA")
    ]


@pytest.mark.parametrize(
    ("version", "name"),
    [("02", "<Nm>Gwen Guest</Nm>"), ("08", "<Pty><Nm>Gwen Guest</Nm></Pty>")],
)
def test_camt_of_two_versions(version, name):
    assert read(CAMT.format(version=version, name=name).encode()) == [
        ("2026-11-24", "50.00", "EUR", "Gwen Guest", "RF43FPW5V9CMTA"),
        ("2026-11-25", "10.00", "EUR", "", "one of two"),
        ("2026-11-25", "20.00", "EUR", "", ""),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1 234,5", "1234.5"), ("1.234", "1234"),
        ("+50", "50"), ("50.00 EUR", "50.00"), ("\u20ac50,10", "50.10"), ("1'000.00", "1000.00"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(written, meant):
    ((_day, amount, *_rest),) = read(f"date;amount\n2026-11-24;{written}\n".encode())

    assert Decimal(amount) == Decimal(meant)


def test_two_that_are_alike_are_two_and_the_same_in_another_file():
    line = b"2026-11-24,RF,Gwen,50.00,EUR\n"
    head = ENGLISH.split(b"\n")[0] + b"\n"

    one, two = read_statement(head + line + line, currency="EUR")
    (again,) = read_statement(head + line, currency="EUR")

    assert one.key != two.key
    assert again.key == one.key
    assert one.booked_on == date(2026, 11, 24)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<Document><BkToCstmrStmt><Stmt>&b;</Stmt></BkToCstmrStmt></Document>"""
FOREIGN = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<Document><BkToCstmrStmt>&a;</BkToCstmrStmt></Document>"""
NONE = [
    b"", b"hello", b"\x00\x01", b"<", b"<html></html>", b"<Document/>", BOMB, FOREIGN,
    b"date;amount\nyesterday;5\n", b"date;amount\n2026-11-24;much\n", b"amount;text\n5;x\n",
    b"date;amount\n2026-11-24;5.123,456\n", b"date;amount\n2026-11-24;1.234.56\n",
    b"date;amount;currency\n2026-11-24;5;euro\n",
    b"date;amount\n2026-11-24;99999999999\n", b"date;amount\n2026-11-24;" + b"9" * 5000,
    b"x" * (LARGEST + 1), b"\x89PNG\r\n\x1a\n", b"%PDF-1.7",
    CAMT.format(version="02", name="").replace("50.00", "NaN").encode(),
    CAMT.format(version="02", name="").replace("50.00", "Infinity").encode(),
    CAMT.format(version="02", name="").replace("50.00", "50.001").encode(),
    CAMT.format(version="02", name="").replace("2026-11-24", "soon").encode(),
]  # fmt: skip


@pytest.mark.parametrize("body", NONE, ids=lambda body: ascii(body[:30]))
def test_what_is_no_statement_is_refused(body):
    with pytest.raises(NoStatement):
        read_statement(body, currency="EUR")


@tries(max_examples=200, deadline=None, derandomize=True)
@given(body=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
@example(body=b"date;amount\n" + json.dumps("\x85").encode())
def test_anything_at_all_is_read_or_refused(body):
    for head in (b"", b"date;amount;text\n2026-11-24;", b"<Document><BkToCstmrStmt>"):
        try:
            entries = read_statement(head + body, currency="EUR")
        except NoStatement:
            continue
        assert all(entry.amount > 0 for entry in entries)
