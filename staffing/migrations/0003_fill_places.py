"""
Who was on a shift before there were offers has accepted, and has a place on it.

A shift with more people than it asked for asks for so many from here on. Of shifts that one person
cannot work both, the one that begins first stays theirs and the other is cancelled.
"""

from django.db import migrations

PLACES = """
    DO $$ DECLARE one record; BEGIN
        FOR one IN
            SELECT a.id, s.user_id, h.start_time, h.end_time
              FROM staff_assignments a JOIN staff s ON s.id = a.staff_id
              JOIN shifts h ON h.id = a.shift_id
             WHERE a.status <> 'cancelled'
             ORDER BY a.status <> 'completed', h.start_time, a.id
        LOOP
            UPDATE staff_assignments a SET status = 'cancelled'
              FROM staff s, shifts h
             WHERE s.id = a.staff_id AND h.id = a.shift_id AND s.user_id = one.user_id
               AND a.id <> one.id AND a.status = 'scheduled'
               AND h.start_time < one.end_time AND h.end_time > one.start_time
               AND EXISTS (SELECT FROM staff_assignments b
                            WHERE b.id = one.id AND b.status <> 'cancelled');
        END LOOP;
    END $$;

    UPDATE shifts h SET required_staff = live.number
      FROM (SELECT shift_id, count(*) AS number FROM staff_assignments
             WHERE status <> 'cancelled' GROUP BY shift_id) live
     WHERE live.shift_id = h.id AND live.number > h.required_staff;

    UPDATE staff_assignments a
       SET start_time = h.start_time, end_time = h.end_time, required_staff = h.required_staff,
           revision = h.revision, user_id = s.user_id, slot = place.number,
           offered_at = now(), answered_at = now(),
           closed_at = CASE WHEN a.status <> 'scheduled' THEN now() END
      FROM shifts h, staff s, (
           SELECT id, row_number() OVER (PARTITION BY shift_id
                                         ORDER BY status = 'cancelled', id) AS number
             FROM staff_assignments) place
     WHERE h.id = a.shift_id AND s.id = a.staff_id AND place.id = a.id
"""
WITHOUT_OFFERS = """
    UPDATE staff_assignments
       SET status = CASE status WHEN 'offered' THEN 'scheduled' ELSE 'cancelled' END
     WHERE status IN ('offered', 'declined', 'withdrawn')
"""


class Migration(migrations.Migration):
    dependencies = [("staffing", "0002_offers_and_places")]
    operations = [migrations.RunSQL(PLACES, WITHOUT_OFFERS)]
