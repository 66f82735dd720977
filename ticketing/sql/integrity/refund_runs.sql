-- When all orders of a cancelled event are given back, none is left that lets in.
SELECT r.event_id AS event, r.finished_at, r.failed, sold.orders
  FROM refund_runs r
 CROSS JOIN LATERAL (
       SELECT count(*) AS orders FROM orders o
        WHERE o.event_id = r.event_id AND o.status = 'completed' AND o.completed_at < r.finished_at) sold
 WHERE r.finished_at IS NOT NULL AND sold.orders > r.failed
