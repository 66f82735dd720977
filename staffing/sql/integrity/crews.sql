-- Whoever works at an event is on the books of its organizer.
SELECT a.id AS assignment, a.event_id AS event
  FROM staff_assignments a JOIN staff s ON s.id = a.staff_id JOIN events e ON e.id = a.event_id
 WHERE s.organizer_id <> e.organizer_id
