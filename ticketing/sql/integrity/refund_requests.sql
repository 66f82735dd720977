-- A refund request names tickets of its order; while it is open, one of them is left to give back.
SELECT q.id AS request, q.status, q.numbers, its.named, its.open
  FROM refund_requests q
 CROSS JOIN LATERAL (
       SELECT count(*) AS named, count(*) FILTER (WHERE t.status IN ('valid', 'used')) AS open
         FROM tickets t WHERE t.order_id = q.order_id AND t.number = ANY (q.numbers)) its
 WHERE its.named < cardinality(q.numbers) OR q.status = 'open' AND its.open = 0
