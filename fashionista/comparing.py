"""A report of one event beside the same of an earlier one."""

from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from fashionista.common.reports import (
    MONEY,
    NUMBER,
    PERCENT,
    TEXT,
    Column,
    Curve,
    Graph,
    Table,
    share,
)


def beside(this, other, compared, *, names):
    """
    One table of both: for each of the `compared` columns this, the other, and the difference.

    Rows are those of the same name, or the same distance from the event. Sums in another currency
    stand beside each other without a difference.
    """
    width = _names(this)
    columns, pairs = this.columns[:width], []
    for place in compared:
        column, kind = this.columns[place], this.columns[place].kind
        ours, theirs = this.currency_of(column), other.currency_of(column)
        can_differ = kind != MONEY or ours == theirs
        pairs.append((place, kind, can_differ))
        columns += [
            Column(f"{column.name}, {names[0]}", kind, ours),
            Column(f"{column.name}, {names[1]}", kind, theirs),
            Column(_("Difference"), kind, ours),
        ]
        columns += [Column(_("in percent"), PERCENT)] if kind != PERCENT else []
    mine, others = ({row[:width]: row for row in each.rows} for each in (this, other))
    rows = [
        (*key, *_pairs(mine.get(key), others.get(key), pairs)) for key in _keys(this, mine, others)
    ]
    total = _total(this, other, pairs, width)
    note = _("Rows of the same name, or as far from the event, stand side by side.")
    graphs = [
        _both(graph, like, names) for graph, like in zip(this.graphs, other.graphs, strict=False)
    ]
    return Table(columns, rows, f"{this.note} {note}", this.currency, total, graphs=graphs)


def _names(table):
    """How many columns say what a row is of: the first, and words beside it."""
    width = 1
    while table.columns[width].kind == TEXT:
        width += 1
    return width


def _keys(this, mine, others):
    keys = list(dict.fromkeys([*mine, *others]))
    if this.columns[0].kind == NUMBER:
        return sorted(keys, reverse=_falls([*mine]) or _falls([*others]))
    return keys


def _falls(places):
    """Days before an event are told from the farthest on, minutes from its start upwards."""
    return len(places) > 1 and places[0] > places[-1]


def _pairs(row, other, pairs):
    cells = []
    for place, kind, can_differ in pairs:
        a, b = (each[place] if each else _nothing(kind) for each in (row, other))
        more = a - b if can_differ and None not in (a, b) else None
        cells += [a, b, more]
        cells += [share(more, b) if more is not None else None] if kind != PERCENT else []
    return cells


def _nothing(kind):
    return None if kind == PERCENT else Decimal(0) if kind == MONEY else 0


def _total(this, other, pairs, width):
    if this.total and other.total:
        rest = [None] * (width - 1)
        return (this.total[0], *rest, *_pairs(this.total, other.total, pairs))
    return None


def _both(graph, like, names):
    """Both lines over all places from the first of either to the last."""
    ours, theirs = dict(graph.curves[0].points), dict(like.curves[0].points)
    known = sorted({*ours, *theirs})
    step = min((b - a for a, b in pairwise(known)), default=1)
    places = list(range(known[0], known[-1] + 1, step))
    if _falls([*ours]) or _falls([*theirs]):
        places.reverse()
    curves = [
        Curve(name, _filled(points, places, graph.adds_up))
        for name, points in zip(names, (ours, theirs), strict=True)
    ]
    return Graph(graph.title, curves, graph.across, graph.up, graph.adds_up)


def _filled(points, places, adds_up):
    """Nothing before its first place; after its last the line ends, as None."""
    told, last, end = [], 0, [*points][-1]
    is_over = False
    for place in places:
        last = points.get(place, last if adds_up else 0)
        told.append((place, None if is_over else last))
        is_over = is_over or place == end
    return told
