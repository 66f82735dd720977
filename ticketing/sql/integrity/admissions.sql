-- A ticket is used when, and only when, a door let it in, and then once; one that was used may be refunded.
SELECT t.id AS ticket, t.status, doors.admitted
  FROM tickets t
 CROSS JOIN LATERAL (
       SELECT count(*) AS admitted FROM check_ins c
        WHERE c.ticket_id = t.id AND c.result = 'admitted') doors
 WHERE doors.admitted > 1
    OR t.status <> 'refunded' AND doors.admitted <> CASE WHEN t.status = 'used' THEN 1 ELSE 0 END
