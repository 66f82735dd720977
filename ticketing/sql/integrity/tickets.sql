-- A completed order has a ticket for each place on its lines; no other order has one that lets in.
SELECT o.number AS "order", o.status, t.ticket_type_id AS ticket_type, t.places, t.tickets
  FROM orders o
 CROSS JOIN LATERAL (
       SELECT ticket_type_id, sum(places) AS places, sum(tickets) AS tickets
         FROM (SELECT l.ticket_type_id, l.quantity AS places, 0 AS tickets
                 FROM order_lines l WHERE l.order_id = o.id AND o.status = 'completed'
               UNION ALL
               SELECT k.ticket_type_id, 0, 1
                 FROM tickets k WHERE k.order_id = o.id AND k.status IN ('valid', 'used')) both_sides
        GROUP BY ticket_type_id) t
 WHERE t.places <> t.tickets
