"""The coverage of a day as SVG draws it: all that a template needs, with coordinates as strings."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from .coverage import Coverage

LEFT, RIGHT, TOP, BOTTOM = 40, 700, 20, 200  # in the units of its 720 × 230 box
MARKS = 12  # hours named below the axis, at most
LEVELS = 4  # lines above it, at most
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Block:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Mark:
    at: str
    text: str


@dataclass(frozen=True)
class Chart:
    said: str  # what somebody hears who does not see it
    needed: list[Block]
    filled: list[Block]
    asked: list[Block]
    hours: list[Mark]
    levels: list[Mark]
    grid: str


def drawn(coverage: Coverage) -> Chart:
    """Of a day with one span at least: what is accepted, on it what is asked, round it the need."""
    spans, most = coverage.spans, coverage.most
    zone = spans[0].start.tzinfo
    first, last = _hour_before(spans[0].start), _hour_after(spans[-1].end)

    def across(moment: datetime) -> float:
        return LEFT + (RIGHT - LEFT) * (moment.astimezone(UTC) - first) / (last - first)

    def height(people: int) -> float:
        return BOTTOM - (BOTTOM - TOP) * people / most

    def block(span, low: int, high: int) -> Block:
        x, y = across(span.start), height(high)
        sizes = (x, y, across(span.end) - x, height(low) - y)
        return Block(*(f"{size:.1f}" for size in sizes))

    hours = int((last - first) / HOUR)
    step = -(-hours // MARKS)
    rise = -(-most // LEVELS)
    levels = [(f"{height(people):.1f}", people) for people in range(0, most + 1, rise)]
    return Chart(
        said=_said(coverage),
        needed=[block(span, 0, span.needed) for span in spans],
        filled=[block(span, 0, span.filled) for span in spans if span.filled],
        asked=[block(s, s.filled, s.filled + s.asked) for s in spans if s.asked],
        hours=[
            Mark(f"{across(first + n * HOUR):.1f}", f"{(first + n * HOUR).astimezone(zone):%H:%M}")
            for n in range(0, hours + 1, step)
        ],
        levels=[Mark(at, str(people)) for at, people in levels],
        grid="".join(f"M{LEFT} {at}H{RIGHT}" for at, _people in levels),
    )


def _hour_before(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _hour_after(moment: datetime) -> datetime:
    hour = _hour_before(moment)
    return hour if hour == moment else hour + HOUR


def _said(coverage: Coverage) -> str:
    if not coverage.gaps:
        return _("Every place is accepted or asked for. The table below has the numbers.")
    return _("Places are open at some hours. The table below has the numbers.")
