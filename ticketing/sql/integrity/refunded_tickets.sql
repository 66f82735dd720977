-- A ticket given back for money is refunded, by a refund of its own order; one that still lets in has none.
SELECT t.id AS ticket, t.status, r.id AS refund
  FROM tickets t JOIN refunds r ON r.id = t.refund_id
 WHERE t.status <> 'refunded' OR r.order_id <> t.order_id
