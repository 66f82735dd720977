from importlib import import_module

from django.db import migrations

PERMISSIONS = [
    "view", "programme", "sell", "refund", "door", "staff", "production", "sponsors", "vendors",
    "media", "marketing", "finance",
]  # fmt: skip
# Each array is made once a statement, and only when a row comes so far.
POLICY = """
    CREATE POLICY history_for_{0} ON audit.log FOR SELECT TO portal_app
        USING (tbl = ANY ((SELECT audit.read_by('{0}'))::regclass[]) AND (
            event_id = ANY ((SELECT authz.my_events('{0}'))::uuid[])
            OR organizer_id = ANY ((SELECT authz.my_organizers('{0}'))::uuid[])))
"""
FOR_THE_BOOKS = import_module("events.migrations.0001_events").HISTORY


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0008_readers_of_history"),
        ("events", "0010_halls_and_feeds"),
    ]

    operations = [
        migrations.RunSQL(
            "DROP POLICY history_of_my_events ON audit.log;"
            "DROP POLICY history_of_my_organizers ON audit.log",
            FOR_THE_BOOKS,
        ),
        *(
            migrations.RunSQL(
                POLICY.format(permission), f"DROP POLICY history_for_{permission} ON audit.log"
            )
            for permission in PERMISSIONS
        ),
    ]
