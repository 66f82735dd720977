-- An order asks for what its lines cost.
SELECT o.number AS "order", o.total_amount, lines.amount
  FROM orders o
 CROSS JOIN LATERAL (
       SELECT sum(l.quantity * l.unit_price) AS amount FROM order_lines l WHERE l.order_id = o.id) lines
 WHERE o.total_amount IS DISTINCT FROM lines.amount
