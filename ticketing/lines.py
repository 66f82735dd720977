"""An order's lines that come with another row, in the same statement: enough to show and to add."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, TextField
from django.db.models.functions import Cast, JSONObject

from .models import EventSlot, OrderLine

SUMS = ("unit_price", "full_price", "vat_rate")
# Sums are words on the way, so that none of them is a float.
LINE = {name: name for name in ("ticket_type_id", "name", "quantity")} | {
    name: Cast(name, TextField()) for name in SUMS
}
TIME = {
    "pk": "slot",
    "name": "slot__name",
    "starts_at": "slot__starts_at",
    "ends_at": "slot__ends_at",
}


def lines_of(key):
    """The lines of the order whose key is in this column, as `read_lines` takes them."""
    lines = OrderLine.objects.filter(order=OuterRef(key)).order_by("ticket_type")
    whole = JSONObject(**LINE, slot=JSONObject(**TIME))
    return ArraySubquery(lines.values(json=whole))  # in the order the tickets are made


def read_lines(rows):
    """OrderLines that are no rows: they know their words, sums and time, not their order."""
    return [_line(row) for row in rows]


def _line(row):
    sums = {name: row[name] and Decimal(row[name]) for name in SUMS}
    kind = UUID(row["ticket_type_id"])  # JSON has it as text, which equals no key
    return OrderLine(**row | sums | {"ticket_type_id": kind, "slot": _slot(row["slot"])})


def _slot(row):
    if row["pk"] is None:
        return None
    times = {name: datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at")}
    return EventSlot(**row | times | {"pk": UUID(row["pk"])})
