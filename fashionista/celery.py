"""The worker's application. `fashionista.common` imports it, so that every task finds it."""

import os

from celery import Celery
from celery.signals import heartbeat_sent, task_postrun, task_prerun, worker_shutdown

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fashionista.settings")

app = Celery("fashionista")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["fashionista.importing"])

# Left alone, Celery throws the whole connection pool away around each task (its issue 10554), and
# connecting costs more than most tasks do. So it may only do so now and then; after each task its
# connection goes back to the pool, as Django does after each request.
app.conf.CELERY_DB_REUSE_MAX = 10_000


@task_prerun.connect
@task_postrun.connect
def give_connections_back(task, **kwargs):
    from django.db import close_old_connections  # needs the settings, which import after this

    if not task.request.is_eager:  # else the connection is the caller's
        close_old_connections()


@heartbeat_sent.connect
def tell_that_the_worker_lives(**kwargs):
    from fashionista.health import note_worker  # as above

    note_worker()


@worker_shutdown.connect  # after the last heartbeat
def tell_that_the_worker_ends(**kwargs):
    from fashionista.health import forget_worker  # as above

    forget_worker()
