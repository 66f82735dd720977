"""Bank statements, as banks give them out: CSV with a heading in some language, or CAMT.053."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .exceptions import NoStatement

LARGEST = 5 * 1024 * 1024
MOST = 10_000  # entries
CENT, GREATEST = Decimal("0.01"), Decimal(10**9)
LONGEST = 500  # letters of a name or text that are kept
HEADINGS = {
    "booked_on": "date|booking date|transaction date|completed date|datum|buchungstag"
    "|buchungsdatum|data|data contabile|data operazione|data registrazione",
    "amount": "amount|credit|paid in|betrag|umsatz|importo|accrediti|avere",
    "currency": "currency|währung|waehrung|divisa",
    "remitter": "name|payer|remitter|sender|counterparty|auftraggeber|zahlungspflichtiger"
    "|auftraggeber/empfänger|auftraggeber/zahlungsempfänger|beguenstigter/zahlungspflichtiger"
    "|name zahlungsbeteiligter|zahlungspflichtige*r|ordinante|mittente|controparte",
    "text": "reference|payment reference|description|details|text|memo|verwendungszweck"
    "|causale|descrizione|descrizione operazione",
}
NAMES = {name: key for key, names in HEADINGS.items() for name in names.split("|")}
IN_HEADING = re.compile(r"\(([A-Za-z]{3})\)|\bin ([A-Z]{3})$")
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d")
AMOUNT = re.compile(
    r"([+-]?)([0-9]{1,3}(?:([.,' ])[0-9]{3}(?:\3[0-9]{3})*)?|[0-9]+)(?:([.,])([0-9]{1,2}))?"
)


@dataclass(frozen=True)
class Entry:
    """Money that arrived. `key` is the same in every statement that has it."""

    key: str
    booked_on: date
    amount: Decimal
    currency: str
    remitter: str
    text: str


def read_statement(body, *, currency):
    """
    The money that arrived, of a file: what went out is left out.

    `currency` is that of the account, where a CSV does not say. Raises NoStatement.
    """
    if len(body) > LARGEST:
        raise NoStatement
    is_xml = body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
    try:
        rows = [_tidied(row, currency) for row in (_camt if is_xml else _csv)(body)]
    except (
        ValueError,
        ArithmeticError,
        LookupError,
        csv.Error,
        ParseError,
        DefusedXmlException,
    ) as error:
        raise NoStatement from error
    if len(rows) > MOST:
        raise NoStatement
    return list(_told_apart(row for row in rows if row[1] > 0))


def _tidied(row, currency):
    booked_on, amount, stated, remitter, text, reference = row
    currency = stated or currency
    if amount != amount.quantize(CENT) or abs(amount) >= GREATEST:
        raise NoStatement
    if not re.fullmatch("[A-Z]{3}", currency):
        raise NoStatement
    return booked_on, amount, currency, _short(remitter), _short(text), _short(reference)


def _short(text):
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:LONGEST]


def _told_apart(rows):
    """Two that are alike in all they say are two: the first and the second of their day."""
    seen: Counter[tuple[str, ...]] = Counter()
    for booked_on, amount, currency, remitter, text, reference in rows:
        said = (str(booked_on), f"{amount:.2f}", currency, reference or f"{remitter}\n{text}")
        seen[said] += 1
        key = "\n".join([*said, str(seen[said])])
        yield Entry(key, booked_on, amount, currency, remitter, text)


def _csv(body):
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252")
    if "\x00" in text:
        raise NoStatement
    for delimiter in ";,\t|":
        lines = list(csv.reader(text.splitlines(), delimiter=delimiter))
        for number, line in enumerate(lines[:30]):
            places, in_heading = _places(line)
            if {"booked_on", "amount"} <= places.keys():
                return [_row(each, places, in_heading) for each in lines[number + 1 :] if any(each)]
    raise NoStatement


def _places(line):
    """Where a line that may be the heading has what we look for, and the currency it names."""
    places: dict[str, int] = {}
    currency = ""
    for place, name in enumerate(line):
        if found := IN_HEADING.search(name):
            currency = (found[1] or found[2]).upper()
            name = IN_HEADING.sub("", name)
        if key := NAMES.get(" ".join(name.lower().split())):
            places.setdefault(key, place)
    return places, currency


def _row(line, places, currency):
    def cell(key):
        place = places.get(key)
        return line[place].strip() if place is not None and place < len(line) else ""

    amount = cell("amount")
    return (
        _date(cell("booked_on")),
        _amount(amount) if amount else Decimal(0),  # banks leave what went out empty
        cell("currency").upper() or currency,
        cell("remitter"),
        cell("text"),
        "",
    )


def _date(text):
    for form in DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise NoStatement


def _amount(text):
    """An amount, with a point or a comma before its cents."""
    found = AMOUNT.fullmatch(" ".join(re.sub(r"[€$£]|[A-Z]{3}", "", text).split()))
    if not found or len(text) > 20:
        raise NoStatement
    sign, whole, thousands, point, cents = found.groups("")
    if point and point == thousands:
        raise NoStatement
    return Decimal(f"{sign}{re.sub('[^0-9]', '', whole)}.{cents or 0}")


def _camt(body):
    root = fromstring(body, forbid_dtd=True)
    if root.find(".//{*}BkToCstmrStmt") is None:
        raise NoStatement
    for entry in root.iterfind(".//{*}Stmt/{*}Ntry"):
        if _text(entry, "{*}CdtDbtInd") != "CRDT":
            continue
        booked = _text(entry, "{*}BookgDt/{*}Dt") or _text(entry, "{*}BookgDt/{*}DtTm")
        parts = entry.findall("{*}NtryDtls/{*}TxDtls")
        for part in parts if len(parts) > 1 else [entry]:
            amount = part.find("{*}Amt")
            if amount is None:
                amount = part.find("{*}AmtDtls/{*}TxAmt/{*}Amt")
            yield (
                date.fromisoformat(booked[:10]),
                Decimal(amount.text.strip()) if amount is not None else Decimal(0),
                amount.get("Ccy", "") if amount is not None else "",
                _text(part, ".//{*}RltdPties/{*}Dbtr/{*}Nm")
                or _text(part, ".//{*}RltdPties/{*}Dbtr/{*}Pty/{*}Nm"),
                " ".join(
                    each.text or ""
                    for path in ("Ustrd", "Strd/{*}CdtrRefInf/{*}Ref")
                    for each in part.iterfind(f".//{{*}}RmtInf/{{*}}{path}")
                ),
                _text(part, ".//{*}Refs/{*}AcctSvcrRef") or _text(entry, "{*}AcctSvcrRef"),
            )


def _text(element, path):
    found = element.find(path)
    return (found.text or "").strip() if found is not None else ""
