-- A code counts the tickets it was used for, and what they were cheaper by.
SELECT v.id AS voucher, v.held, v.sold, v.given, used.held AS held_by_orders, used.sold AS sold_by_orders, used.given AS given_by_orders
  FROM vouchers v
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(l.quantity) FILTER (WHERE o.status = 'pending'), 0) AS held,
              coalesce(sum(l.quantity) FILTER (WHERE o.completed_at IS NOT NULL), 0) AS sold,
              coalesce(sum(l.quantity * (coalesce(l.full_price, l.unit_price) - l.unit_price))
                       FILTER (WHERE o.status = 'pending' OR o.completed_at IS NOT NULL), 0) AS given
         FROM orders o JOIN order_lines l ON l.order_id = o.id AND l.with_code
        WHERE o.voucher_id = v.id) used
 WHERE (v.held, v.sold, v.given) IS DISTINCT FROM (used.held, used.sold, used.given)
