"""Two tables side by side: which rows meet, and where a line ends."""

from decimal import Decimal as D

from fashionista.common.reports import (
    DAY,
    MONEY,
    NUMBER,
    PERCENT,
    Column,
    Curve,
    Graph,
    Table,
)
from fashionista.comparing import beside

NAMES = ("Now", "Then")


def table(rows, *kinds, currency="EUR", **rest):
    columns = [Column(f"Column {n}", kind) for n, kind in enumerate(kinds)]
    return Table(columns, rows, "Note.", currency, **rest)


def test_rows_meet_by_all_the_words_they_begin_with():
    kinds = ("text", "text", NUMBER)
    now = table([("Lead", "active", 2), ("Lead", "cancelled", 1)], *kinds)
    then = table([("Lead", "cancelled", 4), ("Friend", "active", 3)], *kinds)

    both = beside(now, then, (2,), names=NAMES)

    assert both.rows == [
        ("Lead", "active", 2, 0, 2, None),
        ("Lead", "cancelled", 1, 4, -3, D("-75.0")),
        ("Friend", "active", 0, 3, -3, D("-100.0")),
    ]
    assert [column.name for column in both.columns[2:]] == [
        "Column 2, Now", "Column 2, Then", "Difference", "in percent",
    ]  # fmt: skip


def test_money_of_two_currencies_has_no_difference():
    now = table([("Seat", D(10))], "text", MONEY, total=("In all", D(10)))
    then = table([("Seat", D(900))], "text", MONEY, currency="JPY", total=("In all", D(900)))

    both = beside(now, then, (1,), names=NAMES)

    assert both.rows == [("Seat", D(10), D(900), None, None)]
    assert both.total == ("In all", D(10), D(900), None, None)
    assert [both.currency_of(column) for column in both.columns[1:3]] == ["EUR", "JPY"]


def test_percents_differ_in_points():
    now, then = (table([("Seat", D(n))], "text", PERCENT) for n in (12, 9))

    assert beside(now, then, (1,), names=NAMES).rows == [("Seat", D(12), D(9), D(3))]


def curves(points, **how):
    return [Graph("Sold", [Curve("Sold", points)], NUMBER, **how)]


def test_days_count_down_without_gaps_and_a_line_ends_with_its_last_place():
    now = table([(9, 1)], NUMBER, NUMBER, graphs=curves([(9, 1)], adds_up=True))
    sold = [(12, 2), (11, 2), (10, 2), (9, 2), (8, 5)]
    then = table([(12, 2), (8, 3)], NUMBER, NUMBER, graphs=curves(sold, adds_up=True))

    both = beside(now, then, (1,), names=NAMES)

    assert [row[0] for row in both.rows] == [12, 9, 8]
    ours, theirs = both.graphs[0].curves
    assert ours.points == [(12, 0), (11, 0), (10, 0), (9, 1), (8, None)]
    assert theirs.points == sold


def test_what_does_not_add_up_is_nothing_in_between():
    now = table([(-15, 1)], NUMBER, NUMBER, graphs=curves([(-15, 1), (0, 4)]))
    then = table([(30, 2)], NUMBER, NUMBER, graphs=curves([(30, 2)]))

    ours, theirs = beside(now, then, (1,), names=NAMES).graphs[0].curves

    assert ours.points == [(-15, 1), (0, 4), (15, None), (30, None)]
    assert theirs.points == [(-15, 0), (0, 0), (15, 0), (30, 2)]


def test_one_without_sales_has_no_line():
    now = table([], DAY, NUMBER)
    then = table([(1, 2)], DAY, NUMBER, graphs=curves([(1, 2)]))

    assert beside(now, then, (1,), names=NAMES).graphs == []
