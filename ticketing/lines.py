"""An order's lines that come with another row, in the same statement: enough to show and to add."""

from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, TextField
from django.db.models.functions import Cast, JSONObject

from .models import OrderLine

SUMS = ("unit_price", "full_price", "vat_rate")
# Sums are words on the way, so that none of them is a float.
LINE = {"name": "name", "quantity": "quantity"} | {name: Cast(name, TextField()) for name in SUMS}


def lines_of(key):
    """The lines of the order whose key is in this column, as `read_lines` takes them."""
    lines = OrderLine.objects.filter(order=OuterRef(key)).order_by("ticket_type")
    return ArraySubquery(lines.values(json=JSONObject(**LINE)))  # as the tickets are made


def read_lines(rows):
    """OrderLines that are no rows: they know their words and sums, not their order."""
    return [
        OrderLine(**row | {name: row[name] and Decimal(row[name]) for name in SUMS}) for row in rows
    ]
