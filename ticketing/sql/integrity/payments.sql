-- A completed order has one successful payment of its total that was not given back; others have none.
SELECT o.number AS "order", o.status, o.payment_status, o.total_amount, kept.payments, kept.amount
  FROM orders o
 CROSS JOIN LATERAL (
       SELECT count(*) AS payments, sum(p.amount) AS amount,
              count(*) FILTER (WHERE p.currency <> o.currency) AS in_other_money
         FROM payments p
        WHERE p.order_id = o.id AND p.status = 'successful'
          AND NOT EXISTS (SELECT FROM refunds r WHERE r.payment_id = p.id AND r.status <> 'failed')) kept
 WHERE (o.status = 'completed') <> (o.payment_status = 'paid')
    OR kept.payments <> CASE WHEN o.status = 'completed' AND o.total_amount > 0 THEN 1 ELSE 0 END
    OR kept.amount <> o.total_amount
    OR kept.in_other_money > 0
