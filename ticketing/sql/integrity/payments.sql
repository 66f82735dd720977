-- An order that was sold has one successful payment of its total besides what was owed back at once;
-- others have none. Where giving it back at once failed, it is open on which side the money is.
SELECT o.number AS "order", o.status, o.payment_status, o.total_amount, kept.at_most, kept.at_least
  FROM orders o
 CROSS JOIN LATERAL (SELECT o.status = 'completed' OR o.status = 'refunded' AND o.completed_at IS NOT NULL AS sold) was
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE NOT back.going) AS at_most,
              count(*) FILTER (WHERE NOT back.tried) AS at_least,
              count(*) FILTER (WHERE NOT back.going AND p.amount <> o.total_amount) AS of_other_amount,
              count(*) FILTER (WHERE NOT back.going AND p.currency <> o.currency) AS in_other_money
         FROM payments p
        CROSS JOIN LATERAL (
              SELECT count(*) > 0 AS tried, coalesce(bool_or(r.status <> 'failed'), false) AS going
                FROM refunds r WHERE r.payment_id = p.id AND r.reason IN ('too_late', 'twice')) back
        WHERE p.order_id = o.id AND p.status = 'successful') kept
 WHERE (o.status = 'completed') <> (o.payment_status = 'paid')
    OR NOT CASE WHEN was.sold AND o.total_amount > 0 THEN 1 ELSE 0 END
           BETWEEN kept.at_least AND kept.at_most
    OR (o.status = 'refunded' AND NOT was.sold AND kept.at_most > 0)
    OR kept.of_other_amount > 0
    OR kept.in_other_money > 0
