"""What the door can tell of an event: when people came, by which gate, and who did not."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fashionista.common.reports import (
    MOMENT,
    NUMBER,
    PERCENT,
    Asked,
    Column,
    Curve,
    Graph,
    Report,
    Table,
    share,
    summed,
)

from .models import Gate, Ticket
from .reports import types_of

QUARTER = timedelta(minutes=15)
LONG = timedelta(hours=6)  # without anybody: a night, which is no part of the curve
# Each in its quarter hour and by its gate; whose first time it was is asked over all of them.
PASSAGES = """
SELECT date_bin('15 minutes', created_at, '2000-01-01 00:00Z') AS quarter, gate_id,
       count(*) FILTER (WHERE result = 'admitted'),
       count(*) FILTER (WHERE result = 'admitted' AND turn > 1),
       count(*) FILTER (WHERE result = 'left')
  FROM (SELECT created_at, gate_id, result,
               row_number() OVER (PARTITION BY ticket_id, result ORDER BY created_at) AS turn
          FROM check_ins
         WHERE event_id = %(event)s AND result IN ('admitted', 'left')
           AND undone_at IS NULL) passages
 WHERE (%(start)s::timestamptz IS NULL OR created_at >= %(start)s)
   AND (%(end)s::timestamptz IS NULL OR created_at < %(end)s)
 GROUP BY 1, 2 ORDER BY 1
"""


def keeps_door(may: set[str]) -> bool:
    return "door" in may


def sees_tickets(may: set[str]) -> bool:
    return not may.isdisjoint({"door", "sell", "refund"})


def _passages(asked: Asked) -> list[tuple]:
    zone = asked.event.zone
    with connection.cursor() as cursor:
        span = {"event": asked.event.pk, "start": asked.start, "end": asked.end}
        cursor.execute(PASSAGES, span)
        return [(quarter.astimezone(zone), *rest) for quarter, *rest in cursor.fetchall()]


def attendance(asked: Asked) -> Table:
    found = _passages(asked)
    names = dict(Gate.objects.filter(event=asked.event).values_list("pk", "name"))
    gates = sorted(
        {gate for _quarter, gate, *_rest in found}, key=lambda pk: names.get(pk, "\uffff")
    )
    heads = [names[gate] if gate else _("No gate") for gate in gates]
    by_quarter: dict[Any, dict] = defaultdict(lambda: defaultdict(lambda: (0, 0, 0)))
    for quarter, gate, *counts in found:
        by_quarter[quarter][gate] = tuple(counts)
    columns = [Column(_("Quarter hour from"), MOMENT)]
    columns += [Column(name, NUMBER) for name in heads] if len(gates) > 1 else []
    columns += [Column(name, NUMBER) for name in (_("Entered"), _("of them again"), _("Left"))]
    rows = []
    for quarter, at_gates in sorted(by_quarter.items()):
        entered = [at_gates[gate][0] for gate in gates]
        again, left = (sum(at_gates[gate][n] for gate in gates) for n in (1, 2))
        rows.append((quarter, *(entered if len(gates) > 1 else []), sum(entered), again, left))
    total = summed(columns, rows, _("In all"))
    note = _(
        "Each admission that was not undone. “Again” is somebody whose ticket had let in before, "
        "after going out or on an earlier day."
    )
    return Table(columns, rows, note, total=total, figures=_figures(asked, rows),
                 graphs=_graphs(rows, heads))  # fmt: skip


def _figures(asked: Asked, rows: list[tuple]) -> list[tuple[Column, Any]]:
    sold = Ticket.objects.open().filter(event=asked.event).count()
    came = sum(row[-3] - row[-2] for row in rows)
    figures: list[tuple[Column, Any]] = [
        (Column(_("Came in"), NUMBER), came),
        (Column(_("Tickets"), NUMBER), sold),
        (Column(_("Share of the tickets"), PERCENT), share(came, sold)),
    ]
    if rows:
        peak = max(rows, key=lambda row: row[-3])
        figures.append((Column(_("Most in a quarter hour"), NUMBER), peak[-3]))
        figures.append((Column(_("Busiest quarter hour from"), MOMENT), peak[0]))
    return figures


def _graphs(rows: list[tuple], heads: list[str]) -> list[Graph]:
    if not rows:
        return []
    known = {row[0]: row for row in rows}
    places = _quarters([row[0] for row in rows])
    curves = [Curve(_("Entered"), _up(places, known, -3))]
    if len(heads) > 1:
        curves += [Curve(name, _up(places, known, n)) for n, name in enumerate(heads, start=1)]
    return [Graph(_("Entered by the quarter hour"), curves, MOMENT)]


def _up(places, known, column):
    return [(place, known[place][column] if place in known else 0) for place in places]


def _quarters(found: list) -> list:
    """From the one before anybody came to the one after, without the nights between."""
    told = [found[0] - QUARTER]
    for quarter in found:
        if quarter - told[-1] <= LONG:
            while quarter - told[-1] > QUARTER:
                told.append(told[-1] + QUARTER)
        told.append(quarter)
    return [*told, told[-1] + QUARTER]


def attendance_from_start(asked: Asked) -> Table:
    """The same by minutes from the event's start, to be set beside that of another."""
    start = asked.event.start_date
    start -= timedelta(minutes=start.minute % 15, seconds=start.second)
    by_distance: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for quarter, _gate, *counts in _passages(asked):
        place = round((quarter - start) / timedelta(minutes=1))
        by_distance[place] = [a + b for a, b in zip(by_distance[place], counts, strict=True)]
    rows = [(place, *counts) for place, counts in sorted(by_distance.items())]
    names = (_("Minutes from the start"), _("Entered"), _("of them again"), _("Left"))
    columns = [Column(name, NUMBER) for name in names]
    graphs = []
    if rows:
        places = range(rows[0][0], rows[-1][0] + 15, 15)
        curve = Curve(_("Entered"), [(n, by_distance[n][0] if n in by_distance else 0)
                                     for n in places])  # fmt: skip
        graphs = [Graph(_("Entered by the quarter hour"), [curve], NUMBER)]
    note = _("Each admission that was not undone, by minutes from the event’s start.")
    return Table(columns, rows, note, graphs=graphs)


def no_shows(asked: Asked) -> Table:
    columns = [
        Column(_("Ticket type")),
        Column(_("Tickets"), NUMBER),
        Column(_("Came"), NUMBER),
        Column(_("Did not come"), NUMBER),
        Column(_("Share of the tickets"), PERCENT),
    ]
    if asked.event.end_date > asked.at:
        return Table(columns, [], _("Who did not come is counted once the event is over."))
    tickets = Ticket.objects.open().filter(event=asked.event).values("ticket_type")
    counts = {
        row["ticket_type"]: (row["all"], row["came"])
        for row in tickets.annotate(
            all=Count("pk"), came=Count("pk", filter=Q(status=Ticket.Status.USED))
        )
    }
    rows = [
        (kind.name, every, came, every - came, share(every - came, every))
        for pk, kind in types_of(asked).items()
        for every, came in [counts.get(pk, (0, 0))]
        if every
    ]
    total = summed(columns, rows, _("In all"))
    total = total and (*total[:4], share(total[3], total[1]))
    note = _("Of the tickets that let in, or did: what was given back or voided does not count.")
    return Table(columns, rows, note, total=total)


DOOR = [
    Report("attendance", gettext_lazy("Attendance"), keeps_door, attendance, True, (1,),
           attendance_from_start),
    Report("no-shows", gettext_lazy("No-shows"), sees_tickets, no_shows, False, (1, 3, 4)),
]  # fmt: skip
