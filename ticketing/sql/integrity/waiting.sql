-- A ticket type counts those who wait for it; an offer is of what was waited for.
SELECT t.id AS ticket_type, t.waiting, count(w.id) AS entries
  FROM ticket_types t LEFT JOIN waiting_list w ON w.ticket_type_id = t.id AND w.status = 'waiting'
 GROUP BY t.id HAVING t.waiting <> count(w.id)
 UNION ALL
SELECT w.ticket_type_id, w.party, coalesce(sum(l.quantity), 0)
  FROM waiting_list w LEFT JOIN order_lines l ON l.order_id = w.order_id AND l.ticket_type_id = w.ticket_type_id
 WHERE w.status = 'offered'
 GROUP BY w.id HAVING w.party <> coalesce(sum(l.quantity), 0)
