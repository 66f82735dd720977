"""What the worker does for every app: handle outbox messages, sweep, forget."""

from datetime import timedelta

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from . import exporting, outbox, pictures
from .identity import acting_as
from .models import Import, Throttle

UNUSED, UNDOABLE = timedelta(days=1), timedelta(days=30)  # how long an import is kept


@shared_task(name="common.work_on")
def work_on(number):
    outbox.work_on(number)


@shared_task(name="common.sweep_outbox")
def sweep_outbox():
    outbox.sweep()


@shared_task(name="common.forget")
def forget():
    """Drop sessions that have ended, throttles nobody is held by any more, and old imports."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    Throttle.objects.filter(started_at__lt=now - timedelta(days=1)).delete()
    with acting_as("common.imports"):
        unused = Import.objects.filter(status__in=[Import.Status.PREVIEWED, Import.Status.FAILED])
        unused.filter(created_at__lt=now - UNUSED).delete()
        Import.objects.filter(created_at__lt=now - UNDOABLE).delete()


@shared_task(name="common.sweep_pictures")
def sweep_pictures():
    pictures.sweep(timezone.now())


@outbox.handles(exporting.MAKE)
def export(export_id):
    exporting.work_off(export_id, at=timezone.now())


@shared_task(name="common.sweep_exports")
def sweep_exports():
    exporting.sweep(at=timezone.now())
