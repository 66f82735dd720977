-- A completed order has one successful payment of its total that was not given back; others
-- have none. A refund that failed leaves open, until the order is called refunded, on
-- which side its money is.
SELECT o.number AS "order", o.status, o.payment_status, o.total_amount, kept.at_most, kept.at_least
  FROM orders o
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE NOT back.going) AS at_most,
              count(*) FILTER (WHERE NOT back.tried) AS at_least,
              count(*) FILTER (WHERE NOT back.going AND p.amount <> o.total_amount) AS of_other_amount,
              count(*) FILTER (WHERE NOT back.going AND p.currency <> o.currency) AS in_other_money
         FROM payments p
        CROSS JOIN LATERAL (
              SELECT count(*) > 0 AS tried, coalesce(bool_or(r.status <> 'failed'), false) AS going
                FROM refunds r WHERE r.payment_id = p.id) back
        WHERE p.order_id = o.id AND p.status = 'successful') kept
 WHERE (o.status = 'completed') <> (o.payment_status = 'paid')
    OR NOT CASE WHEN o.status = 'completed' AND o.total_amount > 0 THEN 1 ELSE 0 END
           BETWEEN kept.at_least AND kept.at_most
    OR (o.status = 'refunded' AND kept.at_most > 0)
    OR kept.of_other_amount > 0
    OR kept.in_other_money > 0
