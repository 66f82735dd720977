from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core import checks
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "fashionista.common"
    label = "common"

    def ready(self):
        from celery import signals as celery

        from fashionista.celery import app  # so that tasks are sent through our app

        from . import identity

        app.set_default()
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        user_logged_in.connect(identity.on_login)
        user_logged_out.connect(identity.on_logout)
        celery.task_prerun.connect(identity.on_task_start)
        celery.task_postrun.connect(identity.on_task_end)
        post_migrate.connect(install_claim_key, sender=self)
        post_migrate.connect(extend_audit, sender=self)
        checks.register(common_comes_after_auth)


def install_claim_key(using, **kwargs):
    """The newest two keys are believed, so that a new AUTHZ_KEY can be rolled out."""
    from django.db import connections

    from .identity import claim_key_pads

    with connections[using].cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(to_regclass('authz.key'), 'INSERT')")
        if not cursor.fetchone()[0]:
            return  # not the owner (`flush` in a test), or just unmigrated
        pads = claim_key_pads()
        cursor.execute("SELECT FROM authz.key WHERE inner_pad = %s", pads[:1])
        if cursor.rowcount == 0:
            cursor.execute("INSERT INTO authz.key VALUES (%s, %s)", pads)
            cursor.execute(
                "DELETE FROM authz.key WHERE ctid NOT IN "
                "(SELECT ctid FROM authz.key ORDER BY ctid DESC LIMIT 2)"
            )


def extend_audit(using, **kwargs):
    """Make the audit's partitions of the months ahead, as `manage.py extend_audit` does."""
    from django.db import connections

    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = 'audit'"
        )
        if cursor.fetchone() == (True,):  # the owner, who has migrated this far
            cursor.execute("SELECT audit.make_partitions()")


def common_comes_after_auth(app_configs, **kwargs):
    from django.conf import settings

    apps = list(settings.INSTALLED_APPS)
    if apps.index("fashionista.common") < apps.index("django.contrib.auth"):
        yield checks.Error(
            "'fashionista.common' must come after 'django.contrib.auth', whose login signal it"
            " replaces.",
            id="common.E001",
        )
