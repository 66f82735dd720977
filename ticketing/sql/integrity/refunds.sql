-- Money goes back to the order it came from, and what a payment counts as given back its refunds come to.
SELECT p.id AS payment, p.status, p.amount, p.refunded, back.amount AS of_refunds
  FROM payments p
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(r.amount), 0) AS amount, count(*) FILTER (WHERE r.order_id <> p.order_id) AS of_others
         FROM refunds r WHERE r.payment_id = p.id) back
 WHERE p.refunded <> back.amount OR back.amount > p.amount OR back.of_others > 0
    OR back.amount > 0 AND p.status <> 'successful'
