-- A ticket type counts as held and sold what its pending and completed orders say, less what was given
-- back, and as held what is kept for codes. What a hold would take of tickets on offer is sold, not held.
SELECT t.id AS ticket_type, t.held, t.sold, counted.held AS held_by_orders,
       counted.sold - back.places AS sold_by_orders, kept.places AS kept
  FROM ticket_types t
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(l.quantity - l.from_resale) FILTER (WHERE o.status = 'pending'), 0) AS held,
              coalesce(sum(l.quantity) FILTER (WHERE o.status = 'completed'), 0) AS sold
         FROM order_lines l JOIN orders o ON o.id = l.order_id
        WHERE l.ticket_type_id = t.id) counted
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(v.reserved), 0) AS places FROM vouchers v WHERE v.ticket_type_id = t.id) kept
 CROSS JOIN LATERAL (
       SELECT count(*) AS places
         FROM tickets k JOIN orders o ON o.id = k.order_id
        WHERE k.ticket_type_id = t.id AND k.status = 'refunded' AND o.status = 'completed') back
 WHERE (t.held, t.sold) IS DISTINCT FROM (counted.held + kept.places, counted.sold - back.places)
    OR t.held + t.sold > t.quantity
