-- An event counts as held and sold what its ticket types do, within its capacity.
SELECT e.id AS event, c.quantity, c.held, c.sold, types.held AS held_by_types, types.sold AS sold_by_types
  FROM events e LEFT JOIN event_capacity c ON c.event_id = e.id
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(t.held), 0) AS held, coalesce(sum(t.sold), 0) AS sold
         FROM ticket_types t WHERE t.event_id = e.id) types
 WHERE (coalesce(c.held, 0), coalesce(c.sold, 0)) IS DISTINCT FROM (types.held, types.sold)
    OR c.held + c.sold > c.quantity
