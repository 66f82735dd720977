-- Nobody left who was not in, and each undoing took back one admission.
SELECT t.id AS ticket, doors.left_unseen, doors.undone, doors.undoings
  FROM tickets t
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE c.result = 'left' AND NOT EXISTS (
                  SELECT FROM check_ins i
                   WHERE i.ticket_id = t.id AND i.visit = c.visit AND i.result = 'admitted'
                     AND i.undone_at IS NULL)) AS left_unseen,
              count(c.undone_at) AS undone,
              count(*) FILTER (WHERE c.result = 'undone') AS undoings
         FROM check_ins c WHERE c.ticket_id = t.id) doors
 WHERE doors.left_unseen > 0 OR doors.undone <> doors.undoings
