-- A hold has as many tickets on offer as its lines say, a sold order no more of them and refunded ones only, others none.
SELECT o.number AS "order", o.status, t.ticket_type_id AS ticket_type, t.said, t.taken, t.standing
  FROM orders o
 CROSS JOIN LATERAL (
       SELECT ticket_type_id, sum(said) AS said, sum(taken) AS taken, sum(standing) AS standing
         FROM (SELECT l.ticket_type_id, l.from_resale AS said, 0 AS taken, 0 AS standing
                 FROM order_lines l WHERE l.order_id = o.id AND l.from_resale > 0
               UNION ALL
               SELECT k.ticket_type_id, 0, 1, CASE WHEN k.status = 'refunded' THEN 0 ELSE 1 END
                 FROM tickets k WHERE k.resale_order_id = o.id) both_sides
        GROUP BY ticket_type_id) t
 WHERE t.taken > t.said
    OR o.status = 'pending' AND t.taken <> t.said
    OR o.status <> 'pending' AND t.standing > 0
    OR o.completed_at IS NULL AND o.status <> 'pending' AND t.taken > 0
