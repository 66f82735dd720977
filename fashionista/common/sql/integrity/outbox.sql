-- No promised work is overdue by more than ten minutes, or failing for good.
SELECT id, kind, target, attempts, due_at
  FROM outbox
 WHERE greatest(due_at, leased_until) < now() - interval '10 minutes' OR attempts > 8
