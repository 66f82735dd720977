import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fashionista.settings")

app = Celery("fashionista")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
