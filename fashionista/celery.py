"""The worker's application. `fashionista.common` imports it, so that every task finds it."""

import os

from celery import Celery
from celery.signals import heartbeat_sent, worker_shutdown

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fashionista.settings")

app = Celery("fashionista")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@heartbeat_sent.connect
def tell_that_the_worker_lives(**kwargs):
    from fashionista.health import note_worker  # needs the settings, which import after this

    note_worker()


@worker_shutdown.connect  # after the last heartbeat
def tell_that_the_worker_ends(**kwargs):
    from fashionista.health import forget_worker  # as above

    forget_worker()
