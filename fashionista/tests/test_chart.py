"""Where a chart draws its points, and what it says of them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from fashionista.chart import BOTTOM, LEFT, RIGHT, TOP, drawn


def chart_of(*values):
    points = [(date(2099, 11, 1) + timedelta(days=n), value) for n, value in enumerate(values)]
    return drawn("tickets", "Tickets", "said", points, write=str)


def test_the_line_goes_from_left_to_right_and_up_with_the_values():
    chart = chart_of(0, 4, 8)

    middle = (LEFT + RIGHT) / 2
    half = (TOP + BOTTOM) / 2
    assert chart.line == f"M{LEFT:.1f} {BOTTOM:.1f}L{middle:.1f} {half:.1f}L{RIGHT:.1f} {TOP:.1f}"
    assert chart.end == (f"{RIGHT:.1f}", f"{TOP:.1f}")
    assert [level.text for level in chart.levels] == ["0", "2", "4", "6", "8"]
    assert chart.last.text == "8"


@pytest.mark.parametrize(
    ("most", "top"),
    [(0, 4), (3, 4), (5, 8), (9, 20), (41, 80), (81, 200), (Decimal("1234.50"), 2000)],
)
def test_the_highest_line_is_a_round_number_above_all(most, top):
    assert chart_of(most).levels[-1].text == str(top)


def test_one_day_alone_stands_at_the_end():
    chart = chart_of(3)

    assert chart.line == f"M{RIGHT:.1f} {BOTTOM - (BOTTOM - TOP) * 3 / 4:.1f}"
    assert [day.text for day in chart.dates] == ["1 Nov"]


@pytest.mark.parametrize(
    ("days", "named"),
    [(2, [2, 1]), (5, [5, 4, 3, 2, 1]), (8, [8, 6, 4, 2]), (30, [30, 22, 14, 6])],
)
def test_few_days_are_named_evenly_and_the_last_always(days, named):
    assert [day.text for day in chart_of(*range(days)).dates] == [f"{day} Nov" for day in named]
