from django.db import migrations

# What few rows tell lies far apart among an event's sales: whoever reads those tables only finds it here.
INDEXES = """
    CREATE INDEX log_event_table ON audit.log (event_id, tbl, at) WHERE event_id IS NOT NULL;
    CREATE INDEX log_organizer_table ON audit.log (organizer_id, tbl, at)
     WHERE organizer_id IS NOT NULL;
    DROP INDEX audit.log_organizer;
"""
BEFORE = """
    CREATE INDEX log_organizer ON audit.log (organizer_id, at) WHERE organizer_id IS NOT NULL;
    DROP INDEX audit.log_organizer_table;
    DROP INDEX audit.log_event_table;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0008_readers_of_history"),
    ]

    operations = [
        migrations.RunSQL(INDEXES, BEFORE),
    ]
