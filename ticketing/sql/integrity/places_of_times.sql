-- A time counts as held and sold what its pending and completed orders say, less what was given back,
-- within its places and what the event lets in at once.
SELECT s.id AS event_slot, s.held, s.sold, counted.held AS held_by_orders, counted.sold - back.places AS sold_by_orders
  FROM event_slots s LEFT JOIN event_capacity c ON c.event_id = s.event_id
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(l.quantity) FILTER (WHERE o.status = 'pending'), 0) AS held,
              coalesce(sum(l.quantity) FILTER (WHERE o.status = 'completed'), 0) AS sold
         FROM order_lines l JOIN orders o ON o.id = l.order_id
        WHERE l.slot_id = s.id) counted
 CROSS JOIN LATERAL (
       SELECT count(*) AS places
         FROM tickets k JOIN orders o ON o.id = k.order_id
        WHERE k.slot_id = s.id AND k.status = 'refunded' AND o.status = 'completed') back
 WHERE (s.held, s.sold) IS DISTINCT FROM (counted.held, counted.sold - back.places)
    OR s.held + s.sold > least(s.quantity, c.quantity)
