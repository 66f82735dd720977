-- A ticket is used when, and only when, a door let it in, and that was not undone; once for each visit.
-- One that was used may be refunded.
SELECT t.id AS ticket, t.status, doors.admitted, doors.visits
  FROM tickets t
 CROSS JOIN LATERAL (
       SELECT count(*) AS admitted, count(DISTINCT c.visit) AS visits FROM check_ins c
        WHERE c.ticket_id = t.id AND c.result = 'admitted' AND c.undone_at IS NULL) doors
 WHERE (t.status <> 'refunded' AND (doors.admitted > 0) <> (t.status = 'used'))
    OR doors.admitted <> doors.visits
