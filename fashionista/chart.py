"""A line chart as SVG draws it: all that a template needs, with coordinates as strings."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fashionista.common.languages import as_written
from fashionista.common.money import format_money
from fashionista.common.reports import DAY, MOMENT, MONEY, in_words

LEFT, RIGHT, TOP, BOTTOM = 84, 700, 24, 230  # in the units of its 720 × 270 box
LINES = 4  # above the axis
DATES = 5


@dataclass(frozen=True)
class Mark:
    """A word and where it stands."""

    at: str
    text: str


@dataclass(frozen=True)
class Beside:
    """Another line of the chart, by its name; its number says how it is drawn."""

    name: str
    number: int
    line: str


@dataclass(frozen=True)
class Chart:
    name: str  # of its title and description in the page
    title: str
    said: str  # what somebody hears who does not see it
    grid: str
    line: str
    area: str
    levels: list[Mark]
    dates: list[Mark]
    end: tuple[str, str]
    last: Mark
    own: str = ""  # what the line is called, where it is not alone
    beside: list[Beside] = field(default_factory=list)


def drawn(name, title, said, points, *, write, place=None, own="", beside=()):
    """
    A chart of [(day, value)], one at least; `write` puts values into words, `place` days.

    Other lines `beside` it are (name, values), with a value for each day. A line ends where all
    that follows is None.
    """
    place = place or _day_and_month
    known = [value for _day, value in points if value is not None]
    others = [value for _name, values in beside for value in values if value is not None]
    step = _step(max(known + others))
    top = step * LINES
    across = [
        LEFT + (RIGHT - LEFT) * number / (len(points) - 1) if len(points) > 1 else RIGHT
        for number in range(len(points))
    ]
    heights = [_height(value, top) for value in known]
    corners = [f"{x:.1f} {y:.1f}" for x, y in zip(across, heights, strict=False)]
    levels = [(_height(step * number, top), step * number) for number in range(LINES + 1)]
    x, y = across[len(known) - 1], heights[-1]
    return Chart(
        name=name,
        title=title,
        said=said,
        grid="".join(f"M{LEFT} {height:.1f}H{RIGHT}" for height, _value in levels),
        line="M" + "L".join(corners),
        area=f"M{across[0]:.1f} {BOTTOM}L{'L'.join(corners)}V{BOTTOM}Z",
        levels=[Mark(f"{height + 4:.1f}", write(value)) for height, value in levels],
        dates=[
            Mark(f"{across[number]:.1f}", place(points[number][0]))
            for number in _spread(len(points))
        ],
        end=(f"{x:.1f}", f"{y:.1f}"),
        last=Mark(f"{y - 12:.1f}", write(known[-1])),
        own=own,
        beside=[
            Beside(name, number, _line(across, values, top))
            for number, (name, values) in enumerate(beside, start=2)
        ],
    )


def graphs_of(table):
    """The charts of a report's table."""
    return [_graph(number, graph, table) for number, graph in enumerate(table.graphs)]


def _graph(number, graph, table):
    first, *others = graph.curves
    write = partial(in_words, kind=graph.up)
    if graph.up == MONEY:
        write = partial(format_money, currency=table.currency, trim=True)
    place = PLACES.get(graph.across, partial(in_words, kind=graph.across))
    whole = partial(in_words, kind=graph.across)
    at, highest = max((p for p in first.points if p[1] is not None), key=lambda point: point[1])
    said = _("From %(first)s to %(last)s. Highest: %(value)s, at %(place)s.") % {
        "first": whole(first.points[0][0]),
        "last": whole(first.points[-1][0]),
        "value": write(highest),
        "place": whole(at),
    }
    beside = [(curve.name, [value for _place, value in curve.points]) for curve in others]
    own = first.name if others else ""
    title = graph.title
    return drawn(f"report-{number}", title, said, first.points, write=write, place=place, own=own,
                 beside=beside)  # fmt: skip


def _day_and_month(day):
    return as_written(date_format(day, "j M"))


def _hour(moment):
    return date_format(moment, "H:i")


PLACES = {DAY: _day_and_month, MOMENT: _hour}


def _line(across, values, top):
    known = (value for value in values if value is not None)
    corners = (f"{x:.1f} {_height(y, top):.1f}" for x, y in zip(across, known, strict=False))
    return "M" + "L".join(corners)


def _height(value, top):
    return BOTTOM - (BOTTOM - TOP) * float(value) / float(top)


def _step(most):
    """The least of 1, 2, 5, 10, 20 ... whose multiples reach beyond the largest value."""
    size = Decimal(1)
    while True:
        for step in (size, size * 2, size * 5):
            if step * LINES >= most:
                return step
        size *= 10


def _spread(count):
    """Which of so many points are named below the axis: the last, and others evenly before it."""
    step = -(-(count - 1) // (DATES - 1)) or 1
    return range(count - 1, -1, -step)
