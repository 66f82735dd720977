"""
What orders brought and what of it went back, in pieces that every report adds up its own way.

A piece is a line of a paid order, or what one refund gave back of one. VAT is that of the
documents: found once for each rate of an order or refund and then parted over its pieces, so that
whatever is added up comes to the same sum. The same holds for a refund that is not the price of
its tickets: it is parted in proportion to them, or to the whole order where it names none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from fashionista.common.identity import acting_as
from fashionista.common.money import whole_currencies

from .models import Refund

SYSTEM = "ticketing.reports"  # asked for by those only who may see what comes out

# Parts come to their whole: each is what rounding reaches with it, less what it reached before.
PIECES = """
WITH sold AS (
    SELECT l.id AS line, l.order_id, l.event_id, l.ticket_type_id, l.vat_rate, l.quantity,
           l.unit_price, l.full_price, l.with_code, l.from_resale = l.quantity AS resold,
           o.voucher_id, o.completed_at, o.total_amount = 0 AND o.completed_at = o.created_at
           AS given, l.quantity * l.unit_price AS gross,
           CASE WHEN o.currency = ANY (%(whole)s) THEN 0 ELSE 2 END AS digits
      FROM orders o JOIN order_lines l ON l.order_id = o.id
     WHERE o.event_id = ANY (%(events)s) AND o.completed_at IS NOT NULL
), taxed AS (
    SELECT *, sum(gross) OVER of_rate AS rate_gross,
           sum(gross) OVER (of_rate ORDER BY line) AS reached,
           round(sum(gross) OVER of_rate * vat_rate / (100 + vat_rate), digits) AS rate_vat
      FROM sold WINDOW of_rate AS (PARTITION BY order_id, vat_rate)
), named AS (
    SELECT r.id AS refund, r.amount, r.created_at AS owed_at,
           CASE WHEN r.status = 'successful' THEN r.finished_at END AS given_at,
           l.id AS line, l.order_id, l.event_id, l.ticket_type_id, l.vat_rate, l.unit_price,
           l.full_price, l.with_code, l.from_resale = l.quantity AS resold, o.voucher_id,
           o.total_amount = 0 AND o.completed_at = o.created_at AS given,
           CASE WHEN o.currency = ANY (%(whole)s) THEN 0 ELSE 2 END AS digits,
           l.quantity * l.unit_price AS gross, gone.tickets, gone.tickets * l.unit_price AS worth,
           note.id IS NOT NULL AS is_noted, share.gross AS note_gross, share.vat AS note_vat
      FROM refunds r JOIN orders o ON o.id = r.order_id AND o.completed_at IS NOT NULL
      JOIN order_lines l ON l.order_id = o.id
     CROSS JOIN LATERAL (
           SELECT count(*) AS tickets FROM tickets t
            WHERE t.order_id = l.order_id AND t.ticket_type_id = l.ticket_type_id
              AND t.refund_id = r.id) gone
      LEFT JOIN invoices note ON note.refund_id = r.id
      LEFT JOIN LATERAL jsonb_to_recordset(note.vat)
           AS share (rate numeric, gross numeric, vat numeric) ON share.rate = l.vat_rate
     WHERE r.event_id = ANY (%(events)s) AND r.reason <> ALL (%(unsold)s)
), weighed AS (
    SELECT *, CASE WHEN sum(worth) OVER (PARTITION BY refund) > 0 THEN worth ELSE gross END
           AS weight
      FROM named
), rated AS (
    SELECT *, sum(weight) OVER (PARTITION BY refund) AS whole,
           sum(weight) OVER (PARTITION BY refund, vat_rate) AS rate_weight,
           sum(weight) OVER (PARTITION BY refund ORDER BY vat_rate) AS rates_reached
      FROM weighed
), parted AS (
    SELECT *, CASE WHEN rate_weight > 0 THEN weight ELSE gross END AS own,
           CASE WHEN is_noted THEN coalesce(note_gross, 0)
                ELSE coalesce(round(amount * rates_reached / nullif(whole, 0), digits)
                - round(amount * (rates_reached - rate_weight) / nullif(whole, 0), digits), 0)
           END AS part
      FROM rated
), shared AS (
    SELECT *, CASE WHEN is_noted THEN coalesce(note_vat, 0)
                   ELSE round(part * vat_rate / (100 + vat_rate), digits) END AS part_vat,
           sum(own) OVER of_rate AS rate_own, sum(own) OVER (of_rate ORDER BY line) AS reached
      FROM parted WINDOW of_rate AS (PARTITION BY refund, vat_rate)
), pieces AS (
    SELECT line, order_id, event_id, ticket_type_id, vat_rate, unit_price, full_price, with_code,
           resold, given, voucher_id, completed_at AS moment, completed_at AS settled,
           quantity AS tickets, quantity * coalesce(full_price, unit_price) - gross AS reduced,
           gross, coalesce(round(rate_vat * reached / nullif(rate_gross, 0), digits)
           - round(rate_vat * (reached - gross) / nullif(rate_gross, 0), digits), 0) AS vat,
           0 AS returned, 0::numeric AS back, 0::numeric AS back_vat
      FROM taxed
    UNION ALL
    SELECT line, order_id, event_id, ticket_type_id, vat_rate, unit_price, full_price, with_code,
           resold, given, voucher_id, owed_at, given_at, 0, 0, 0, 0, tickets,
           coalesce(round(part * reached / nullif(rate_own, 0), digits)
           - round(part * (reached - own) / nullif(rate_own, 0), digits), 0),
           coalesce(round(part_vat * reached / nullif(rate_own, 0), digits)
           - round(part_vat * (reached - own) / nullif(rate_own, 0), digits), 0)
      FROM shared
)
SELECT {key}, sum(tickets), sum(reduced), sum(gross), sum(vat), sum(returned), sum(back),
       sum(back_vat)
  FROM pieces
 WHERE (%(start)s::timestamptz IS NULL OR {moment} >= %(start)s)
   AND (%(end)s::timestamptz IS NULL OR {moment} < %(end)s)
   AND {moment} IS NOT NULL
 GROUP BY 1
"""
PAID_BY = """(
    SELECT p.payment_method FROM payments p
     WHERE p.order_id = pieces.order_id AND p.status = 'successful' AND NOT EXISTS (
           SELECT FROM refunds r WHERE r.payment_id = p.id
              AND r.reason = ANY (%(unsold)s))
     ORDER BY p.created_at LIMIT 1)"""
WAITED = "EXISTS (SELECT FROM waiting_list w WHERE w.order_id = pieces.order_id)"
KEYS = {
    "event": "event_id",
    "type": "ticket_type_id",
    "rate": "vat_rate",
    "day": "(moment AT TIME ZONE %(zone)s)::date",
    "code": "CASE WHEN with_code THEN voucher_id END",
    "price": "ARRAY[ticket_type_id::text, unit_price::text, with_code::text]",
    "method": PAID_BY,
    "channel": f"""CASE WHEN given THEN 'given' WHEN resold THEN 'resold'
                        WHEN {WAITED} THEN 'waiting' ELSE 'online' END""",
}


@dataclass(frozen=True)
class Taking:
    """What came to one type, day, rate or other key; sums in major units."""

    key: Any
    tickets: int
    reduced: Decimal  # by codes: what the tickets would have cost more
    gross: Decimal
    vat: Decimal  # within `gross`
    returned: int  # tickets that ended with a refund
    back: Decimal  # given back, or owed
    back_vat: Decimal

    @property
    def kept(self) -> Decimal:
        return self.gross - self.back

    @property
    def kept_vat(self) -> Decimal:
        return self.vat - self.back_vat

    @property
    def net(self) -> Decimal:
        return self.kept - self.kept_vat


def takings(
    events: Sequence[UUID],
    by: str,
    *,
    zone: str = "UTC",
    start: datetime | None = None,
    end: datetime | None = None,
    settled: bool = False,
) -> list[Taking]:
    """
    What these events took, by one of KEYS, from a moment until before another.

    What went back counts when it was owed, or, of `settled`, once and when it came through. For
    callers who have asked whether whoever looks may see this money.
    """
    statement = PIECES.format(key=KEYS[by], moment="settled" if settled else "moment")
    asked: dict[str, Any] = {
        "events": list(events),
        "whole": whole_currencies(),
        "unsold": list(Refund.UNSOLD),
        "zone": zone,
        "start": start,
        "end": end,
    }
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement, asked)
        rows = cursor.fetchall()
    return [Taking(tuple(key) if isinstance(key, list) else key, *sums) for key, *sums in rows]
