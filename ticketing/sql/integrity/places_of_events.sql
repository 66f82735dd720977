-- An event counts as held and sold what its ticket types do, less those of a chosen time, within its capacity.
SELECT e.id AS event, c.quantity, c.held, c.sold, types.held - timed.held AS held_by_types, types.sold - timed.sold AS sold_by_types
  FROM events e LEFT JOIN event_capacity c ON c.event_id = e.id
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(t.held), 0) AS held, coalesce(sum(t.sold), 0) AS sold
         FROM ticket_types t WHERE t.event_id = e.id) types
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(s.held), 0) AS held, coalesce(sum(s.sold), 0) AS sold
         FROM event_slots s WHERE s.event_id = e.id) timed
 WHERE (coalesce(c.held, 0), coalesce(c.sold, 0)) IS DISTINCT FROM (types.held - timed.held, types.sold - timed.sold)
    OR c.held + c.sold > c.quantity
