from django.db import migrations

# What the application may do to tables that hold nobody's data; guarded tables bring their own.
READ = "django_content_type, auth_permission, auth_group, auth_group_permissions, django_admin_log, django_migrations"
WRITE = (
    "django_session, outbox, throttles, django_celery_beat_clockedschedule,"
    " django_celery_beat_crontabschedule, django_celery_beat_intervalschedule,"
    " django_celery_beat_periodictask, django_celery_beat_periodictasks,"
    " django_celery_beat_solarschedule"
)


class Migration(migrations.Migration):
    """Explicit grants, and nothing for everybody."""

    dependencies = [
        ("common", "0002_outbox_and_throttles"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [
        migrations.RunSQL(
            f"""
            REVOKE CREATE, USAGE ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA public TO portal_app, portal_system;
            GRANT SELECT ON {READ} TO portal_app, portal_system;
            GRANT SELECT, INSERT, UPDATE, DELETE ON {WRITE} TO portal_app, portal_system;
            """,
            f"REVOKE ALL ON {READ}, {WRITE} FROM portal_app, portal_system",
        )
    ]
