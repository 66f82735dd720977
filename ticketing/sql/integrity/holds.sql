-- No hold outlives its time by more than one.
SELECT number AS "order", hold_expires_at
  FROM orders
 WHERE status = 'pending' AND hold_expires_at < %(at)s::timestamptz - interval '60 seconds'
