from importlib import import_module

from django.db import migrations

import staffing.models.crew
from fashionista.common.access import circle

BEFORE = import_module("staffing.migrations.0001_crew_and_shifts").MY_CREW
# Whoever plans one event only has to know whom they can ask.
MY_BOOKINGS = """
    SELECT me.uid WHERE me.role = 'organizer'
    UNION ALL
    SELECT t.organizer_id FROM public.event_team t
      JOIN public.users o ON o.id = t.organizer_id AND o.user_type = 'organizer' AND o.status = 'active'
     WHERE t.user_id = me.uid AND 'staff' = ANY (t.permissions)
"""
MY_CREW = """
    SELECT s.user_id FROM public.staff s WHERE s.organizer_id = ANY (authz.my_bookings())
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0012_drafts_without_a_venue"),
        ("staffing", "0011_staff_invitations"),
    ]

    operations = [
        circle("my_bookings", MY_BOOKINGS),
        circle("my_crew", MY_CREW, before=BEFORE),
        migrations.AddConstraint(
            model_name="staffmember",
            constraint=staffing.models.crew.MyBookings(
                field="organizer", may="view", name="staff_my_bookings_organizer"
            ),
        ),
    ]
