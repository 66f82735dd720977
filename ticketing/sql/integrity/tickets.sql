-- An order that was sold has a ticket for each place on its lines, for the same time; only a completed one has any that let in.
SELECT o.number AS "order", o.status, t.ticket_type_id AS ticket_type, t.slot_id AS event_slot, t.places, t.tickets, t.open
  FROM orders o
 CROSS JOIN LATERAL (
       SELECT ticket_type_id, slot_id, sum(places) AS places, sum(tickets) AS tickets, sum(open) AS open
         FROM (SELECT l.ticket_type_id, l.slot_id, l.quantity AS places, 0 AS tickets, 0 AS open
                 FROM order_lines l
                WHERE l.order_id = o.id
                  AND (o.status = 'completed' OR o.status = 'refunded' AND o.completed_at IS NOT NULL)
               UNION ALL
               SELECT k.ticket_type_id, k.slot_id, 0, 1, CASE WHEN k.status = 'refunded' THEN 0 ELSE 1 END
                 FROM tickets k WHERE k.order_id = o.id AND k.status IN ('valid', 'used', 'refunded')) both_sides
        GROUP BY ticket_type_id, slot_id) t
 WHERE t.places <> t.tickets OR o.status <> 'completed' AND t.open > 0
