"""A line chart as SVG draws it: all that a template needs, with coordinates as strings."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format

from fashionista.common.languages import as_written

LEFT, RIGHT, TOP, BOTTOM = 84, 700, 24, 230  # in the units of its 720 × 270 box
LINES = 4  # above the axis
DATES = 5


@dataclass(frozen=True)
class Mark:
    """A word and where it stands."""

    at: str
    text: str


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


def drawn(name, title, said, points, *, write):
    """A chart of [(day, value)], one at least; `write` puts values into words."""
    step = _step(max(value for _day, value in points))
    top = step * LINES
    across = [
        LEFT + (RIGHT - LEFT) * number / (len(points) - 1) if len(points) > 1 else RIGHT
        for number in range(len(points))
    ]
    heights = [_height(value, top) for _day, value in points]
    corners = [f"{x:.1f} {y:.1f}" for x, y in zip(across, heights, strict=True)]
    levels = [(_height(step * number, top), step * number) for number in range(LINES + 1)]
    x, y = across[-1], heights[-1]
    return Chart(
        name=name,
        title=title,
        said=said,
        grid="".join(f"M{LEFT} {height:.1f}H{RIGHT}" for height, _value in levels),
        line="M" + "L".join(corners),
        area=f"M{across[0]:.1f} {BOTTOM}L{'L'.join(corners)}V{BOTTOM}Z",
        levels=[Mark(f"{height + 4:.1f}", write(value)) for height, value in levels],
        dates=[
            Mark(f"{across[number]:.1f}", as_written(date_format(points[number][0], "j M")))
            for number in _spread(len(points))
        ],
        end=(f"{x:.1f}", f"{y:.1f}"),
        last=Mark(f"{y - 12:.1f}", write(points[-1][1])),
    )


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
