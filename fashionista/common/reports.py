"""
What a report is: rows made once, for the screen, for paper and for a spreadsheet.

An app says in its `reports.py` what it can tell of an event. The pages are `fashionista.reports`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format

from .languages import as_written
from .money import exponent, format_money, format_percent

TEXT, NUMBER, MONEY, PERCENT, DAY, MOMENT = "text", "number", "money", "percent", "day", "moment"
ADDED = (NUMBER, MONEY)  # kinds of which a sum says something


@dataclass(frozen=True)
class Column:
    """Money is in major units of the column's currency, or else its table's."""

    name: str
    kind: str = TEXT
    currency: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind in (NUMBER, MONEY, PERCENT)


@dataclass(frozen=True)
class Curve:
    """One line of a chart: (where, how much), in order."""

    name: str
    points: list[tuple[Any, Any]]


@dataclass(frozen=True)
class Graph:
    """
    A chart of curves that have the same places; `across` and `up` are kinds of a column.

    Of one that `adds_up`, a value stays until the next; of others there is nothing in between.
    """

    title: str
    curves: list[Curve]
    across: str = DAY
    up: str = NUMBER
    adds_up: bool = False


@dataclass(frozen=True)
class Table:
    """What a report tells, and in its note how that is counted. A total is as long as a row."""

    columns: list[Column]
    rows: list[tuple]
    note: str
    currency: str = ""
    total: tuple | None = None
    figures: list[tuple[Column, Any]] = field(default_factory=list)
    graphs: list[Graph] = field(default_factory=list)

    def currency_of(self, column: Column) -> str:
        return column.currency or self.currency


@dataclass(frozen=True)
class Asked:
    """Of which event a report is asked, at a moment, and between which days of its venue."""

    event: Any
    at: datetime
    since: date | None = None
    until: date | None = None

    @property
    def start(self) -> datetime | None:
        """The first moment of the first day there."""
        zone = self.event.zone
        return datetime.combine(self.since, time.min, zone) if self.since else None

    @property
    def end(self) -> datetime | None:
        """The first moment after the last day."""
        day, zone = self.until, self.event.zone
        return datetime.combine(day + timedelta(days=1), time.min, zone) if day else None


@dataclass(frozen=True)
class Report:
    """
    One report. `allowed` is told what a person may do at the event.

    `compared` names the columns that are set beside those of an earlier event, in the table of
    `apart` where the places of `build` have no like there, such as days.
    """

    key: str
    name: Any
    allowed: Callable[[set[str]], bool]
    build: Callable[[Asked], Table]
    has_period: bool = False
    compared: tuple[int, ...] = ()
    apart: Callable[[Asked], Table] | None = None


def summed(columns: list[Column], rows: list[tuple], name: str) -> tuple | None:
    """The row of totals, which begins with its name; None where there is nothing to add."""
    if not rows:
        return None
    sums = [
        sum((row[place] or 0 for row in rows), Decimal(0) if column.kind == MONEY else 0)
        if column.kind in ADDED
        else None
        for place, column in enumerate(columns)
    ]
    return (name, *sums[1:])


def in_currency(name: str, currency: str, among: list[str]) -> str:
    """What a column of money is called, where there is one for each of several currencies."""
    return f"{name}, {currency}" if len(among) > 1 else name


def share(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """So many percent, to a tenth; None of nothing."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1")) if whole else None


def in_words(value: Any, kind: str, currency: str = "") -> str:
    """A cell as people read it in the active language."""
    if value is None:
        return "–"
    match kind:
        case "money":
            return format_money(value, currency)
        case "number":
            return number_format(value, force_grouping=True)
        case "percent":
            return format_percent(value)
        case "day":
            return as_written(date_format(value, "j M Y"))
        case "moment":
            return as_written(date_format(value, "D j M, H:i"))
    return str(value)


def in_file(value: Any, kind: str, currency: str = "") -> Any:
    """A cell as a spreadsheet takes it: numbers as numbers, money with its currency's decimals."""
    match kind:
        case _ if value is None:
            return ""
        case "money":
            return Decimal(value).quantize(Decimal(1).scaleb(-exponent(currency)))
        case "moment":
            return value.replace(tzinfo=None)
    return value
