-- Who passes a ticket on ends its code: no ticket has one that was passed on, or an account with it.
SELECT t.id AS ticket, t.passed_on_at, changes.last_passed_on
  FROM tickets t
 CROSS JOIN LATERAL (
       SELECT max(c.created_at) AS last_passed_on FROM ticket_changes c
        WHERE c.ticket_id = t.id AND c.kind = 'transferred') changes
 WHERE t.passed_on_at IS DISTINCT FROM changes.last_passed_on
    OR (t.passed_on_at IS NOT NULL AND t.user_id IS NOT NULL)
