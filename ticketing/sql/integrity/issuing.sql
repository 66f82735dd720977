-- A ticket that is not drawn an hour after its sale is promised to be, while it may still be used.
SELECT t.id AS ticket, o.number AS "order"
  FROM tickets t JOIN orders o ON o.id = t.order_id JOIN events e ON e.id = t.event_id
 WHERE t.qr_modules IS NULL AND t.status IN ('valid', 'used') AND t.purchase_date < now() - interval '1 hour' AND e.end_date > now()
   AND NOT EXISTS (SELECT FROM outbox b WHERE b.kind = 'ticketing.issue' AND b.target = o.id)
   AND NOT EXISTS (SELECT FROM outbox b JOIN ticket_changes c ON c.id = b.target
                    WHERE b.kind = 'ticketing.hand_over' AND c.ticket_id = t.id)
