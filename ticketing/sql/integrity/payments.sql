-- An order that was sold has one successful payment of its total besides what was owed back at once; others have none.
SELECT o.number AS "order", o.status, o.payment_status, o.total_amount, kept.payments, kept.amount
  FROM orders o
 CROSS JOIN LATERAL (SELECT o.status = 'completed' OR o.status = 'refunded' AND o.completed_at IS NOT NULL AS sold) was
 CROSS JOIN LATERAL (
       SELECT count(*) AS payments, sum(p.amount) AS amount,
              count(*) FILTER (WHERE p.currency <> o.currency) AS in_other_money
         FROM payments p
        WHERE p.order_id = o.id AND p.status = 'successful'
          AND NOT EXISTS (SELECT FROM refunds r WHERE r.payment_id = p.id AND r.reason IN ('too_late', 'twice'))) kept
 WHERE (o.status = 'completed') <> (o.payment_status = 'paid')
    OR kept.payments <> CASE WHEN was.sold AND o.total_amount > 0 THEN 1 ELSE 0 END
    OR kept.amount <> o.total_amount
    OR kept.in_other_money > 0
