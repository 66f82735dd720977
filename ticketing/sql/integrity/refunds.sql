-- Money goes back once, to the order it came from, and never more than came.
SELECT r.id AS refund, r.status, r.amount, p.amount AS paid, p.status AS payment_status
  FROM refunds r JOIN payments p ON p.id = r.payment_id
 WHERE r.order_id <> p.order_id OR p.status <> 'successful' OR r.amount > p.amount
