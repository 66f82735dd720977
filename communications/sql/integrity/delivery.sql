-- A notification that waits for more than an hour is promised to be delivered.
SELECT n.id, n.created_at
  FROM notifications n
 WHERE n.status = 'pending' AND n.created_at < now() - interval '1 hour'
   AND NOT EXISTS (SELECT FROM outbox o WHERE o.kind = 'communications.deliver' AND o.target = n.id)
