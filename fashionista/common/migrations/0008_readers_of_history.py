from django.db import migrations

# Filled by `history_for`. Whom a permission makes a reader at which events, events knows.
READERS = """
    CREATE TABLE audit.readers (
        tbl regclass NOT NULL,
        permission text NOT NULL,
        PRIMARY KEY (tbl, permission)
    );
    CREATE FUNCTION audit.read_by(permission text) RETURNS regclass[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$ SELECT array_agg(r.tbl) FROM audit.readers r WHERE r.permission = read_by.permission $$;
    REVOKE ALL ON FUNCTION audit.read_by FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION audit.read_by TO portal_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0007_saved_views"),
    ]

    operations = [
        migrations.RunSQL(READERS, "DROP FUNCTION audit.read_by; DROP TABLE audit.readers"),
    ]
