-- A credit note corrects the invoice of its refund's order, and no more goes back than was invoiced.
SELECT n.number
  FROM invoices n
  JOIN invoices i ON i.id = n.corrects_id
  JOIN refunds r ON r.id = n.refund_id
 WHERE i.kind <> 'invoice' OR i.order_id <> n.order_id OR r.order_id <> n.order_id
    OR r.amount <> n.total OR n.currency <> i.currency
 UNION ALL
SELECT i.number
  FROM invoices i
 WHERE i.kind = 'invoice' AND i.total < (SELECT sum(n.total) FROM invoices n WHERE n.corrects_id = i.id)
 UNION ALL
SELECT i.number
  FROM invoices i JOIN orders o ON o.id = i.order_id
 WHERE i.kind = 'invoice' AND (i.total, i.currency) IS DISTINCT FROM (o.total_amount, o.currency)
